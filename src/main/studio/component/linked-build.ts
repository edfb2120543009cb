import type { Digest, ExportView, ImportView } from "../../../shared/model.ts";
import type { Wrapping } from "../../../shared/wrapping.ts";
import type { ComponentWorld } from "../../wit/world.ts";
import type { LiveBuild } from "../invocation/live-build.ts";
import type { LinkRow } from "./linking/linked-imports.ts";
import type { LinkedSet } from "./linking/linked-set.ts";
import type { Linkable } from "./linking/linkable.ts";
import type { ProblemReport } from "../problems.ts";

/** A build that links, with what its card shows. */
export interface LinkedBuild extends LiveBuild {
  readonly digest: Digest;
  /** Bytes of the artefact. */
  readonly size: number;
  /** The artefact is a core module of which a component was made. */
  readonly wrapped?: Wrapping;
  readonly world: ComponentWorld;
  readonly imports: readonly ImportView[];
  readonly exports: readonly ExportView[];
  /** What a person should know although it runs: imports that nobody serves, what the transpiler could not do well. */
  readonly problems: readonly ProblemReport[];
  /** As other components call it. */
  readonly linkable: Linkable;
  /** With all that it calls. */
  readonly linked: LinkedSet;
  /** Where its imports lead. */
  readonly links: readonly LinkRow[];
  /** The world as WIT text. */
  readonly wit: string;
  /** What a person wants to know about this build against an older one; one line each. */
  changesSince(older: LinkedBuild): readonly string[];
}
