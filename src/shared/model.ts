/** What crosses the wire between the studio and a view. Plain JSON data plus `Uint8Array`; never a bigint, never a class. */

import type { MessageId } from "./messaging-model.ts";

export type * from "./config-model.ts";
export type * from "./links-model.ts";
export type * from "./messaging-model.ts";
export type * from "./secrets-model.ts";
export type * from "./tooling-model.ts";
export type * from "./trap-model.ts";

import type { TrapView } from "./trap-model.ts";
import type { Wrapping } from "./wrapping.ts";

/** Milliseconds since the Unix epoch; may carry fractions. */
export type EpochMs = number;
/** SHA-256 of the artefact's bytes, lower-case hex. */
export type Digest = string;
export type InvocationId = number;
/** Position in the versioned store's single sequence of mutations. */
export type VersionId = number;

// ------------------------------------------------------------------------------------------------ project and component

export type ProblemSeverity = "error" | "warning" | "info";

/** Something a person should look at, with where it is and what to do. */
export interface ProblemView {
  /** Stable while the problem lasts: the same problem found again has the same id. */
  readonly id: string;
  readonly severity: ProblemSeverity;
  readonly title: string;
  /** What happened, where and what to do, in plain sentences. */
  readonly detail: string;
  /** What the detail says to write, copyable. */
  readonly fix?: string;
  /** The last lines of what a command printed, where that says more. */
  readonly output?: string;
  readonly component?: string;
  /** `path:line:column` inside the project, where that is known. */
  readonly location?: string;
  readonly since: EpochMs;
}

export type TriggerView = {
  readonly kind: "http";
  readonly name: string;
  /** `http://127.0.0.1:8000` once it listens. */
  readonly url?: string;
  readonly routes: readonly { readonly path: string; readonly component: string }[];
  /** Set when the wished port was taken: what was wished, and who holds it if that is known. */
  readonly moved?: { readonly wished: number; readonly holder?: string };
  /** Set when the port was given on the command line: the address the project file says, which does not count. */
  readonly instead?: string;
};

export interface BackendSummary {
  readonly name: string;
  readonly kind: "keyvalue" | "blobstore" | "messaging";
  /** What components say for a bucket or a container, and the name it has here; all others have the name they are called. */
  readonly renamed: readonly (readonly [said: string, name: string])[];
}

export interface ProjectView {
  readonly name: string;
  /** What was opened: a folder with `vitrine.jsonc`, or a bare artefact. */
  readonly kind: "folder" | "artefact";
  readonly path: string;
  /** Where state and journal live. */
  readonly statePath: string;
  readonly hostProfile: string;
  readonly components: readonly ComponentSummary[];
  readonly backends: readonly BackendSummary[];
  readonly triggers: readonly TriggerView[];
  readonly problems: readonly ProblemView[];
  readonly vitrineVersion: string;
  /** What the journal holds, as far as it was counted; `bytes` on disk. */
  readonly journal?: { readonly invocations: number; readonly logs: number; readonly bytes: number };
}

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

// ------------------------------------------------------------------------------------------------ the record

export type Outcome = "ok" | "error" | "trap" | "timeout" | "killed";

/** What made an invocation happen. */
export type Cause =
  | { readonly kind: "person"; readonly via: "window" | "command-line" }
  | { readonly kind: "request"; readonly client: string }
  | { readonly kind: "invocation"; readonly id: InvocationId }
  /** A message was delivered; `by`: the invocation that published it. */
  | { readonly kind: "message"; readonly message: MessageId; readonly by?: InvocationId }
  /** A new build was tried: what it did to its host when its first instance was made. */
  | { readonly kind: "reload" };

export interface InvocationSummary {
  readonly id: InvocationId;
  readonly component: string;
  readonly build: Digest;
  readonly cause: Cause;
  readonly kind: ExportKind;
  /** What a list shows: `GET /count?by=2`, `ops.hit`. */
  readonly title: string;
  readonly startedAt: EpochMs;
  /** Absent while it runs. */
  readonly outcome?: Outcome;
  /** Why it is not ok: trap text, error payload, "client disconnected". */
  readonly reason?: string;
  /** Wall time; absent while it runs. */
  readonly durationMs?: number;
  /** Time in guest code, without host calls, waiting and the making of its instance. */
  readonly guestMs?: number;
  readonly status?: number;
  readonly calls: number;
  readonly changes: number;
  readonly logs: number;
}

export interface InvocationDetail extends InvocationSummary {
  readonly hostMs?: number;
  /** Making its instance, host calls left out; absent where the instance was there before it began. */
  readonly instantiateMs?: number;
  /** Of one that trapped. */
  readonly trap?: TrapView;
  readonly request?: HttpMessageView;
  readonly response?: HttpMessageView;
  /** For a typed call: what went in and came out, in the JSON form of WIT values. */
  readonly args?: unknown;
  readonly value?: unknown;
  readonly error?: unknown;
  readonly changed: readonly ChangeView[];
  readonly caused: readonly InvocationSummary[];
  /** Calls beyond what was kept one by one, per function. Empty unless the invocation flooded its host. */
  readonly aggregates: readonly {
    readonly interface: string;
    readonly function: string;
    readonly calls: number;
    readonly totalMs: number;
  }[];
}

export interface HttpMessageView {
  /** Requests only. */
  readonly method?: string;
  readonly target?: string;
  /** Responses only. */
  readonly status?: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly trailers?: readonly (readonly [string, string])[];
  readonly body: BytesPreview;
}

/** A value of a call as far as it was kept. Names come from the WIT types. */
export type ValuePreview =
  | { readonly t: "none" }
  | { readonly t: "bool"; readonly v: boolean }
  /** 64-bit integers beyond 2^53 and NaN, inf, -inf are text. */
  | { readonly t: "number"; readonly v: number | string }
  | { readonly t: "string"; readonly v: string; readonly total: number; readonly cut: boolean }
  | ({ readonly t: "bytes" } & BytesPreview)
  | { readonly t: "list"; readonly items: readonly ValuePreview[]; readonly total: number }
  | { readonly t: "record"; readonly fields: readonly { readonly name: string; readonly value: ValuePreview }[] }
  | { readonly t: "variant"; readonly tag: string; readonly value?: ValuePreview }
  | { readonly t: "resource"; readonly type: string; readonly id: number; readonly label: string }
  /** Deeper or longer than a preview goes. */
  | { readonly t: "cut" };

export interface BytesPreview {
  readonly kept: Uint8Array;
  readonly total: number;
}

export interface HostCallView {
  /** Order of entry inside the invocation, from 1. */
  readonly seq: number;
  /** 0 for a call of the export itself, else the host call it happened in. */
  readonly parent: number;
  readonly interface: string;
  /** `open`, `bucket.get`, or `instantiate` for the span of initialisation. */
  readonly function: string;
  readonly link: string;
  /** The backend or the component the link resolved to: `keyvalue`; empty where there is none. */
  readonly backend: string;
  /** Of a call that another component made, which this invocation called: its name and its build. */
  readonly component?: string;
  readonly build?: Digest;
  readonly args: readonly { readonly name: string; readonly value: ValuePreview }[];
  /** Milliseconds from the start of the invocation. */
  readonly startMs: number;
  /** Absent when the call never came back. */
  readonly durationMs?: number;
  readonly outcome?: "ok" | "err" | "trap";
  /** The result, or the payload of the WIT error; for a trap its text. */
  readonly result?: ValuePreview;
  readonly versions: readonly VersionId[];
}

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "critical";

export interface LogLine {
  readonly id: number;
  readonly at: EpochMs;
  readonly component: string;
  readonly invocation: InvocationId;
  readonly source: "logging" | "stdout" | "stderr";
  readonly level?: LogLevel;
  readonly context?: string;
  readonly text: string;
  readonly cut: boolean;
}

// ------------------------------------------------------------------------------------------------ state

/** Who made a version of a value. */
export type WriterView =
  | {
      readonly kind: "invocation";
      readonly invocation: InvocationId;
      readonly component: string;
      readonly build: Digest;
      readonly function: string;
    }
  | { readonly kind: "person"; readonly action: string }
  /** The seed of the backend, named by the digest of what it puts there. */
  | { readonly kind: "seed"; readonly digest: Digest };

/**
 * What the keys of a bucket are: keys of a key-value bucket, the objects of a container, or, once for each blobstore
 * backend and without a name, its containers.
 */
export type BucketKind = "keyvalue" | "container" | "containers";

export interface BucketView {
  readonly backend: string;
  readonly name: string;
  readonly keys: number;
  /** Bytes of the current values. */
  readonly bytes: number;
}

export interface KeyView {
  readonly key: string;
  readonly size: number;
  readonly version: VersionId;
  readonly at: EpochMs;
}

export interface ValueView {
  readonly key: string;
  readonly version: VersionId;
  readonly size: number;
  /** The first `VALUE_PREVIEW_BYTES` at most; the rest is read by `readValue`. */
  readonly bytes: Uint8Array;
  readonly at: EpochMs;
  readonly writer: WriterView;
}

/** One mutation, with what was there before. */
export interface ChangeView {
  readonly version: VersionId;
  readonly backend: string;
  readonly kind: BucketKind;
  readonly bucket: string;
  readonly key: string;
  readonly at: EpochMs;
  readonly writer: WriterView;
  /** Absent: there was no such key before. */
  readonly before?: BytesPreview;
  /** Absent: the key was deleted. */
  readonly after?: BytesPreview;
}
