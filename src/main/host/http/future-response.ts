import type { IoModules, Pollable } from "../io/index.ts";
import { resourceLabel } from "../resource-label.ts";
import { describeErrorCode, type ErrorCode } from "./error-code.ts";
import type { FutureValue } from "./incoming-body.ts";
import type { IncomingMessageClasses, ReceivedResponse } from "./incoming-message.ts";
import { ResourceStates } from "./resource-states.ts";

/** An answer that may not have arrived. */
export interface PendingResponse {
  /** What was asked for: `GET https://example.com/path`. */
  readonly label: string;
  /** The head of the answer, or why there is none; undefined until then. */
  outcome():
    | { readonly tag: "ok"; readonly val: ReceivedResponse }
    | { readonly tag: "err"; readonly val: ErrorCode }
    | undefined;
  /** Nobody wants the answer any more. */
  cancel(): void;
}

export interface FutureResponseClass {
  readonly FutureIncomingResponse: abstract new () => object;
  future(pending: PendingResponse): object;
}

/** `wasi:http/types` `resource future-incoming-response`. */
export function createFutureResponse(io: IoModules, messages: IncomingMessageClasses): FutureResponseClass {
  const futures = new ResourceStates<{ readonly pending: PendingResponse; taken: boolean }>("future-incoming-response");

  class FutureIncomingResponse {
    /** subscribe: func() -> pollable */
    subscribe(): Pollable {
      const { pending } = futures.of(this);
      return io.pollable({ ready: () => pending.outcome() !== undefined, deadlineNs: () => undefined }, this);
    }

    /** get: func() -> option<result<result<incoming-response, error-code>>> */
    get(): FutureValue<object> {
      const future = futures.of(this);
      const outcome = future.pending.outcome();
      if (outcome === undefined) return undefined;
      if (future.taken) return { tag: "err", val: undefined };
      future.taken = true;
      if (outcome.tag === "err") return { tag: "ok", val: outcome };
      return { tag: "ok", val: { tag: "ok", val: messages.response(outcome.val) } };
    }

    /** What was asked for, and what became of it as far as the guest could know. */
    [resourceLabel](): string {
      const future = futures.peek(this);
      if (future === undefined) return "";
      const { label } = future.pending;
      const outcome = future.taken ? future.pending.outcome() : undefined;
      if (outcome === undefined) return label;
      return `${outcome.tag === "ok" ? outcome.val.status : describeErrorCode(outcome.val)} ${label}`;
    }

    [Symbol.dispose](): void {
      const future = futures.end(this, io);
      if (future?.taken === false) future.pending.cancel();
    }
  }

  return {
    FutureIncomingResponse: FutureIncomingResponse as abstract new () => object,
    future: (pending) => futures.make(FutureIncomingResponse.prototype, { pending, taken: false }),
  };
}
