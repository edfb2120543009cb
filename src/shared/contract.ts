import type {
  ContainerChangeInput,
  ContainersView,
  CopyObjectInput,
  ObjectDetail,
  ObjectQuery,
  ObjectRef,
  ObjectView,
  PutObjectInput,
} from "./blob-model.ts";
import type {
  AuditNews,
  AuditQuery,
  AuditView,
  BrokerReply,
  BucketKind,
  BucketView,
  BusView,
  BuildOutputView,
  BuildPrinted,
  BuildRunView,
  ChangeView,
  ComponentView,
  ConfigView,
  ContractReport,
  DoctorProgress,
  DoctorReport,
  HostCallView,
  ImportPlanView,
  ImportView,
  InvocationDetail,
  InvocationId,
  InvocationSummary,
  KeyView,
  LinkView,
  LogLine,
  MessageId,
  MessageQuery,
  MessageTemplate,
  MessageView,
  ProjectView,
  TemplateView,
  PublishInput,
  RequestMessageInput,
  RevealedSecret,
  SaveTemplateInput,
  SecretView,
  SetConfigInput,
  SubjectBranchView,
  SubjectQuery,
  SubscriptionView,
  ValueView,
  VersionId,
} from "./model.ts";
import { namesOf } from "./rpc.ts";
import type {
  InvocationQuery,
  HostCallQuery,
  LogQuery,
  KeyQuery,
  KeyRef,
  RenameKeyInput,
  SetValueInput,
  SetValuesInput,
  HttpRequestInput,
  HttpReplyView,
  InvokeInput,
  InvokeReply,
  SentCallQuery,
  SentCall,
  PinnedCall,
  UndoReply,
  VersionRange,
  ResetInput,
  ResetReply,
  RunInput,
  RunPrint,
  EgressQuestion,
  EgressAnswer,
} from "./studio-inputs.ts";

export * from "./studio-inputs.ts";

/** What a view can ask of the studio. Plain data in, plain data out; an `AbortSignal` last cancels. */
export interface StudioApi {
  project(): Promise<ProjectView>;
  component(name: string): Promise<ComponentView>;
  /** Reads the artefact again, even when it did not change. */
  reload(name: string): Promise<void>;
  /** Where every import of a component leads, or of all of them, in the order of project and world. */
  links(component?: string): Promise<readonly LinkView[]>;
  /** The imports of a component's build, checked for a host of this profile. @throws StudioError `component-not-ready` */
  contract(component: string, profile: string): Promise<readonly ImportView[]>;
  /** What wasi:config answers each component now, or one of them. */
  config(component?: string): Promise<readonly ConfigView[]>;
  /** Writes one value, and resolves when components get it. @throws StudioError `manifest-invalid`, `store-not-writable` */
  setConfig(input: SetConfigInput): Promise<void>;

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
  /** What a person sent or called by hand, newest first, as far as the journal has it. */
  sentCalls(query: SentCallQuery, signal?: AbortSignal): Promise<readonly SentCall[]>;
  pinnedCalls(): Promise<readonly PinnedCall[]>;
  /** Keeps a recorded call beyond the journal. @throws StudioError `request-invalid` when not all of it was recorded */
  pinCall(id: InvocationId): Promise<PinnedCall>;
  unpinCall(id: string): Promise<void>;
  /** Calls the `wasi:cli/run` of a component; it has no time limit. Resolves once what it printed was taken. */
  run(input: RunInput, signal?: AbortSignal): Promise<InvokeReply>;
  /**
   * What a run printed since the last call, as soon as there is any; empty: there is no more. Who calls `run` asks for
   * it until then: a run whose output nobody takes waits.
   */
  runOutput(run: string, signal?: AbortSignal): Promise<readonly RunPrint[]>;
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
  /** Writes into the project file that a pattern of sources starts no build; resolves when that counts. */
  ignoreInBuild(component: string, pattern: string): Promise<void>;
  /** Remembers that commands of this folder may be run, and runs those that waited for it. */
  trustFolder(): Promise<void>;
  /** What was read from another tool's files because there is no `vitrine.jsonc`; null where there is one. */
  importPlan(): Promise<ImportPlanView | null>;
  /** Writes the proposed `vitrine.jsonc`. Never over an existing one. */
  acceptImport(): Promise<void>;
  doctor(signal?: AbortSignal): Promise<DoctorReport>;
  templates(): Promise<readonly TemplateView[]>;
  /** What a component asks of this host, from its bytes: at most `MAX_CHECK_BYTES`. Nothing of it is run or kept. */
  check(name: string, bytes: Uint8Array): Promise<ContractReport>;

  /** Messages of wasmcloud:messaging, newest first. */
  messages(query: MessageQuery, signal?: AbortSignal): Promise<readonly MessageView[]>;
  /** @throws StudioError `request-invalid` when it is not kept any more. */
  message(id: MessageId): Promise<MessageView>;
  /** How many messages went to which subjects, as far as they are kept. A branch without messages does not come back. */
  subjects(query: SubjectQuery, signal?: AbortSignal): Promise<readonly SubjectBranchView[]>;
  subscriptions(): Promise<readonly SubscriptionView[]>;
  /** The messaging backends, in the order of the project file; also those that nobody subscribes to. */
  buses(): Promise<readonly BusView[]>;
  /** The message on the record. @throws StudioError `request-invalid`, saying why the broker does not take it. */
  publish(input: PublishInput): Promise<MessageId>;
  /**
   * The reply. @throws StudioError `request-invalid` when nobody listens or none came in time; its details carry the
   * `message` on the record, if it came so far.
   */
  requestMessage(input: RequestMessageInput, signal?: AbortSignal): Promise<BrokerReply>;
  clearMessages(): Promise<void>;
  /** By their names. */
  messageTemplates(): Promise<readonly MessageTemplate[]>;
  /** @throws StudioError `request-invalid` when another one has the name, or it is none that can be kept */
  saveMessageTemplate(input: SaveTemplateInput): Promise<MessageTemplate>;
  deleteMessageTemplate(id: string): Promise<void>;

  buckets(): Promise<readonly BucketView[]>;
  keys(query: KeyQuery, signal?: AbortSignal): Promise<readonly KeyView[]>;
  value(ref: KeyRef): Promise<ValueView>;
  /** Up to `VALUE_CHUNK_BYTES` of one version's bytes from `offset`. */
  readValue(version: VersionId, offset: number): Promise<Uint8Array>;
  setValue(input: SetValueInput): Promise<VersionId>;
  /** Writes all of them in one step, over what is there, or none. */
  setValues(input: SetValuesInput): Promise<readonly VersionId[]>;
  /** Deletes in one step; the returned versions are what `undo` takes. */
  deleteKeys(backend: string, bucket: string, keys: readonly string[]): Promise<readonly VersionId[]>;
  /** In one step, which `undo` takes back. @throws StudioError `state-conflict` when it changed, or the name is taken */
  renameKey(input: RenameKeyInput): Promise<readonly VersionId[]>;
  /** Puts back what was there before these versions, where nothing newer was written since. */
  undo(versions: readonly VersionId[]): Promise<UndoReply>;
  /**
   * Deletes all keys of a backend, or of every one, and fills it from its seed again; guests see nothing in between.
   * @throws StudioError `state-not-found` when there is no such backend
   */
  resetState(input: ResetInput): Promise<ResetReply>;
  /** As `undo`, for what a reset deleted and seeded. */
  undoReset(steps: readonly VersionRange[]): Promise<UndoReply>;

  containers(): Promise<ContainersView>;
  /** @throws StudioError `state-not-found`, as all that names a container or an object */
  objects(query: ObjectQuery, signal?: AbortSignal): Promise<readonly ObjectView[]>;
  object(ref: ObjectRef): Promise<ObjectDetail>;
  /** Versions are what `undo` takes, here and below. */
  changeContainer(input: ContainerChangeInput): Promise<readonly VersionId[]>;
  /**
   * Writes an object with what `objectBytes` brings, and resolves when all of it is there at once. Aborted, or without
   * its connection, it leaves nothing. @throws StudioError `state-conflict`
   */
  putObject(input: PutObjectInput, signal?: AbortSignal): Promise<VersionId>;
  /** At most `VALUE_CHUNK_BYTES` for an upload that was begun; null ends it. Resolves when there is room for more. */
  objectBytes(upload: string, bytes: Uint8Array | null): Promise<void>;
  deleteObjects(backend: string, container: string, names: readonly string[]): Promise<readonly VersionId[]>;
  /** In one step, over what is there. */
  copyObject(input: CopyObjectInput): Promise<readonly VersionId[]>;

  /** Secrets that the project file declares, in its order; never their values. */
  secrets(): Promise<readonly SecretView[]>;
  /** Who got which secret when, and where its bytes left a component; newest first. Nothing deletes any of it. */
  audit(query: AuditQuery, signal?: AbortSignal): Promise<readonly AuditView[]>;
  /** Shows a value to a person, once; the audit says so before. @throws StudioError `secret-not-found`, saying why */
  revealSecret(name: string): Promise<RevealedSecret>;

  /** Versions of one key, newest first; of an object: kind `container`, whose key is its name. */
  keyHistory(ref: KeyRef, limit: number): Promise<readonly ChangeView[]>;
}

/** What the studio tells of itself. State announced, never commands. */
export interface StudioEvents {
  /** Project, trigger, component or problem changed: the whole view, it is small. */
  "project-changed": ProjectView;
  /** At most ten times a second: invocations that began, went on or ended, in their newest form. */
  "invocations-changed": readonly InvocationSummary[];
  "logs-appended": readonly LogLine[];
  /** Buckets of every kind with new versions; at most ten times a second. */
  "state-changed": readonly { readonly backend: string; readonly kind: BucketKind; readonly bucket: string }[];
  "builds-changed": readonly BuildRunView[];
  /** All of them, newest first. */
  "pinned-calls-changed": readonly PinnedCall[];
  "build-printed": BuildPrinted;
  /** At most ten times a second: messages that came or went on, in their newest form, of their bodies the beginning. */
  "messages-changed": readonly MessageView[];
  "messages-cleared": null;
  /** All of them, by their names. */
  "message-templates-changed": readonly MessageTemplate[];
  "subscriptions-changed": readonly SubscriptionView[];
  "journal-cleared": null;
  /** All of them: the project file or a source changed. */
  "secrets-changed": readonly SecretView[];
  /** Names of components that get other values of wasi:config from now on. */
  "config-changed": readonly string[];
  /** At most ten times a second. */
  "audit-changed": AuditNews;
  /** While `doctor` runs. */
  "doctor-progressed": DoctorProgress;
  /** All that wait for an answer now. */
  "egress-questions-changed": readonly EgressQuestion[];
  /** The window read too slowly: so many events of these names were left out. What they told of is to be read again. */
  "events-skipped": Readonly<Record<string, number>>;
}

export const studioMethods = namesOf<StudioApi>()(
  "project",
  "component",
  "reload",
  "links",
  "contract",
  "config",
  "setConfig",
  "invocations",
  "invocation",
  "hostCalls",
  "logs",
  "kill",
  "clearJournal",
  "send",
  "invoke",
  "sentCalls",
  "pinnedCalls",
  "pinCall",
  "unpinCall",
  "run",
  "runOutput",
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
  "templates",
  "check",
  "attendEgress",
  "answerEgress",
  "messages",
  "message",
  "subjects",
  "subscriptions",
  "buses",
  "publish",
  "requestMessage",
  "clearMessages",
  "messageTemplates",
  "saveMessageTemplate",
  "deleteMessageTemplate",
  "buckets",
  "keys",
  "value",
  "readValue",
  "setValue",
  "setValues",
  "deleteKeys",
  "renameKey",
  "undo",
  "resetState",
  "undoReset",
  "containers",
  "objects",
  "object",
  "changeContainer",
  "putObject",
  "objectBytes",
  "deleteObjects",
  "copyObject",
  "secrets",
  "audit",
  "revealSecret",
  "keyHistory",
);
