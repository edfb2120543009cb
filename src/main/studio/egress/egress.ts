import type { Socket } from "node:net";
import type { InvocationId } from "../../../shared/model.ts";
import { MAX_OUTGOING_CALLS, type OutgoingAnswer } from "../../../shared/worker-protocol.ts";
import type { OutgoingMessage } from "../pool/guest-thread.ts";
import type { StudioPipes } from "../pool/pipes.ts";
import type { Destination } from "./destination.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import { performCall } from "./outgoing-call.ts";
import { RequestFailure } from "./request-failure.ts";

/** The running invocation that makes requests. */
export interface EgressGuest {
  readonly component: string;
  readonly invocation: InvocationId;
  /** How many invocations wait for this one: 0 for one that no request of ours made happen. */
  readonly depth: number;
  readonly pipes: StudioPipes;
  answer(call: number, answer: OutgoingAnswer): void;
}

/** The invocation on whose behalf a connection to ourselves was made. */
export interface RequestOrigin {
  readonly invocation: InvocationId;
  readonly depth: number;
  /** Ends the request with `loop-detected`. */
  refuseAsLoop(): void;
}

/** Every outgoing request of every guest passes here. */
export class Egress {
  readonly #policy: EgressPolicy;
  /** By the client's end of the connection, as a server of ours sees it. */
  readonly #connections = new Map<string, RequestOrigin>();

  constructor(policy: EgressPolicy) {
    this.#policy = policy;
  }

  /** Serves the requests of one invocation until disposed, which aborts those that are not over. */
  open(guest: EgressGuest): EgressSession {
    return new EgressSession(guest, this.#policy, this.#connections);
  }

  /** Who made the request that came in from this client (`127.0.0.1:53412`), if it was one of our guests. */
  originOf(client: string): RequestOrigin | undefined {
    return this.#connections.get(comparable(client));
  }
}

export class EgressSession implements Disposable {
  readonly #guest: EgressGuest;
  readonly #policy: EgressPolicy;
  readonly #connections: Map<string, RequestOrigin>;
  readonly #calls = new Map<number, AbortController>();

  constructor(guest: EgressGuest, policy: EgressPolicy, connections: Map<string, RequestOrigin>) {
    this.#guest = guest;
    this.#policy = policy;
    this.#connections = connections;
  }

  receive(message: OutgoingMessage): void {
    if (message.t === "outgoing") void this.#perform(message);
    else this.#calls.get(message.call)?.abort(new RequestFailure({ tag: "internal-error", val: DROPPED }, DROPPED));
  }

  [Symbol.dispose](): void {
    for (const call of this.#calls.values()) call.abort(new RequestFailure({ tag: "connection-terminated" }, OVER));
    this.#policy.forget(this.#guest.invocation);
  }

  async #perform({
    call,
    request: head,
    component = this.#guest.component,
  }: Extract<OutgoingMessage, { t: "outgoing" }>): Promise<void> {
    const { pipes, invocation } = this.#guest;
    const answer = (given: OutgoingAnswer) => this.#guest.answer(call, given);
    const requestBody = head.hasBody ? pipes.fromGuest(() => undefined, -call) : undefined;
    if (this.#calls.size >= MAX_OUTGOING_CALLS) {
      requestBody?.cancel("too many requests are under way");
      answer({ tag: "err", error: { tag: "connection-limit-reached" } });
      pipes.forget(-call);
      return;
    }
    const aborter = new AbortController();
    this.#calls.set(call, aborter);
    const { signal } = aborter;
    const asked = (to: Destination) => ({ component, invocation, method: head.method, to, path: head.pathWithQuery });
    await performCall({
      head,
      requestBody,
      responseBody: pipes.toGuest(-call),
      signal,
      permit: (to) => this.#policy.permit(asked(to), signal),
      onConnected: (socket) => this.#track(socket, aborter),
      answer,
    });
    this.#calls.delete(call);
    pipes.forget(-call);
  }

  #track(socket: Socket, aborter: AbortController): () => void {
    const { invocation, depth } = this.#guest;
    const key = comparable(`${socket.localAddress ?? ""}:${socket.localPort ?? 0}`);
    this.#connections.set(key, {
      invocation,
      depth,
      refuseAsLoop: () => aborter.abort(new RequestFailure({ tag: "loop-detected" }, LOOP)),
    });
    return () => this.#connections.delete(key);
  }
}

const DROPPED = "nobody wanted the answer";
const OVER = "the invocation is over";
const LOOP = "the request came back to this project too many times";

/** Without brackets, and an IPv4 address as such also where a socket of IPv6 shows it. */
function comparable(client: string): string {
  return client.replaceAll(/[[\]]/g, "").replace(/^::ffff:(?=\d+\.)/, "");
}
