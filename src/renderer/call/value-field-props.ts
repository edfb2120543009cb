import type { WitTypeView } from "../../shared/model.ts";

/** What every part of a form for a WIT value takes. */
export interface ValueFieldProps {
  /** The WIT name of what it is, with the way to it: `point.x`. Names the control. */
  readonly name: string;
  readonly type: WitTypeView;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}
