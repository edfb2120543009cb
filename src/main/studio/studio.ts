import {
  type EgressAnswer,
  type HostCallQuery,
  type HttpReplyView,
  type HttpRequestInput,
  type InvocationQuery,
  type InvokeInput,
  type InvokeReply,
  type LogQuery,
  type RunInput,
  type RunPrint,
  type StudioApi,
  type SentCallQuery,
  MAX_CHECK_BYTES,
} from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type {
  ComponentView,
  ConfigView,
  ContractReport,
  DoctorReport,
  ImportPlanView,
  ImportView,
  InvocationDetail,
  InvocationId,
  LinkView,
  MessageId,
  MessageQuery,
  MessageView,
  ProjectView,
  TemplateView,
  PublishInput,
  RequestMessageInput,
  SaveTemplateInput,
  SetConfigInput,
  SubjectQuery,
} from "../../shared/model.ts";
import type { Journal } from "../journal/journal.ts";
import type { Builds } from "./build/builds.ts";
import type { Calls } from "./calls.ts";
import type { CheckOptions } from "./component/check-file.ts";
import type { Components } from "./component/components.ts";
import { importsFor, requireProfile } from "./component/profile-check.ts";
import type { ProjectConfig } from "./config/project-config.ts";
import type { EgressPolicy } from "./egress/egress-policy.ts";
import type { Importing } from "./import/importing.ts";
import type { Invocations } from "./invocation/invocations.ts";
import type { MessageTemplates } from "./messaging/message-templates.ts";
import type { Messaging } from "./messaging/messaging.ts";
import { reportOfBytes } from "./desk/contract-report.ts";
import type { PinnedCalls } from "./pinned-calls.ts";
import { type StateParts, StateMethods } from "./state-methods.ts";

/** Worker and studio read the clock at different moments, and one of them in whole milliseconds. */
const CLOCK_SLACK_MS = 1_000;

export interface StudioParts extends StateParts {
  readonly journal: Journal;
  readonly components: Components;
  readonly invocations: Invocations;
  readonly calls: Calls;
  readonly egress: EgressPolicy;
  readonly messaging: Messaging;
  readonly builds: Builds;
  readonly config: ProjectConfig;
  readonly importing: Importing;
  readonly doctor: (signal: AbortSignal) => Promise<DoctorReport>;
  readonly templates: () => Promise<readonly TemplateView[]>;
  readonly links: (component: string | undefined) => Promise<readonly LinkView[]>;
  readonly pinnedCalls: PinnedCalls;
  readonly messageTemplates: MessageTemplates;
  /** How a component from outside is checked. */
  readonly checkOptions: () => CheckOptions;
  readonly projectView: () => ProjectView;
  readonly onJournalCleared: () => void;
  readonly onMessagesCleared: () => void;
  /** Resolves when what was written counts. */
  readonly onProjectFileWritten: () => Promise<void>;
}

/** The service every window talks to: each method looks something up in the part that owns it. */
export class Studio extends StateMethods implements StudioApi {
  readonly #parts: StudioParts;

  constructor(parts: StudioParts) {
    super(parts);
    this.#parts = parts;
  }

  async project(): Promise<ProjectView> {
    return this.#parts.projectView();
  }

  async component(name: string): Promise<ComponentView> {
    return this.#parts.components.view(name);
  }

  async reload(name: string): Promise<void> {
    await this.#parts.components.get(name).load(true);
  }

  /** A call from a view ends with its signal, also where the component is left out. */
  links(component?: string | AbortSignal): Promise<readonly LinkView[]> {
    return this.#parts.links(typeof component === "string" ? component : undefined);
  }

  invocations(query: InvocationQuery, signal?: AbortSignal) {
    return this.#parts.journal.invocations(query, signal);
  }

  async invocation(id: InvocationId): Promise<InvocationDetail> {
    const { state } = this.#parts;
    const found = await this.#recorded(id);
    const changed =
      found.changes === 0 && found.outcome !== undefined
        ? []
        : await state.changesOf(id, found.startedAt - CLOCK_SLACK_MS);
    const { versions: _versions, ...detail } = found;
    return { ...detail, changed };
  }

  hostCalls(query: HostCallQuery, signal?: AbortSignal) {
    return this.#parts.journal.hostCalls(query, signal);
  }

  logs(query: LogQuery, signal?: AbortSignal) {
    return this.#parts.journal.logs(query, signal);
  }

  async kill(id: InvocationId): Promise<void> {
    this.#parts.invocations.kill(id);
  }

  async clearJournal(): Promise<void> {
    await this.#parts.journal.clear();
    this.#parts.onJournalCleared();
  }

  send(request: HttpRequestInput, signal = never()): Promise<HttpReplyView> {
    return this.#parts.calls.send(request, signal);
  }

  invoke(input: InvokeInput, signal = never()): Promise<InvokeReply> {
    return this.#parts.calls.invoke(input, signal);
  }

  sentCalls(query: SentCallQuery, signal?: AbortSignal) {
    return this.#parts.journal.sentCalls(query, signal);
  }

  async pinnedCalls() {
    return this.#parts.pinnedCalls.list();
  }

  async pinCall(id: InvocationId) {
    return this.#parts.pinnedCalls.pin(await this.#recorded(id));
  }

  async unpinCall(id: string): Promise<void> {
    this.#parts.pinnedCalls.unpin(id);
  }

  run(input: RunInput, signal = never()): Promise<InvokeReply> {
    return this.#parts.calls.run(input, signal);
  }

  runOutput(run: string, signal = never()): Promise<readonly RunPrint[]> {
    return this.#parts.calls.runOutput(run, signal);
  }

  runInput(run: string, bytes: Uint8Array | null): Promise<void> {
    return this.#parts.calls.runInput(run, bytes);
  }

  attendEgress(signal = never()): Promise<void> {
    return this.#parts.egress.attend(signal);
  }

  async answerEgress(question: number, answer: EgressAnswer): Promise<void> {
    this.#parts.egress.answer(question, answer);
  }

  async builds() {
    return this.#parts.builds.views();
  }

  build(component: string) {
    return this.#parts.builds.build(component);
  }

  cancelBuild(component: string): Promise<void> {
    return this.#parts.builds.cancel(component);
  }

  async buildOutput(component: string) {
    return this.#parts.builds.output(component);
  }

  async ignoreInBuild(component: string, pattern: string): Promise<void> {
    this.#parts.builds.ignore(component, pattern);
    await this.#parts.onProjectFileWritten();
  }

  async trustFolder(): Promise<void> {
    this.#parts.builds.trust();
  }

  async contract(component: string, profile: string): Promise<readonly ImportView[]> {
    const { components, checkOptions } = this.#parts;
    return importsFor(await components.build(component), checkOptions().profile, requireProfile(profile));
  }

  config(component?: string | AbortSignal): Promise<readonly ConfigView[]> {
    return this.#parts.config.views(typeof component === "string" ? component : undefined);
  }

  async setConfig(input: SetConfigInput): Promise<void> {
    this.#parts.config.set(input);
    await this.#parts.onProjectFileWritten();
  }

  async importPlan(): Promise<ImportPlanView | null> {
    return this.#parts.importing.plan();
  }

  async acceptImport(): Promise<void> {
    this.#parts.importing.accept();
    await this.#parts.onProjectFileWritten();
  }

  doctor(signal = never()): Promise<DoctorReport> {
    return this.#parts.doctor(signal);
  }

  messages(query: MessageQuery, signal?: AbortSignal) {
    this.#parts.messaging.flush();
    return this.#parts.journal.listMessages(query, signal);
  }

  subjects(query: SubjectQuery, signal?: AbortSignal) {
    this.#parts.messaging.flush();
    return this.#parts.journal.subjects(query, signal);
  }

  async message(id: MessageId): Promise<MessageView> {
    this.#parts.messaging.flush();
    const found = await this.#parts.journal.message(id);
    if (found !== undefined) return found;
    throw new StudioError(
      "request-invalid",
      `Message ${id} is not in the journal: it was never there, or retention or clearing removed it.`,
    );
  }

  async subscriptions() {
    return this.#parts.messaging.subscriptions();
  }

  async buses() {
    return this.#parts.messaging.buses();
  }

  async publish(input: PublishInput) {
    return this.#parts.messaging.publish(input);
  }

  requestMessage(input: RequestMessageInput, signal = never()) {
    return this.#parts.messaging.request(input, signal);
  }

  async clearMessages(): Promise<void> {
    this.#parts.messaging.flush();
    await this.#parts.journal.clearMessages();
    this.#parts.onMessagesCleared();
  }

  async messageTemplates() {
    return this.#parts.messageTemplates.list();
  }

  async saveMessageTemplate(input: SaveTemplateInput) {
    return this.#parts.messageTemplates.save(input);
  }

  async deleteMessageTemplate(id: string): Promise<void> {
    this.#parts.messageTemplates.delete(id);
  }

  async templates() {
    return this.#parts.templates();
  }

  async check(name: string, bytes: Uint8Array): Promise<ContractReport> {
    if (bytes.length > MAX_CHECK_BYTES) {
      throw new StudioError(
        "request-invalid",
        `${name} is larger than the ${MAX_CHECK_BYTES / 1024 / 1024} MiB that can be sent to be checked. In a terminal: vitrine check FILE`,
      );
    }
    return reportOfBytes(name, bytes, this.#parts.checkOptions());
  }

  /** @throws StudioError `request-invalid` */
  async #recorded(id: InvocationId) {
    const found = await this.#parts.journal.invocation(id);
    if (found !== undefined) return found;
    throw new StudioError(
      "request-invalid",
      `Invocation ${id} is not in the journal: it was never there, or retention or clearing removed it.`,
    );
  }
}

/** For callers inside the studio that never give up. */
function never(): AbortSignal {
  return new AbortController().signal;
}
