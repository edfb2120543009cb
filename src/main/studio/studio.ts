import type {
  EgressAnswer,
  HostCallQuery,
  HttpReplyView,
  HttpRequestInput,
  InvocationQuery,
  InvokeInput,
  InvokeReply,
  KeyQuery,
  KeyRef,
  LogQuery,
  RunInput,
  SetValueInput,
  StudioApi,
  UndoReply,
} from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type {
  ComponentView,
  DoctorReport,
  ImportPlanView,
  InvocationDetail,
  InvocationId,
  ProjectView,
  VersionId,
} from "../../shared/model.ts";
import type { Journal } from "../journal/journal.ts";
import type { Builds } from "./build/builds.ts";
import type { Calls } from "./calls.ts";
import type { Components } from "./component/components.ts";
import type { EgressPolicy } from "./egress/egress-policy.ts";
import type { Importing } from "./import/importing.ts";
import type { Invocations } from "./invocation/invocations.ts";
import type { StateAccess } from "./state-access.ts";

/** Worker and studio read the clock at different moments, and one of them in whole milliseconds. */
const CLOCK_SLACK_MS = 1_000;

export interface StudioParts {
  readonly journal: Journal;
  readonly state: StateAccess;
  readonly components: Components;
  readonly invocations: Invocations;
  readonly calls: Calls;
  readonly egress: EgressPolicy;
  readonly builds: Builds;
  readonly importing: Importing;
  readonly doctor: () => Promise<DoctorReport>;
  readonly projectView: () => ProjectView;
  readonly onJournalCleared: () => void;
  readonly onStateEdited: () => void;
}

/** The service every window talks to: each method looks something up in the part that owns it. */
export class Studio implements StudioApi {
  readonly #parts: StudioParts;

  constructor(parts: StudioParts) {
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

  invocations(query: InvocationQuery, signal?: AbortSignal) {
    return this.#parts.journal.invocations(query, signal);
  }

  async invocation(id: InvocationId): Promise<InvocationDetail> {
    const { journal, state } = this.#parts;
    const found = await journal.invocation(id);
    if (found === undefined) {
      throw new StudioError(
        "request-invalid",
        `Invocation ${id} is not in the journal: it was never there, or retention or clearing removed it.`,
      );
    }
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

  run(input: RunInput, signal = never()): Promise<InvokeReply> {
    return this.#parts.calls.run(input, signal);
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
  }

  async trustFolder(): Promise<void> {
    this.#parts.builds.trust();
  }

  async importPlan(): Promise<ImportPlanView | null> {
    return this.#parts.importing.plan();
  }

  async acceptImport(): Promise<void> {
    this.#parts.importing.accept();
  }

  doctor(): Promise<DoctorReport> {
    return this.#parts.doctor();
  }

  buckets() {
    return this.#parts.state.buckets();
  }

  keys(query: KeyQuery, signal?: AbortSignal) {
    return this.#parts.state.keys(query, signal);
  }

  value(ref: KeyRef) {
    return this.#parts.state.value(ref);
  }

  readValue(version: VersionId, offset: number): Promise<Uint8Array> {
    return this.#parts.state.readValue(version, offset);
  }

  async setValue(input: SetValueInput): Promise<VersionId> {
    return this.#edited(await this.#parts.state.setValue(input));
  }

  async deleteKeys(backend: string, bucket: string, keys: readonly string[]): Promise<readonly VersionId[]> {
    return this.#edited(await this.#parts.state.deleteKeys(backend, bucket, keys));
  }

  async undo(versions: readonly VersionId[]): Promise<UndoReply> {
    return this.#edited(await this.#parts.state.undo(versions));
  }

  keyHistory(ref: KeyRef, limit: number) {
    return this.#parts.state.keyHistory(ref, limit);
  }

  #edited<T>(result: T): T {
    this.#parts.onStateEdited();
    return result;
  }
}

/** For callers inside the studio that never give up. */
function never(): AbortSignal {
  return new AbortController().signal;
}
