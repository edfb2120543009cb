/** What crosses the wire between the studio and a view. Plain JSON data plus `Uint8Array`; never a bigint, never a class. */

export type * from "./component-model.ts";
export type * from "./config-model.ts";
export type * from "./links-model.ts";
export type * from "./messaging-model.ts";
export type * from "./record-model.ts";
export type * from "./secrets-model.ts";
export type * from "./state-model.ts";
export type * from "./tooling-model.ts";
export type * from "./trap-model.ts";

import type { ComponentSummary } from "./component-model.ts";

/** Milliseconds since the Unix epoch; may carry fractions. */
export type EpochMs = number;
/** SHA-256 of the artefact's bytes, lower-case hex. */
export type Digest = string;
export type InvocationId = number;
/** Position in the versioned store's single sequence of mutations. */
export type VersionId = number;

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
  /** Components can open no others. */
  readonly onlyListed?: boolean;
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
