/** A component as a view sees it: its state, its builds, its world. */
import type { Digest, EpochMs } from "./model.ts";
import type { Wrapping } from "./wrapping.ts";

/**
 * `building`: its build command runs; `linking`: the artefact is read, transpiled and instantiated for the first time;
 * `stale`: an older build serves because the newest failed.
 */
export type ComponentState = "waiting" | "building" | "linking" | "ready" | "stale" | "failed";

export interface ComponentSummary {
  readonly name: string;
  readonly state: ComponentState;
  /** Why it is not simply ready: one sentence. */
  readonly why?: string;
  /** The build that serves; absent until one linked. */
  readonly build?: BuildView;
  /** The build that serves fails again and again: its workers are started less and less often. */
  readonly crashLoop?: CrashLoopView;
}

export interface CrashLoopView {
  /** In a row, until now. */
  readonly failures: number;
  /** Of the last one: `trap: unreachable executed`. */
  readonly reason: string;
  /** When the first of them ended. */
  readonly since: EpochMs;
  /** No call but a person's is run before; the first one after it is tried. */
  readonly pausedUntil: EpochMs;
}

export interface BuildView {
  readonly digest: Digest;
  /** Bytes of the artefact. */
  readonly size: number;
  /** It is a core module, of which a component was made. */
  readonly wrapped?: Wrapping;
  /** When it began to serve. */
  readonly since: EpochMs;
  /** How long it took from the changed file to ready to serve. */
  readonly linkMs: number;
}

/** `unlinked`: served, by any of several backends of the project, which has to say by which. */
export type ImportStatus = "offered" | "version-drift" | "wrong-shape" | "missing" | "linkable" | "unlinked";

export interface ImportView {
  /** As WIT prints it: `wasi:keyvalue/store@0.2.0-draft`. */
  readonly name: string;
  readonly status: ImportStatus;
  /** One sentence: what is served for it, or what is wrong. */
  readonly note: string;
  /** What to do when it is not simply offered; copyable. */
  readonly fix?: string;
  readonly functions: readonly FunctionView[];
}

export type ExportKind = "http" | "message" | "run" | "function";

export interface ExportView {
  /** `wasi:http/incoming-handler@0.2.0`, or the function's name for an export of the world itself. */
  readonly name: string;
  readonly kind: ExportKind;
  /** One sentence: why nothing triggers it although it looks like an export of a trigger. */
  readonly note?: string;
  readonly functions: readonly FunctionView[];
}

export interface FunctionView {
  /** As WIT prints it: `increment`, `bucket.get`. */
  readonly name: string;
  /** What the command line takes: `demo:counter/ops@0.1.0#hit`. Exports only. */
  readonly target?: string;
  readonly params: readonly { readonly name: string; readonly type: WitTypeView }[];
  readonly result?: WitTypeView;
  /** `increment: func(bucket: borrow<bucket>, key: string, delta: u64) -> result<u64, error>` */
  readonly signature: string;
  /** Absent when JSON arguments can call it; else why not. */
  readonly unsupported?: string;
}

/** A WIT type, resolved: what a form needs to draw itself and what a value is checked against. */
export type WitTypeView =
  | {
      readonly kind:
        | "bool"
        | "u8"
        | "u16"
        | "u32"
        | "u64"
        | "s8"
        | "s16"
        | "s32"
        | "s64"
        | "f32"
        | "f64"
        | "char"
        | "string";
    }
  | { readonly kind: "list"; readonly element: WitTypeView }
  | { readonly kind: "option"; readonly some: WitTypeView }
  | { readonly kind: "result"; readonly ok?: WitTypeView; readonly err?: WitTypeView }
  | { readonly kind: "tuple"; readonly items: readonly WitTypeView[] }
  | {
      readonly kind: "record";
      readonly name?: string;
      readonly fields: readonly { readonly name: string; readonly type: WitTypeView }[];
    }
  | {
      readonly kind: "variant";
      readonly name?: string;
      readonly cases: readonly { readonly name: string; readonly type?: WitTypeView }[];
    }
  | { readonly kind: "enum"; readonly name?: string; readonly cases: readonly string[] }
  | { readonly kind: "flags"; readonly name?: string; readonly flags: readonly string[] }
  | { readonly kind: "resource"; readonly name: string; readonly mode: "own" | "borrow" }
  /** Types of later WASI generations (stream, future, error-context): shown by name, never callable here. */
  | { readonly kind: "other"; readonly name: string };

export interface ComponentView extends ComponentSummary {
  /** Absolute path of the artefact that is loaded and watched. */
  readonly wasmPath: string;
  readonly imports: readonly ImportView[];
  readonly exports: readonly ExportView[];
  /** The world as WIT text. */
  readonly wit: string;
  readonly limits: {
    readonly guestTimeMs: number;
    readonly memoryMiB: number;
    readonly instances: "per-call" | "reuse";
    /** Calls that may run at once. */
    readonly poolSize: number;
    /** Calls from component to component that may wait for each other. */
    readonly depth: number;
    /** Requests of the project to itself that may wait for each other. */
    readonly requestDepth: number;
  };
  readonly reloads: readonly ReloadView[];
}

/** One attempt to put a new build in the place of the old, newest first. */
export interface ReloadView {
  readonly at: EpochMs;
  readonly digest?: Digest;
  readonly previous?: Digest;
  readonly outcome: "swapped" | "failed" | "superseded";
  readonly durationMs: number;
  /** What was wrong, for a failed one. */
  readonly error?: string;
  /** What changed against the previous build: "adds import wasi:keyvalue/batch@0.2.0-draft", "41 KiB larger". */
  readonly changes: readonly string[];
}
