import type { BrokerMessage, MessagingAnswer } from "../../../shared/worker-protocol.ts";
import type { HostContext, HostModule } from "../context.ts";
import { WitError } from "../wit-error.ts";
import type { PendingAnswer } from "./backend.ts";

const CONSUMER = "wasmcloud:messaging/consumer";

/** wasmcloud:messaging@0.2.0. Each call asks for the backend anew: a link name applies when a function is called. */
export function createMessaging(ctx: HostContext): Readonly<Record<"types" | "consumer", HostModule>> {
  return {
    types: {},
    consumer: {
      /** `publish: func(msg: broker-message) -> result<_, string>`; returns when the broker has the message. */
      publish: (message: BrokerMessage): void => {
        settled(ctx, ctx.messaging(CONSUMER).publish(copied(message)));
      },
      /** `request: func(subject: string, body: list<u8>, timeout-ms: u32) -> result<broker-message, string>` */
      request: (subject: string, body: Uint8Array, timeoutMs: number): BrokerMessage => {
        const reply = settled(ctx, ctx.messaging(CONSUMER).request(subject, body.slice(), timeoutMs)).message;
        if (reply === undefined) throw new Error("the broker answered a request without a reply");
        return reply;
      },
    },
  };
}

/** Waits with the guest's clock stopped. @throws WitError with the text of what went wrong. */
function settled(ctx: HostContext, pending: PendingAnswer): Extract<MessagingAnswer, { tag: "ok" }> {
  let answer = pending.answer();
  if (answer === undefined) {
    ctx.wait([{ ready: () => (answer = pending.answer()) !== undefined, deadlineNs: () => undefined }]);
  }
  if (answer === undefined) throw new Error("a wait for the broker ended without its answer");
  if (answer.tag === "err") throw new WitError<string>(answer.error);
  return answer;
}

/** The bytes may be a view of the guest's memory, which goes on to change. */
function copied({ subject, body, replyTo }: BrokerMessage): BrokerMessage {
  return { subject, body: body.slice(), ...(replyTo === undefined ? {} : { replyTo }) };
}
