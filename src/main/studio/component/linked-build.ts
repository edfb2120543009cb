import type { Digest, ExportView, ImportView } from "../../../shared/model.ts";
import type { ComponentWorld } from "../../wit/world.ts";
import type { LiveBuild } from "../invocation/live-build.ts";

/** A build that links, with what its card shows. */
export interface LinkedBuild extends LiveBuild {
  readonly digest: Digest;
  readonly size: number;
  readonly world: ComponentWorld;
  readonly imports: readonly ImportView[];
  readonly exports: readonly ExportView[];
  /** What the transpiler could not do as well as usual. */
  readonly warnings: readonly string[];
  /** The world as WIT text. */
  readonly wit: string;
  /** What a person wants to know about this build against an older one; one line each. */
  changesSince(older: LinkedBuild): readonly string[];
}
