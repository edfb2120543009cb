/** What the record says of invocations, their host calls and their log lines. */
import type { ExportKind } from "./component-model.ts";
import type { MessageId } from "./messaging-model.ts";
import type { Digest, EpochMs, InvocationId, VersionId } from "./model.ts";
import type { ChangeView } from "./state-model.ts";
import type { TrapView } from "./trap-model.ts";

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
