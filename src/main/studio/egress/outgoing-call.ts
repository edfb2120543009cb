import type { Socket } from "node:net";
import type { OutgoingAnswer, OutgoingHead } from "../../../shared/worker-protocol.ts";
import type { InwardPipe, OutwardPipe } from "../pool/pipes.ts";
import { connect } from "./connect.ts";
import { type Destination, parseDestination } from "./destination.ts";
import { failureOf } from "./error-codes.ts";
import { IdleTimer } from "./idle-timer.ts";
import { RequestFailure } from "./request-failure.ts";
import { type BegunResponse, sendRequest } from "./send-request.ts";

export interface OutgoingCallOptions {
  readonly head: OutgoingHead;
  readonly requestBody: OutwardPipe | undefined;
  readonly responseBody: InwardPipe;
  /** Aborts with the invocation, or when nobody wants the answer. */
  readonly signal: AbortSignal;
  /** Waits until the request may leave. @throws RequestFailure when it may not. */
  readonly permit: (to: Destination) => Promise<void>;
  /** The connection is there; the returned function runs when it is over. */
  readonly onConnected: (socket: Socket) => () => void;
  /** Called once. */
  readonly answer: (answer: OutgoingAnswer) => void;
}

/** What real hosts allow where the guest asks for nothing else. */
const DEFAULT_TIMEOUT_MS = 600_000;

/** Performs one request of a guest from the question whether it may to the end of the response. Never rejects. */
export async function performCall(options: OutgoingCallOptions): Promise<void> {
  const { head, requestBody, responseBody, signal, answer } = options;
  using stack = new DisposableStack();
  let response: BegunResponse;
  try {
    const to = parseDestination(head);
    await options.permit(to);
    signal.throwIfAborted();
    const socket = await connect(to, { timeoutMs: head.timeouts.connectMs ?? DEFAULT_TIMEOUT_MS, signal });
    stack.defer(() => socket.destroy());
    stack.defer(options.onConnected(socket));
    const onAbort = () => socket.destroy();
    signal.addEventListener("abort", onAbort, { once: true });
    stack.defer(() => signal.removeEventListener("abort", onAbort));
    signal.throwIfAborted();
    const firstByteMs = head.timeouts.firstByteMs ?? DEFAULT_TIMEOUT_MS;
    response = await sendRequest(socket, head, { body: requestBody, firstByteMs });
  } catch (error) {
    // What ended the connection from our side says more than how the connection noticed.
    const { code, message } = failureOf(signal.aborted ? signal.reason : error, "request");
    // Before the answer: with it, the guest forgets the pipes.
    requestBody?.cancel(message);
    answer({ tag: "err", error: code });
    return;
  }
  const { statusCode = 0, rawHeaders } = response.message;
  answer({ tag: "ok", status: statusCode, headers: pairs(rawHeaders) });
  await receive(response, responseBody, head.timeouts.betweenBytesMs ?? DEFAULT_TIMEOUT_MS);
  requestBody?.cancel("the response is over");
}

/** Response body: server → guest, as fast as the guest takes it; only the server's time counts. */
async function receive(response: BegunResponse, to: InwardPipe, betweenBytesMs: number): Promise<void> {
  const { message } = response;
  let late: RequestFailure | undefined;
  using timer = new IdleTimer(betweenBytesMs, () => {
    late = new RequestFailure({ tag: "connection-read-timeout" }, "the server paused for too long");
    message.destroy(late);
  });
  to.onClosed = () => message.destroy();
  try {
    timer.start();
    for await (const chunk of message) {
      timer.stop();
      await to.write(chunk as Buffer);
      timer.start();
    }
    if (!message.complete) throw new RequestFailure({ tag: "HTTP-response-incomplete" }, "the response was cut off");
    to.finish(pairs(message.rawTrailers));
  } catch (error) {
    const { code, message: reason } = late ?? response.failure(error);
    to.fail(reason, code);
  }
}

function pairs(raw: readonly string[]): [string, string][] {
  const list: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) list.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return list;
}
