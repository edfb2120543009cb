import type { BrokerMessage, MessagingAnswer } from "../../../shared/worker-protocol.ts";

/** The backend of wasmcloud:messaging: a way to one broker. Neither call waits. */
export interface MessagingBackend {
  /** Answered once the broker has taken the message or refused it. */
  publish(message: BrokerMessage): PendingAnswer;
  /** Answered with the first reply; with an error when nobody listens, and after `timeoutMs`. */
  request(subject: string, body: Uint8Array, timeoutMs: number): PendingAnswer;
}

export interface PendingAnswer {
  /** Undefined until it is there. */
  answer(): MessagingAnswer | undefined;
}
