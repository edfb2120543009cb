import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { HeaderList, ResponseBody } from "./invoker.ts";

export const INVOCATION_HEADER = "x-vitrine-invocation";

/** Undefined: nothing was declared. @throws Error for values that disagree. */
function declaredLength(headers: HeaderList): number | undefined {
  const values = new Set(headers.filter(([name]) => name.toLowerCase() === "content-length").map(([, value]) => value));
  if (values.size > 1) throw new Error(`the component set content-length to ${[...values].join(" and ")}`);
  const [only] = values;
  return only === undefined ? undefined : Number(only);
}

/**
 * Sends the head now, not with the first bytes of the body.
 * @throws Error for a head that HTTP cannot carry; nothing was sent then.
 */
export function startResponse(
  request: IncomingMessage,
  response: ServerResponse,
  head: {
    readonly status: number;
    readonly headers: HeaderList;
    readonly hasBody: boolean;
    readonly invocation: number;
    /** All of the body; nothing is written or finished afterwards unless its length is not the one declared. */
    readonly whole: Uint8Array | undefined;
  },
): ResponseBody {
  const { status, hasBody, whole } = head;
  const mayCarryBody = request.method !== "HEAD" && status !== 204 && status !== 304;
  const length = declaredLength(head.headers);
  const headers = head.headers.filter(([name]) => !OURS.has(name.toLowerCase()));
  if (length !== undefined && status !== 204) headers.push(["content-length", String(length)]);
  else if (mayCarryBody && (whole !== undefined || !hasBody))
    headers.push(["content-length", String(whole?.length ?? 0)]);
  headers.push([INVOCATION_HEADER, String(head.invocation)]);
  response.writeHead(status, headers.flat());
  const body = new ClientResponseBody(response, mayCarryBody, length);
  if (whole !== undefined) {
    body.finishWith(whole);
    return body;
  }
  corkForThisTurn(response);
  // Not `flushHeaders`: it would send values as UTF-8 instead of the bytes they stand for.
  response.write(NOTHING);
  return body;
}

const OURS: ReadonlySet<string> = new Set(["content-length", "transfer-encoding", "connection", INVOCATION_HEADER]);

const NOTHING = Buffer.alloc(0);
/** Of a body that is sent as text of one byte a character; making text of longer ones costs more than it saves. */
const MAX_TEXT_BYTES = 16 * 1024;

/** A short answer comes in pieces that arrive in one turn of the loop: they leave as one packet, at the turn's end. */
function corkForThisTurn({ socket }: ServerResponse): void {
  if (socket === null) return;
  socket.cork();
  setImmediate(() => socket.uncork());
}

class ClientResponseBody implements ResponseBody {
  readonly #response: ServerResponse;
  readonly #mayCarryBody: boolean;
  readonly #length: number | undefined;
  #written = 0;

  constructor(response: ServerResponse, mayCarryBody: boolean, length: number | undefined) {
    this.#response = response;
    this.#mayCarryBody = mayCarryBody;
    this.#length = length;
  }

  /** All there is, with the head if that has not left: Node sends text with it in one piece, where bytes take two. */
  finishWith(whole: Uint8Array): void {
    const mismatch = this.#mayCarryBody && this.#length !== undefined && this.#length !== whole.length;
    if (mismatch || !this.#mayCarryBody || whole.length > MAX_TEXT_BYTES) {
      void this.write(whole);
      this.finish();
    } else {
      this.#written = whole.length;
      this.#response.end(Buffer.from(whole.buffer, whole.byteOffset, whole.length).toString("latin1"), "latin1");
    }
  }

  async write(bytes: Uint8Array): Promise<boolean> {
    const response = this.#response;
    if (response.destroyed || response.writableEnded) return false;
    if (!this.#mayCarryBody) return true;
    this.#written += bytes.length;
    if (this.#length !== undefined && this.#written > this.#length) {
      this.fail("more bytes than declared");
      return false;
    }
    if (!response.write(bytes)) await drained(response);
    return !response.destroyed;
  }

  finish(trailers: HeaderList = []): void {
    const response = this.#response;
    if (response.destroyed || response.writableEnded) return;
    if (this.#mayCarryBody && this.#length !== undefined && this.#written < this.#length) {
      this.fail("fewer bytes than declared");
      return;
    }
    if (trailers.length > 0) response.addTrailers(trailers.map(([name, value]): [string, string] => [name, value]));
    response.end();
  }

  /** Closing early is how HTTP/1.1 says that a body is not whole; what was written before still goes out. */
  fail(_reason: string): void {
    const response = this.#response;
    if (response.destroyed || response.writableEnded) return;
    const { socket } = response;
    if (socket === null) response.destroy();
    // HTTP/1.0 reads up to the close, so that only a reset tells it.
    else if (response.req.httpVersionMinor === 0) socket.resetAndDestroy();
    else socket.destroySoon();
  }
}

async function drained(response: ServerResponse): Promise<void> {
  const done = new AbortController();
  const events = ["drain", "close"].map((event) => once(response, event, { signal: done.signal }));
  try {
    await Promise.race(events);
  } finally {
    done.abort();
  }
}

/** A 1xx on the wire; dropped while an earlier answer still holds the connection. */
export function writeInformational(response: ServerResponse, status: number, headers: HeaderList): void {
  const { socket } = response;
  if (socket === null || response.headersSent || response.destroyed || response.req.httpVersionMinor === 0) return;
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.write(`HTTP/1.1 ${status} ${REASONS.get(status) ?? ""}\r\n${lines}\r\n`, "latin1");
}

const REASONS: ReadonlyMap<number, string> = new Map([
  [100, "Continue"],
  [102, "Processing"],
  [103, "Early Hints"],
]);
