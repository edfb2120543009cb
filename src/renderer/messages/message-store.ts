import type { StudioApi } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { BrokerReply, MessageId } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { draftBytes } from "../keyvalue/draft.ts";
import { ValueStore } from "../store/value-store.ts";
import { type MessageDraft, faultsOf } from "./message-draft.ts";

export interface MessageState {
  /** What stands in the composer, once somebody wrote there. */
  readonly draft?: MessageDraft;
  /** What is to be kept under a name that a person is asked for. */
  readonly saving?: MessageDraft;
  /** A request that waits for its reply. */
  readonly sending?: MessageDraft;
  /** What became of the last one. */
  readonly sent?: Sent;
}

export type Sent = {
  readonly draft: MessageDraft;
  /** Where it is on the record. Absent: it did not come so far. */
  readonly message?: MessageId;
} & ({ readonly reply?: BrokerReply } | { readonly error: string });

/** The messages a person sends from this window: what is being written, and what came back. */
export class MessageStore extends ValueStore<MessageState> {
  readonly #api: StudioApi;
  #abort: AbortController | undefined;

  constructor(session: StudioSession) {
    super({});
    this.#api = session.api;
  }

  compose(draft: MessageDraft): void {
    this.set({ ...this.get(), draft });
  }

  /** Asks for a name to keep it under. */
  askName(saving: MessageDraft): void {
    this.set({ ...this.get(), saving });
  }

  /** Nobody is asked any more. Kept as `name`, what stands in the composer goes on as that template. */
  nameAsked(name?: string): void {
    const { saving, ...state } = this.get();
    const kept = name !== undefined && saving !== undefined && saving === state.draft;
    this.set(kept ? { ...state, draft: { ...saving, template: name } } : state);
  }

  /** Gives up waiting for the reply. */
  cancel(): void {
    this.#abort?.abort();
  }

  /** Sends; what became of it is in the state. A draft with faults is not sent. */
  async send(draft: MessageDraft): Promise<Sent | undefined> {
    const { bus: backend, kind, subject, replyTo, timeoutMs } = draft;
    const bytes = draftBytes(draft.body.text, draft.body.form);
    if (!bytes.ok || Object.keys(faultsOf(draft)).length > 0) return undefined;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    const { sent: _before, ...state } = this.get();
    this.set({ ...state, sending: draft });
    const message = { backend, subject, body: bytes.bytes };
    try {
      if (kind === "publish") {
        const to = replyTo === "" ? {} : { replyTo };
        return this.#finish(abort, { draft, message: await this.#api.publish({ ...message, ...to }) });
      }
      const reply = await this.#api.requestMessage({ ...message, timeoutMs: Number(timeoutMs) }, abort.signal);
      return this.#finish(abort, { draft, message: reply.request, reply });
    } catch (error) {
      const id = error instanceof StudioError ? error.details?.["message"] : undefined;
      const known = typeof id === "number" ? { message: id } : {};
      const why = abort.signal.aborted
        ? "You gave up waiting."
        : error instanceof Error
          ? error.message
          : String(error);
      return this.#finish(abort, { draft, ...known, error: why });
    }
  }

  #finish(abort: AbortController, sent: Sent): Sent {
    if (this.#abort === abort) {
      const { sending: _sending, ...state } = this.get();
      this.set({ ...state, sent });
    }
    return sent;
  }
}
