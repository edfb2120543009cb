import { subjectFault, subjectMatches } from "../../../shared/subject.ts";
import type { BrokerMessage, MessagingAnswer } from "../../../shared/worker-protocol.ts";
import type { MessagingBackend } from "./backend.ts";

/** A broker in the heap, only to show that the suite asks nothing of a studio. Handlers run at once. */
export class HeapMessaging implements MessagingBackend {
  readonly #listeners: { readonly pattern: string; readonly handle: (message: BrokerMessage) => void }[] = [];
  readonly #inboxes = new Map<string, (reply: BrokerMessage) => void>();
  #lastInbox = 0;

  listen(pattern: string, handle: (message: BrokerMessage) => void): void {
    this.#listeners.push({ pattern, handle });
  }

  publish(message: BrokerMessage) {
    const fault = subjectFault(message.subject);
    if (fault !== undefined) return answered({ tag: "err", error: `invalid subject: ${fault}` });
    const inbox = this.#inboxes.get(message.subject);
    inbox?.(message);
    if (inbox === undefined) for (const { handle } of this.#heard(message.subject)) handle(message);
    return answered({ tag: "ok" });
  }

  request(subject: string, body: Uint8Array, timeoutMs: number) {
    const fault = subjectFault(subject);
    if (fault !== undefined) return answered({ tag: "err", error: `invalid subject: ${fault}` });
    const heard = this.#heard(subject);
    if (heard.length === 0) return answered({ tag: "err", error: "no responders" });
    const replyTo = `_INBOX.${++this.#lastInbox}`;
    let answer: MessagingAnswer | undefined;
    const timer = setTimeout(() => (answer ??= { tag: "err", error: "request timed out" }), timeoutMs);
    this.#inboxes.set(replyTo, (message) => {
      clearTimeout(timer);
      this.#inboxes.delete(replyTo);
      answer ??= { tag: "ok", message };
    });
    for (const { handle } of heard) handle({ subject, body, replyTo });
    return { answer: () => answer };
  }

  #heard(subject: string) {
    return this.#listeners.filter(({ pattern }) => subjectMatches(pattern, subject));
  }
}

function answered(answer: MessagingAnswer) {
  return { answer: () => answer };
}
