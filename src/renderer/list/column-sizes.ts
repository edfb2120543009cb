import { createContext, type CSSProperties, useCallback, useMemo, useState } from "react";
import { keep, readKept } from "../store/kept-in-browser.ts";

type Widths = Readonly<Record<string, number>>;

/** Widths in pixels that a person gave to columns of a grid; the others are as its style sheet says. */
export interface ColumnSizes {
  readonly widths: Widths;
  /** Undefined: as the style sheet says. */
  readonly resize: (column: string, width: number | undefined) => void;
}

export const ColumnSizesContext = createContext<ColumnSizes | undefined>(undefined);

const MIN_PX = 40;
const MAX_PX = 800;

/** Undefined for a grid without a name to remember them by. */
export function useColumnSizes(name: string | undefined): ColumnSizes | undefined {
  const [widths, setWidths] = useState<Widths>(() =>
    name === undefined ? {} : (readKept(keyOf(name), parseWidths) ?? {}),
  );
  const resize = useCallback(
    (column: string, width: number | undefined) => {
      if (name === undefined) return;
      setWidths((before) => {
        const { [column]: _old, ...others } = before;
        const next = width === undefined ? others : { ...others, [column]: clamped(width) };
        keep(keyOf(name), next);
        return next;
      });
    },
    [name],
  );
  return useMemo(() => (name === undefined ? undefined : { widths, resize }), [name, widths, resize]);
}

/** A style sheet takes the width of `time` as `var(--c-time, 98px)`. */
export function columnStyle(sizes: ColumnSizes | undefined): CSSProperties {
  const given = Object.entries(sizes?.widths ?? {});
  return Object.fromEntries(given.map(([column, width]) => [`--c-${column}`, `${width}px`]));
}

function keyOf(name: string): string {
  return `columns.${name}`;
}

function clamped(width: number): number {
  return Math.round(Math.min(MAX_PX, Math.max(MIN_PX, width)));
}

function parseWidths(raw: unknown): Widths | undefined {
  if (typeof raw !== "object" || raw === null) return undefined;
  const given = Object.entries(raw).flatMap(([column, width]) =>
    /^[a-z]+$/.test(column) && typeof width === "number" && Number.isFinite(width)
      ? [[column, clamped(width)] as const]
      : [],
  );
  return Object.fromEntries(given);
}
