import type {
  BucketView,
  BuildOutputView,
  BuildPrinted,
  BuildRunView,
  ChangeView,
  ComponentView,
  EpochMs,
  DoctorReport,
  HostCallView,
  ImportPlanView,
  InvocationDetail,
  InvocationId,
  InvocationSummary,
  KeyView,
  LogLevel,
  LogLine,
  Outcome,
  ProjectView,
  ValueView,
  VersionId,
} from "./model.ts";
import { namesOf } from "./rpc.ts";

/** Bytes of a value that come with `value`; the most that one `readValue` returns. */
export const VALUE_CHUNK_BYTES = 256 * 1024;

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
  readonly text?: string;
  readonly before?: number;
  readonly limit: number;
}

export interface KeyQuery {
  readonly backend: string;
  readonly bucket: string;
  /** Only keys that contain this text. */
  readonly search?: string;
  /** Sorted by key; only those after this one. */
  readonly after?: string;
  readonly limit: number;
}

export interface KeyRef {
  readonly backend: string;
  readonly bucket: string;
  readonly key: string;
}

export interface SetValueInput extends KeyRef {
  readonly value: Uint8Array;
  /** The version the person saw; 0 when the key must not exist yet. A different current one is a `state-conflict`. */
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

export interface UndoReply {
  readonly restored: number;
  /** Keys left as they are, because something newer was written to them. */
  readonly skipped: readonly KeyRef[];
}

export interface RunInput {
  /** Chosen by the caller: names this run in `runInput` and in "run-printed". */
  readonly run: string;
  readonly component: string;
  /** Arguments after the program's name. */
  readonly args: readonly string[];
  /** As in `InvokeInput`. */
  readonly via?: "window" | "command-line";
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

/** What a view can ask of the studio. Plain data in, plain data out; an `AbortSignal` last cancels. */
export interface StudioApi {
  project(): Promise<ProjectView>;
  component(name: string): Promise<ComponentView>;
  /** Reads the artefact again, even when it did not change. */
  reload(name: string): Promise<void>;

  invocations(query: InvocationQuery, signal?: AbortSignal): Promise<readonly InvocationSummary[]>;
  invocation(id: InvocationId): Promise<InvocationDetail>;
  hostCalls(query: HostCallQuery, signal?: AbortSignal): Promise<readonly HostCallView[]>;
  logs(query: LogQuery, signal?: AbortSignal): Promise<readonly LogLine[]>;
  /** Ends a running invocation as `killed`. */
  kill(id: InvocationId): Promise<void>;
  /** Deletes every finished invocation from the journal; state and audit stay. */
  clearJournal(): Promise<void>;

  send(request: HttpRequestInput, signal?: AbortSignal): Promise<HttpReplyView>;
  invoke(input: InvokeInput, signal?: AbortSignal): Promise<InvokeReply>;
  /** Calls the `wasi:cli/run` of a component; it has no time limit. What it prints comes as "run-printed". */
  run(input: RunInput, signal?: AbortSignal): Promise<InvokeReply>;
  /** Bytes for the standard input of a run; null ends it. Resolves when there is room for more. */
  runInput(run: string, bytes: Uint8Array | null): Promise<void>;

  /**
   * Says that a person is there to answer "egress-questions-changed", as long as this call runs: it only ends by its
   * signal or with the connection. Without anybody there, such requests are refused. What is open is told at once.
   */
  attendEgress(signal?: AbortSignal): Promise<void>;
  answerEgress(question: number, answer: EgressAnswer): Promise<void>;

  /** Build commands of the project, with how each one's newest run went. */
  builds(): Promise<readonly BuildRunView[]>;
  /** Runs a build command now. @throws StudioError `folder-not-trusted` */
  build(component: string): Promise<BuildRunView>;
  cancelBuild(component: string): Promise<void>;
  /** The output of the newest run, as far as it is kept; what follows comes as "build-printed". */
  buildOutput(component: string): Promise<BuildOutputView>;
  /** Writes into the project file that a pattern of sources starts no build. */
  ignoreInBuild(component: string, pattern: string): Promise<void>;
  /** Remembers that commands of this folder may be run, and runs those that waited for it. */
  trustFolder(): Promise<void>;
  /** What was read from another tool's files because there is no `vitrine.jsonc`; null where there is one. */
  importPlan(): Promise<ImportPlanView | null>;
  /** Writes the proposed `vitrine.jsonc`. Never over an existing one. */
  acceptImport(): Promise<void>;
  doctor(signal?: AbortSignal): Promise<DoctorReport>;

  buckets(): Promise<readonly BucketView[]>;
  keys(query: KeyQuery, signal?: AbortSignal): Promise<readonly KeyView[]>;
  value(ref: KeyRef): Promise<ValueView>;
  /** Up to `VALUE_CHUNK_BYTES` of one version's bytes from `offset`. */
  readValue(version: VersionId, offset: number): Promise<Uint8Array>;
  setValue(input: SetValueInput): Promise<VersionId>;
  /** Deletes in one step; the returned versions are what `undo` takes. */
  deleteKeys(backend: string, bucket: string, keys: readonly string[]): Promise<readonly VersionId[]>;
  /** Puts back what was there before these versions, where nothing newer was written since. */
  undo(versions: readonly VersionId[]): Promise<UndoReply>;
  /** Versions of one key, newest first. */
  keyHistory(ref: KeyRef, limit: number): Promise<readonly ChangeView[]>;
}

/** What the studio tells of itself. State announced, never commands. */
export interface StudioEvents {
  /** Project, trigger, component or problem changed: the whole view, it is small. */
  "project-changed": ProjectView;
  /** At most ten times a second: invocations that began, went on or ended, in their newest form. */
  "invocations-changed": readonly InvocationSummary[];
  "logs-appended": readonly LogLine[];
  /** Buckets with new versions; at most ten times a second. */
  "state-changed": readonly { readonly backend: string; readonly bucket: string }[];
  "builds-changed": readonly BuildRunView[];
  "build-printed": BuildPrinted;
  "journal-cleared": null;
  "run-printed": { readonly run: string; readonly stream: "stdout" | "stderr"; readonly bytes: Uint8Array };
  /** All that wait for an answer now. */
  "egress-questions-changed": readonly EgressQuestion[];
  /** The window read too slowly: so many events of these names were left out. What they told of is to be read again. */
  "events-skipped": Readonly<Record<string, number>>;
}

export const studioMethods = namesOf<StudioApi>()(
  "project",
  "component",
  "reload",
  "invocations",
  "invocation",
  "hostCalls",
  "logs",
  "kill",
  "clearJournal",
  "send",
  "invoke",
  "run",
  "runInput",
  "builds",
  "build",
  "cancelBuild",
  "buildOutput",
  "ignoreInBuild",
  "trustFolder",
  "importPlan",
  "acceptImport",
  "doctor",
  "attendEgress",
  "answerEgress",
  "buckets",
  "keys",
  "value",
  "readValue",
  "setValue",
  "deleteKeys",
  "undo",
  "keyHistory",
);
