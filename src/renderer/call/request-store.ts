import type { HttpReplyView, StudioApi } from "../../shared/contract.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import type { ProjectStore } from "../project/project-store.ts";
import { repeatableRequest } from "../repeat/repeat-http.ts";
import { ValueStore } from "../store/value-store.ts";
import { defaultDraft, type HttpDraft, toRequest } from "./http-draft.ts";

export interface RequestState {
  /** The request that is on its way. */
  readonly sending?: HttpDraft;
  /** What stands in the composer, once somebody wrote there. */
  readonly draft?: HttpDraft;
  /** What was sent last, in this window or before. */
  readonly last?: HttpDraft;
  /** What the last one brought. */
  readonly reply?: HttpReplyView;
  readonly error?: string;
}

/** So many requests of the record are looked at for one that can be sent again. */
const MAX_LOOKED_AT = 5;

/** The requests a person sends from this window: what was sent last, and what came back. */
export class RequestStore extends ValueStore<RequestState> {
  readonly #api: StudioApi;
  readonly #project: ProjectStore;
  readonly #stop: () => void;
  #abort: AbortController | undefined;

  constructor(session: StudioSession, project: ProjectStore) {
    super({});
    this.#api = session.api;
    this.#project = project;
    this.#stop = session.onReady(() => void this.#readLast());
  }

  /** What "send again" sends: the last request whose component is still there, else a GET of the root. */
  next(): HttpDraft | undefined {
    const { project } = this.#project.get();
    const { last } = this.get();
    if (project === undefined) return undefined;
    const isThere = last !== undefined && project.components.some(({ name }) => name === last.component);
    return isThere ? last : defaultDraft(project);
  }

  /** Why the request on its way has not begun: the component that is not ready to serve yet, and its state. */
  waitsFor(): { readonly component: string; readonly state: string } | undefined {
    const { sending } = this.get();
    const found = this.#project.get().project?.components.find(({ name }) => name === sending?.component);
    return found === undefined || found.build !== undefined ? undefined : { component: found.name, state: found.state };
  }

  /** Sends; resolves with the response or rejects with why there was none. */
  async send(draft: HttpDraft): Promise<HttpReplyView> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { draft: composed } = this.get();
    this.set({ sending: draft, last: draft, ...(composed === undefined ? {} : { draft: composed }) });
    try {
      const reply = await this.#api.send(toRequest(draft), abort.signal);
      this.#finish(abort, { reply });
      return reply;
    } catch (error) {
      this.#finish(abort, { error: error instanceof Error ? error.message : String(error) });
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

  dispose(): void {
    this.#stop();
  }

  #finish(abort: AbortController, outcome: { reply: HttpReplyView } | { error: string }): void {
    if (this.#abort !== abort) return;
    const { sending: _sending, reply: _reply, error: _error, ...rest } = this.get();
    this.set({ ...rest, ...outcome });
  }

  /** From the record, so that another browser, another port or the app finds it as well. */
  async #readLast(): Promise<void> {
    if (this.get().last !== undefined) return;
    try {
      for (const { id } of await this.#api.sentCalls({ kind: "http", limit: MAX_LOOKED_AT })) {
        const again = repeatableRequest(await this.#api.invocation(id));
        if (again?.draft === undefined || again.incomplete !== undefined) continue;
        if (this.get().last === undefined) this.set({ ...this.get(), last: again.draft });
        return;
      }
    } catch {
      // Without it there is a GET of the root to begin with.
    }
  }
}
