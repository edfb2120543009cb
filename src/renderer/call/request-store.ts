import type { HttpReplyView, StudioApi } from "../../shared/contract.ts";
import type { ProjectStore } from "../project/project-store.ts";
import { keep, readKept } from "../store/kept-in-browser.ts";
import { ValueStore } from "../store/value-store.ts";
import { defaultDraft, type HttpDraft, parseHistory, type SentRequest, toRequest } from "./http-draft.ts";

export interface RequestState {
  /** Newest first. */
  readonly history: readonly SentRequest[];
  readonly sending: boolean;
  /** What stands in the composer, once somebody wrote there. */
  readonly draft?: HttpDraft;
  /** What the last one brought. */
  readonly reply?: HttpReplyView;
  readonly error?: string;
}

const MAX_HISTORY = 50;

/** The requests a person sends from this window: what was sent last, what came back, and the history of the project. */
export class RequestStore extends ValueStore<RequestState> {
  readonly #api: StudioApi;
  readonly #project: ProjectStore;
  #historyKey: string | undefined;
  #abort: AbortController | undefined;

  constructor(api: StudioApi, project: ProjectStore) {
    super({ history: [], sending: false });
    this.#api = api;
    this.#project = project;
    project.subscribe(() => this.#loadHistory());
  }

  /** What "send again" sends: the last request whose component is still there, else a GET of the root. */
  next(): HttpDraft | undefined {
    const { project } = this.#project.get();
    if (project === undefined) return undefined;
    const names = new Set(project.components.map((component) => component.name));
    return this.get().history.find((sent) => names.has(sent.draft.component))?.draft ?? defaultDraft(project);
  }

  /** Sends; resolves with the response or rejects with why there was none. */
  async send(draft: HttpDraft): Promise<HttpReplyView> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { history: before, draft: composed } = this.get();
    this.set({ history: before, sending: true, ...(composed === undefined ? {} : { draft: composed }) });
    const at = Date.now();
    try {
      const reply = await this.#api.send(toRequest(draft), abort.signal);
      const sent = {
        draft,
        at,
        status: reply.status,
        ...(reply.invocation === undefined ? {} : { invocation: reply.invocation }),
      };
      this.#finish(abort, sent, { reply });
      return reply;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#finish(abort, { draft, at, error: message }, { error: message });
      throw error;
    }
  }

  /** Puts a request into the composer. */
  compose(draft: HttpDraft): void {
    this.set({ ...this.get(), draft });
  }

  /** Gives up waiting for the response; the studio ends the invocation. */
  cancel(): void {
    this.#abort?.abort();
  }

  clearHistory(): void {
    this.#remember([]);
  }

  #finish(abort: AbortController, sent: SentRequest, outcome: { reply: HttpReplyView } | { error: string }): void {
    const history = this.#remember([sent, ...this.get().history.filter((old) => !sameDraft(old.draft, sent.draft))]);
    if (this.#abort !== abort) return;
    const { draft } = this.get();
    this.set({ history, sending: false, ...(draft === undefined ? {} : { draft }), ...outcome });
  }

  #remember(history: readonly SentRequest[]): readonly SentRequest[] {
    const kept = history.slice(0, MAX_HISTORY);
    if (this.#historyKey !== undefined) keep(this.#historyKey, kept);
    this.set({ ...this.get(), history: kept });
    return kept;
  }

  #loadHistory(): void {
    const path = this.#project.get().project?.path;
    const key = path === undefined ? undefined : `requests.${path}`;
    if (key === undefined || key === this.#historyKey) return;
    this.#historyKey = key;
    this.set({ sending: false, history: readKept(key, parseHistory) ?? [] });
  }
}

function sameDraft(a: HttpDraft, b: HttpDraft): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
