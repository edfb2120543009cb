import type { InvocationQuery, HostCallQuery, LogQuery, SentCallQuery } from "../../shared/contract.ts";
import type { ErrorView } from "../../shared/errors.ts";
import type {
  Cause,
  Digest,
  EpochMs,
  ExportKind,
  HttpMessageView,
  InvocationDetail,
  InvocationId,
  InvocationSummary,
  LogLine,
  MessageId,
  MessageQuery,
  MessageView,
  SubjectQuery,
  Outcome,
  TrapView,
  VersionId,
} from "../../shared/model.ts";
import type { RecordTables } from "../../shared/record.ts";

/** How much the journal keeps. Running invocations are kept whatever it says. */
export interface Retention {
  readonly maxInvocations: number;
  /** Of the file, free pages not counted. */
  readonly maxBytes: number;
}

export const DEFAULT_RETENTION: Retention = { maxInvocations: 10_000, maxBytes: 256 * 1024 * 1024 };

/** Names the tables of one registered build for `begin`. Only good for the journal that gave it. */
export type BuildRef = number;

export interface BuildInput {
  readonly component: string;
  readonly digest: Digest;
  readonly tables: RecordTables;
}

export interface BeginInput extends BeginHead {
  readonly request?: HttpMessageView;
  readonly args?: unknown;
}

export interface BeginHead {
  readonly id: InvocationId;
  readonly build: BuildRef;
  readonly cause: Cause;
  readonly kind: ExportKind;
  readonly title: string;
  readonly startedAt: EpochMs;
}

/** What became known while it runs; only what is given is changed. */
export interface InvocationChange {
  readonly title?: string;
  readonly status?: number;
  readonly request?: HttpMessageView;
  readonly response?: HttpMessageView;
  readonly args?: unknown;
  readonly value?: unknown;
  readonly error?: unknown;
  readonly trap?: TrapView;
}

export interface InvocationEnd extends InvocationChange, EndHead {}

export interface EndHead {
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly durationMs: number;
  readonly guestMs?: number;
  readonly hostMs?: number;
  readonly instantiateMs?: number;
}

/** An invocation as the journal knows it: the studio adds the state changes behind `versions`. */
export type JournalInvocation = Omit<InvocationDetail, "changed"> & {
  /** What it wrote, in order; the first 10 000. `changes` counts them all. */
  readonly versions: readonly VersionId[];
};

/** What the journal holds and how much it may. */
export interface JournalCounts {
  readonly invocations: number;
  readonly running: number;
  readonly calls: number;
  readonly logs: number;
  /** When the oldest that is kept began. */
  readonly oldest?: EpochMs;
  /** Bytes in use; what is free inside the file is used again. */
  readonly bytes: number;
  readonly fileBytes: number;
  readonly retention: Retention;
}

/** Messages and values as the columns that keep them: `boundedJson` text, and bytes. Null: nothing is said of it. */
export type DetailColumns = readonly [
  request: string | null,
  requestBody: Uint8Array | null,
  requestTotal: number | null,
  response: string | null,
  responseBody: Uint8Array | null,
  responseTotal: number | null,
  args: string | null,
  value: string | null,
  error: string | null,
  trap: string | null,
];

/** What an operation says beside its kind. Text is cheaper to send to the worker than the objects it stands for. */
export interface ToldChange {
  readonly title?: string | undefined;
  readonly status?: number | undefined;
  readonly detail?: DetailColumns | undefined;
}

export interface KeptMessages {
  readonly messages: readonly MessageView[];
  /** By messaging backend: how many messages are kept. */
  readonly keep: readonly (readonly [backend: string, count: number])[];
}

export type JournalOperation =
  | { readonly t: "build"; readonly ref: BuildRef; readonly build: BuildInput }
  | { readonly t: "begin"; readonly begin: BeginHead; readonly detail: DetailColumns | undefined }
  | { readonly t: "records"; readonly id: InvocationId; readonly bytes: Uint8Array }
  /** Bytes of records that were thrown away because the journal was too far behind. */
  | { readonly t: "lost"; readonly id: InvocationId; readonly bytes: number }
  /** Messages in their newest form. */
  | ({ readonly t: "messages" } & KeptMessages)
  | { readonly t: "update"; readonly id: InvocationId; readonly change: ToldChange }
  | { readonly t: "end"; readonly id: InvocationId; readonly end: EndHead; readonly change: ToldChange };

/** `link` is empty where a function has none, and absent for calls that were only summed up. */
export interface LinkCalls {
  readonly component: string;
  /** As WIT prints it. */
  readonly interface: string;
  readonly link?: string;
  readonly calls: number;
}

export type JournalQuery =
  | { readonly kind: "invocations"; readonly query: InvocationQuery }
  | { readonly kind: "invocation"; readonly id: InvocationId }
  | { readonly kind: "hostCalls"; readonly query: HostCallQuery }
  | { readonly kind: "sentCalls"; readonly query: SentCallQuery }
  | { readonly kind: "linkCalls" }
  | { readonly kind: "logs"; readonly query: LogQuery }
  | { readonly kind: "messages"; readonly query: MessageQuery }
  | { readonly kind: "message"; readonly id: MessageId }
  | { readonly kind: "subjects"; readonly query: SubjectQuery }
  | { readonly kind: "clear-messages" }
  | { readonly kind: "counts" }
  | { readonly kind: "clear" }
  | { readonly kind: "retain"; readonly retention: Retention }
  /** Ids from this one on are about to be given out. */
  | { readonly kind: "set-ids-apart"; readonly from: InvocationId }
  /** Answers when everything told before is committed. */
  | { readonly kind: "flush" };

export interface JournalBoot {
  readonly folder: string;
  readonly networkFileSystem: boolean;
  readonly retention: Retention;
  readonly damaged: "refuse" | "set-aside";
}

export type ToJournal =
  | { readonly t: "apply"; readonly operations: readonly JournalOperation[]; readonly weight: number }
  | { readonly t: "query"; readonly id: number; readonly query: JournalQuery }
  | { readonly t: "abort"; readonly id: number }
  /** `next`: the first invocation id that was not given out. */
  | { readonly t: "close"; readonly next: InvocationId };

/** What a listener hears, at most ten times a second. */
export interface JournalNews {
  /** Invocations that began, went on or ended, in their newest form, oldest first. */
  readonly invocations: readonly InvocationSummary[];
  /** Lines that were completed, oldest first. */
  readonly logs: readonly LogLine[];
  /** Lines beyond what one notification carries; a query finds them. */
  readonly skippedLogs: number;
}

export interface JournalOpened {
  readonly nextInvocationId: InvocationId;
  readonly nextMessageId: MessageId;
  /** Invocations of an earlier run that had no end; they are `killed` now. */
  readonly orphans: number;
  /** Where a damaged journal was moved to. */
  readonly setAside?: string;
}

export type FromJournal =
  | ({ readonly t: "opened" } & JournalOpened)
  | { readonly t: "refused"; readonly error: ErrorView }
  | { readonly t: "applied"; readonly weight: number }
  | { readonly t: "answer"; readonly id: number; readonly value: unknown }
  | { readonly t: "failed"; readonly id: number; readonly error: ErrorView }
  | { readonly t: "news"; readonly news: JournalNews }
  /** Something could not be written; the journal goes on with what comes next. */
  | { readonly t: "fault"; readonly error: ErrorView }
  | { readonly t: "closed" };
