import type { Egress, OutgoingExchange } from "../host/context.ts";
import type { InvocationId } from "../../shared/model.ts";
import {
  type FromWorker,
  MAX_OUTGOING_CALLS,
  type OutgoingAnswer,
  type OutgoingHead,
  type ToWorker,
} from "../../shared/worker-protocol.ts";
import type { WorkerPipes } from "./pipes.ts";

type Answered = Extract<ToWorker, { t: "outgoing" }>;

/** The worker's end of outgoing requests: sends their heads to the studio and keeps its answers for the guest. */
export class WorkerEgress implements Egress {
  readonly #post: (message: FromWorker) => void;
  readonly #pipes: WorkerPipes;
  readonly #open = new Map<number, (answer: OutgoingAnswer) => void>();
  #invocation: InvocationId = 0;
  #lastCall = 0;
  #drain: () => void = () => undefined;

  constructor(post: (message: FromWorker) => void, pipes: WorkerPipes) {
    this.#post = post;
    this.#pipes = pipes;
  }

  /** `drain` takes in what has arrived on the port: a guest that asks again and again without waiting must see it. */
  attach(drain: () => void): void {
    this.#drain = drain;
  }

  begin(invocation: InvocationId): void {
    this.#invocation = invocation;
    this.#open.clear();
  }

  /** `component`: who asks, unless it is the invocation's own. */
  send(request: OutgoingHead, component?: string): OutgoingExchange {
    const id = this.#invocation;
    if (this.#open.size >= MAX_OUTGOING_CALLS) this.#drain();
    // A guest that asks faster than it is answered would fill the memory of the studio with its messages.
    if (this.#open.size >= MAX_OUTGOING_CALLS) return REFUSED;
    const call = ++this.#lastCall;
    const pipes = this.#pipes;
    const responseBody = pipes.reader(-call);
    let answered: OutgoingAnswer | undefined;
    this.#open.set(call, (answer) => {
      answered = answer;
    });
    this.#post({ t: "outgoing", id, call, request, ...(component === undefined ? {} : { component }) });
    return {
      answer: () => {
        if (answered === undefined) this.#drain();
        return answered;
      },
      get requestBody() {
        return pipes.writer(-call);
      },
      responseBody,
      drop: () => this.#post({ t: "outgoing-dropped", id, call }),
    };
  }

  /** Late answers for an earlier invocation find nobody. */
  deliver({ call, answer }: Answered): void {
    this.#open.get(call)?.(answer);
    this.#open.delete(call);
    if (answer.tag === "err") this.#pipes.forget(-call);
  }
}

/** A request that does not leave this worker. */
const REFUSED: OutgoingExchange = {
  answer: () => ({ tag: "err", error: { tag: "connection-limit-reached" } }),
  requestBody: {
    permit: () => 0,
    write: () => undefined,
    flushed: () => true,
    finish: () => undefined,
    fail: () => undefined,
    closed: "too many requests are under way",
  },
  responseBody: { take: () => new Uint8Array(0), ready: () => true, end: undefined, cancel: () => undefined },
  drop: () => undefined,
};
