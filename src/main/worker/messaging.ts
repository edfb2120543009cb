import type { MessagingBackend, PendingAnswer } from "../host/messaging/backend.ts";
import type { InvocationId } from "../../shared/model.ts";
import type { FromWorker, MessagingAnswer, MessagingRequest, ToWorker } from "../../shared/worker-protocol.ts";

type Answered = Extract<ToWorker, { t: "messaging" }>;

/** The worker's end of messaging: the brokers stand in the studio, which answers every message and request once. */
export class WorkerMessaging {
  readonly #post: (message: FromWorker) => void;
  readonly #open = new Map<number, (answer: MessagingAnswer) => void>();
  #invocation: InvocationId = 0;
  #lastCall = 0;

  constructor(post: (message: FromWorker) => void) {
    this.#post = post;
  }

  begin(invocation: InvocationId): void {
    this.#invocation = invocation;
    this.#open.clear();
  }

  /** `component`: who asks, unless it is the invocation's own. */
  backend(name: string, component?: string): MessagingBackend {
    const by = component === undefined ? {} : { component };
    return {
      publish: (message) => this.#send({ kind: "publish", backend: name, message, ...by }),
      request: (subject, body, timeoutMs) =>
        this.#send({ kind: "request", backend: name, subject, body, timeoutMs, ...by }),
    };
  }

  /** Late answers for an earlier invocation find nobody. */
  deliver({ call, answer }: Answered): void {
    this.#open.get(call)?.(answer);
    this.#open.delete(call);
  }

  #send(request: MessagingRequest): PendingAnswer {
    const call = ++this.#lastCall;
    let answered: MessagingAnswer | undefined;
    this.#open.set(call, (answer) => {
      answered = answer;
    });
    this.#post({ t: "messaging", id: this.#invocation, call, request });
    return { answer: () => answered };
  }
}
