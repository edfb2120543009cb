/** What views send to the studio, and what it answers beside the views of `model.ts`. */

import type { BucketKind, EpochMs, InvocationId, InvocationSummary, LogLevel, Outcome, VersionId } from "./model.ts";

/** Bytes of a value that come with `value`; the most that one `readValue` returns. */
export const VALUE_CHUNK_BYTES = 256 * 1024;
/** The largest component that `check` takes: it comes as one message. */
export const MAX_CHECK_BYTES = 48 * 1024 * 1024;
/** The most that `setValues` takes, likewise. */
export const MAX_IMPORT_BYTES = 48 * 1024 * 1024;

export interface InvocationQuery {
  /** The filter grammar of the Activity view: words, `key:value`, `-` negates, `dur:>5`. */
  readonly filter?: string;
  /** Newest first; only those with a smaller id. */
  readonly before?: InvocationId;
  readonly limit: number;
}

export interface HostCallQuery {
  readonly invocation: InvocationId;
  readonly after?: number;
  readonly limit: number;
}

export interface LogQuery {
  readonly invocation?: InvocationId;
  readonly component?: string;
  readonly minLevel?: LogLevel;
  /** Exactly this one; a printed line has none. */
  readonly context?: string;
  readonly text?: string;
  readonly before?: number;
  readonly limit: number;
}

export interface KeyQuery {
  readonly backend: string;
  readonly bucket: string;
  /** Only keys that begin with this text. */
  readonly prefix?: string;
  /** Only keys that contain this text. */
  readonly search?: string;
  /** Sorted by key; only those after this one. */
  readonly after?: string;
  readonly limit: number;
}

export interface KeyRef {
  readonly backend: string;
  /** Absent: a key of a key-value bucket. */
  readonly kind?: BucketKind;
  readonly bucket: string;
  readonly key: string;
}

export interface SetValueInput extends Omit<KeyRef, "kind"> {
  readonly value: Uint8Array;
  /** The version the person saw; 0 when the key must not exist yet. A different current one is a `state-conflict`. */
  readonly expected?: VersionId;
}

/** What `setValues` takes: keys and values with at most `MAX_IMPORT_BYTES` together. */
export interface SetValuesInput {
  readonly backend: string;
  readonly bucket: string;
  readonly entries: readonly (readonly [key: string, value: Uint8Array])[];
}

export interface RenameKeyInput extends Omit<KeyRef, "kind"> {
  /** Another key of its bucket, which must not exist. */
  readonly to: string;
  /** The version the person saw. */
  readonly expected?: VersionId;
}

export interface HttpRequestInput {
  readonly component: string;
  readonly method: string;
  /** Path and query: `/count?by=2`. */
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: Uint8Array;
}

export interface HttpReplyView {
  readonly invocation?: InvocationId;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: { readonly kept: Uint8Array; readonly total: number };
  readonly durationMs: number;
}

export interface InvokeInput {
  readonly component: string;
  /** `demo:counter/ops@0.1.0#hit` */
  readonly target: string;
  /** JSON form of the arguments, one item a parameter. */
  readonly args: readonly unknown[];
  /** Where the person sits; a window unless it says otherwise. */
  readonly via?: "window" | "command-line";
}

export interface InvokeReply {
  readonly invocation: InvocationId;
  readonly outcome: Outcome;
  readonly value?: unknown;
  readonly error?: unknown;
  readonly durationMs: number;
}

export interface SentCallQuery {
  readonly kind: "http" | "function";
  readonly component?: string;
  /** The exact title: of a typed call, its target. */
  readonly title?: string;
  /** Words that all occur in what was sent: the title, a typed call's arguments, the head and the body of a request. */
  readonly search?: string;
  /** Newest first; only those with a smaller id. */
  readonly before?: InvocationId;
  readonly limit: number;
}

/** A call that a person made by hand, from the record: what the record masks, this does, too. */
export interface SentCall extends InvocationSummary {
  /** The beginning of the arguments as JSON, or of the body where that is text. */
  readonly sent: string;
}

/** A call that a person keeps beyond the journal. */
export interface PinnedCall {
  readonly id: string;
  /** The invocation it was pinned from; it may be gone. */
  readonly invocation: InvocationId;
  readonly component: string;
  readonly kind: "http" | "function";
  /** `POST /count`, or the target of a typed call. */
  readonly title: string;
  readonly pinnedAt: EpochMs;
  /** Of a typed call. */
  readonly args?: readonly unknown[];
  /** Of a request; its body is text. */
  readonly request?: Omit<HttpRequestInput, "component" | "body"> & { readonly body: string };
}

export interface UndoReply {
  readonly restored: number;
  /** Keys left as they are, because something newer was written to them. */
  readonly skipped: readonly KeyRef[];
  /** So many further ones, where not all are named. */
  readonly more?: number;
  /** What it wrote, which `undo` takes as well: that is a redo. */
  readonly versions?: readonly VersionId[];
}

/** All versions that one step wrote, the first and the last included. */
export interface VersionRange {
  readonly first: VersionId;
  readonly last: VersionId;
}

export interface ResetInput {
  /** Absent: every backend. */
  readonly backend?: string;
}

export interface ResetReply {
  /** Keys that went, and keys that seeds put there. */
  readonly deleted: number;
  readonly seeded: number;
  /** Backends whose seed could not be read, so that they are empty; a problem says why. */
  readonly unseeded: readonly string[];
  /** What `undoReset` takes; none when there was nothing to do. */
  readonly steps: readonly VersionRange[];
}

export interface RunInput {
  /** Chosen by the caller: names this run in `runInput` and `runOutput`. */
  readonly run: string;
  readonly component: string;
  /** Arguments after the program's name. */
  readonly args: readonly string[];
  /** As in `InvokeInput`. */
  readonly via?: "window" | "command-line";
}

export interface RunPrint {
  readonly stream: "stdout" | "stderr";
  readonly bytes: Uint8Array;
}

/** A request to where the project's `egress.allow` does not lead. The component waits for the answer. */
export interface EgressQuestion {
  readonly id: number;
  readonly component: string;
  /** The first that asked; others of the component that want the same wait for the same answer. */
  readonly invocation: InvocationId;
  readonly method: string;
  readonly url: string;
  /** What "project" would add to `egress.allow`: `https://api.example.com`. */
  readonly origin: string;
  /** Whether there is a project file to add it to: not for a bare artefact. */
  readonly rememberable: boolean;
  /** When no answer is taken for a no. */
  readonly expiresAt: EpochMs;
}

/** `once` and `deny` hold for the invocations that wait, until they end; `project` is written to the project file. */
export type EgressAnswer = "once" | "project" | "deny";
