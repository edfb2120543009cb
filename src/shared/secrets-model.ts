/** Secrets of wasmcloud:secrets and the audit as a view sees them. A value is in none of these but `RevealedSecret`. */

import type { Digest, EpochMs, InvocationId } from "./model.ts";

/** Shorter values are not looked for in records: they would be found everywhere. */
export const MIN_TRACKED_BYTES = 6;

/** Where a value comes from, as the project file says it. Paths are relative to the project where they are inside it. */
export type SecretSource =
  | { readonly kind: "env"; readonly variable: string }
  | { readonly kind: "file"; readonly path: string }
  /** One `NAME=value` line of a file of such lines. */
  | { readonly kind: "dotenv"; readonly path: string; readonly key: string };

/**
 * `missing`: the variable, the file or the line does not exist; `unreadable`: it is there, but cannot be taken as a
 * value; `refused`: a rule forbids to read it (others may read the file, it leads out of the project).
 */
export type SecretState = "found" | "missing" | "unreadable" | "refused";

/** How long a value is, and no more: `short` is below `MIN_TRACKED_BYTES`, `medium` up to 64 bytes, `long` beyond. */
export type SecretSize = "empty" | "short" | "medium" | "long";

/** One secret that the project file declares. */
export interface SecretView {
  readonly name: string;
  readonly source: SecretSource;
  /** What a guest gets: text that is no UTF-8 comes as bytes, whatever the project file says. Of one that is not found: what that says. */
  readonly as: "string" | "bytes";
  readonly state: SecretState;
  /** Of one that is not found: what is wrong and what to do, in plain sentences. */
  readonly why?: string;
  /** Of one that is found: what is unsafe about where it lies, and what to do. */
  readonly warning?: string;
  /** Components that may get it, in the order of the project file. */
  readonly components: readonly string[];
  /** Only of one that is found. */
  readonly size?: SecretSize;
  /**
   * Whether records are searched for its bytes. False for one that is not found, and for one of fewer than
   * `MIN_TRACKED_BYTES`, which would be found everywhere: such a value is not masked when a component writes it somewhere.
   */
  readonly tracked: boolean;
}

/** A value, shown to a person once. */
export interface RevealedSecret {
  readonly name: string;
  readonly value:
    | { readonly kind: "string"; readonly text: string }
    | { readonly kind: "bytes"; readonly bytes: Uint8Array };
}

/** `get`, `reveal`: a component called it; `person-reveal`: a person looked at it; `leak`: its bytes left a component. */
export type AuditKind = "get" | "reveal" | "person-reveal" | "leak";

/** Of a get: `not-found` is also what one of a secret gets that the component may not have, or that cannot be read. */
export type AuditOutcome = "found" | "not-found";

/**
 * Through what the bytes left: a log line, a message (subject or body), a key or a value of a key-value bucket, a blob
 * (name, metadata or bytes), the response of a request, an outgoing request, what was printed, the result or the error
 * of an export that was called, or the arguments of any other import (`call`).
 */
export type LeakPlace =
  | "log"
  | "message"
  | "key"
  | "value"
  | "blob"
  | "response"
  | "outgoing-request"
  | "stdout"
  | "stderr"
  | "result"
  | "call";

/** How the bytes stood there. */
export type SecretForm = "plain" | "base64" | "hex" | "url" | "json";

/** One row of the audit. The audit outlives the journal: the invocation it names may be gone. */
export interface AuditView {
  readonly id: number;
  readonly at: EpochMs;
  readonly kind: AuditKind;
  /** Of all but a person's. */
  readonly component?: string;
  readonly build?: Digest;
  readonly invocation?: InvocationId;
  /** `seq` of the host call in the invocation; 0 is the export itself, as for a result. */
  readonly span?: number;
  /** The name that was asked for, or whose bytes leaked. Of a get that found nothing it is what the guest said, cut to 200 characters. */
  readonly key: string;
  /** `env API_PASSWORD`, `file secrets/key.bin`, `dotenv secrets/dev.env DB_URL`; empty for a name that nobody declared. */
  readonly source: string;
  readonly outcome: AuditOutcome;
  /** Of a leak. */
  readonly place?: LeakPlace;
  readonly form?: SecretForm;
  /** Of a leak: the function that was called, `wasi:logging/logging@0.1.0-draft#log`; empty for the export itself. */
  readonly function?: string;
}

export interface AuditQuery {
  readonly component?: string;
  readonly key?: string;
  readonly kind?: AuditKind;
  readonly outcome?: AuditOutcome;
  readonly invocation?: InvocationId;
  /** Newest first; only those with a smaller id. */
  readonly before?: number;
  readonly limit: number;
}

/** What is new in the audit. */
export interface AuditNews {
  /** The newest row there is. */
  readonly newest: number;
  /** Leaks since the project was opened. */
  readonly leaks: number;
}
