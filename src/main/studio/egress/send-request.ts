import { once } from "node:events";
import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { OutgoingHead } from "../../../shared/worker-protocol.ts";
import { request as httpRequest } from "../node-http.ts";
import type { OutwardPipe } from "../pool/pipes.ts";
import { failureOf, MAX_HEAD_BYTES } from "./error-codes.ts";
import { IdleTimer } from "./idle-timer.ts";
import { RequestFailure } from "./request-failure.ts";

export interface SendOptions {
  /** From the pipe that the guest writes; absent, there is none. */
  readonly body: OutwardPipe | undefined;
  /** How long the server may take while the request waits for it: to take more of the body, or to answer. */
  readonly firstByteMs: number;
}

/** A response whose head is there. */
export interface BegunResponse {
  readonly message: IncomingMessage;
  /** What broke it, once its body fails. */
  failure(error: unknown): RequestFailure;
}

/**
 * Sends one request over a connection made for it, its body at the pace of the slower side, and gives the response as
 * soon as its head is there; the body may still go on then. @throws RequestFailure
 */
export async function sendRequest(socket: Socket, head: OutgoingHead, options: SendOptions): Promise<BegunResponse> {
  const { body, firstByteMs } = options;
  const withBody = body !== undefined && !body.empty;
  const readBefore = socket.bytesRead;
  const request = openRequest(socket, head, withBody);
  let answered = false;
  let first: unknown;
  const phase = () => (answered ? "body" : socket.bytesRead > readBefore ? "head" : "request");
  const response = Promise.withResolvers<IncomingMessage>();
  const fail = (error: unknown) => {
    first ??= error;
    response.reject(failureOf(first, phase()));
    socket.destroy();
  };
  using timer = new IdleTimer(firstByteMs, () =>
    fail(new RequestFailure({ tag: "connection-read-timeout" }, "the server did not answer in time")),
  );
  request.on("response", (message) => {
    answered = true;
    // Whoever reads it hears of errors; one may come before anybody does.
    message.on("error", () => undefined);
    response.resolve(message);
  });
  request.on("upgrade", () =>
    fail(new RequestFailure({ tag: "HTTP-upgrade-failed" }, "the server changed the protocol")),
  );
  request.on("error", (error) => {
    first ??= error;
    // Of a response that has begun, its own stream tells the end.
    if (!answered) fail(error);
  });
  socket.once("close", () => fail(closed()));
  // While the guest makes up its mind about the next bytes, it is not the server that is slow.
  const waiting = { start: () => answered || timer.start(), stop: () => timer.stop() };
  const uploading = withBody ? upload(body, request, waiting) : finish(request, waiting);
  uploading.catch(fail);
  const message = await response.promise;
  // A response may be whole before the request is: nobody reads the rest of that.
  message.once("close", () => body?.cancel("the server answered and closed the connection"));
  return { message, failure: (error) => failureOf(first ?? error, "body") };
}

interface Waiting {
  start(): void;
  stop(): void;
}

function closed(): Error {
  return Object.assign(new Error("the server closed the connection"), { code: "ECONNRESET" });
}

function openRequest(socket: Socket, head: OutgoingHead, withBody: boolean): ClientRequest {
  try {
    const request = httpRequest({
      createConnection: () => socket,
      method: head.method,
      path: head.pathWithQuery,
      headers: fieldsOf(head, withBody).flat(),
      maxHeaderSize: MAX_HEAD_BYTES,
    });
    // Node would drop what is beyond, and say nothing.
    request.maxHeadersCount = 0;
    return request;
  } catch (cause) {
    socket.destroy();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RequestFailure({ tag: "HTTP-protocol-error" }, `HTTP cannot carry this request: ${why}`, { cause });
  }
}

/** Methods whose requests have no body unless they say so. */
const BODILESS: ReadonlySet<string> = new Set(["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"]);

/** The guest's fields, once each where HTTP wants that, and those of the connection. */
function fieldsOf({ authority, headers, method }: OutgoingHead, withBody: boolean): [string, string][] {
  const fields: [string, string][] = [
    ["Host", authority],
    ["Connection", "close"],
  ];
  let framed = false;
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (key === "content-length") {
      if (framed) continue;
      framed = true;
    }
    fields.push([name, value]);
  }
  if (withBody && !framed) fields.push(["Transfer-Encoding", "chunked"]);
  else if (!framed && !BODILESS.has(method)) fields.push(["Content-Length", "0"]);
  // Trailers only follow chunks; Node refuses to announce them elsewhere.
  return withBody && !framed ? fields : fields.filter(([name]) => name.toLowerCase() !== "trailer");
}

async function finish(request: ClientRequest, waiting: Waiting): Promise<void> {
  waiting.start();
  request.end();
}

async function upload(body: OutwardPipe, request: ClientRequest, waiting: Waiting): Promise<void> {
  // The head leaves now. Not by `flushHeaders`, which would send values as UTF-8 instead of the bytes they stand for.
  request.write(NOTHING);
  for (;;) {
    const next = await body.read();
    if (request.destroyed) return body.cancel("the connection was closed");
    if (next instanceof Uint8Array) {
      waiting.start();
      if (!request.write(next)) await drained(request);
      waiting.stop();
    } else if (next.kind === "finished") {
      // With a Content-Length there is no place for trailers on the wire: Node leaves them out, as other clients do.
      request.addTrailers((next.value as [string, string][] | undefined) ?? []);
      waiting.start();
      request.end();
      return;
    } else {
      throw new RequestFailure({ tag: "internal-error", val: next.reason }, next.reason);
    }
  }
}

const NOTHING = Buffer.alloc(0);

async function drained(request: ClientRequest): Promise<void> {
  const done = new AbortController();
  try {
    await Promise.race(["drain", "close"].map((event) => once(request, event, { signal: done.signal })));
  } finally {
    done.abort();
  }
}
