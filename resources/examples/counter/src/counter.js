// A counter that lives in a key-value bucket, reachable over HTTP and by typed calls.
import { Fields, OutgoingBody, OutgoingResponse, ResponseOutparam } from "wasi:http/types@0.2.12";
import { increment } from "wasi:keyvalue/atomics@0.2.0-draft";
import { open } from "wasi:keyvalue/store@0.2.0-draft";
import { log } from "wasi:logging/logging@0.1.0-draft";

const BUCKET = "default";
const KEY = "hits";
const MAX_STEP = 1_000_000;

const ROUTES = `GET  /             this page; the visit counts, too
GET  /count        adds 1
POST /count?by=N   adds N
GET  /echo         sends the request body back while it arrives (POST works as well)
GET  /loop         never ends: Vitrine stops it when its time is used up
`;

// ------------------------------------------------------------------------------------------------ demo:counter/ops

export const ops = {
  hit(by) {
    if (by === 0) throw "by must be at least 1";
    return count(by);
  },

  describe({ key = KEY, style }) {
    const stored = open(BUCKET).get(key);
    const text = stored === undefined ? "0" : new TextDecoder().decode(stored);
    if (!/^\d+$/.test(text)) throw new Error(`the value of "${key}" is not a count: ${text}`);
    const shown = style === "grouped" ? text.replace(/\B(?=(\d{3})+$)/g, ",") : text;
    return { key, count: BigInt(text), text: `${key} is ${shown}`, exists: stored !== undefined };
  },
};

function count(by) {
  try {
    const total = increment(open(BUCKET), KEY, BigInt(by));
    log("info", "counter", `${KEY} went up by ${by} to ${total}`);
    return total;
  } catch (error) {
    const reason = error.payload?.val ?? error.payload?.tag ?? String(error);
    log("error", "counter", `could not count: ${reason}`);
    throw reason;
  }
}

// ---------------------------------------------------------------------------------------- wasi:http/incoming-handler

export const incomingHandler = {
  handle(request, responseOut) {
    try {
      route(request, responseOut);
    } catch (reason) {
      // The text that `count` throws, before anything was answered; all else is a bug and may trap.
      if (typeof reason !== "string") throw reason;
      json(responseOut, 500, { error: reason });
    }
  },
};

function route(request, responseOut) {
  const method = request.method().tag;
  const url = new URL(request.pathWithQuery() ?? "/", "http://counter");
  switch (url.pathname) {
    case "/":
      return get(method, responseOut, () => text(responseOut, 200, `Visit number ${count(1)}.\n\n${ROUTES}`));
    case "/count":
      if (method === "get" || method === "post") return answerCount(url, responseOut);
      return text(responseOut, 405, "Use GET or POST.\n", [["allow", "GET, POST"]]);
    case "/echo":
      return echo(request, responseOut);
    case "/loop":
      return get(method, responseOut, () => {
        log("warn", "counter", "entering a loop that never ends");
        for (;;);
      });
    default:
      return text(responseOut, 404, `There is no ${url.pathname} here.\n\n${ROUTES}`);
  }
}

function get(method, responseOut, answer) {
  if (method === "get" || method === "head") return answer();
  return text(responseOut, 405, "Use GET.\n", [["allow", "GET, HEAD"]]);
}

function answerCount(url, responseOut) {
  const by = Number(url.searchParams.get("by") ?? 1);
  if (!Number.isInteger(by) || by < 1 || by > MAX_STEP) {
    return json(responseOut, 400, { error: `by must be a whole number from 1 to ${MAX_STEP}` });
  }
  const total = count(by);
  // A number, as long as JSON readers can hold it exactly.
  json(responseOut, 200, { count: total <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(total) : String(total) });
}

/** Sends each piece of the body on before it asks for the next one. */
function echo(request, responseOut) {
  const type = request.headers().get("content-type")[0] ?? new TextEncoder().encode("application/octet-stream");
  const { body, stream } = respond(responseOut, 200, [["content-type", type]]);
  const incoming = request.consume();
  const input = incoming.stream();
  for (;;) {
    try {
      stream.blockingSplice(input, 65536n);
    } catch (error) {
      if (error.payload?.tag === "closed") break;
      throw error;
    }
  }
  finish(body, stream);
}

function json(responseOut, status, value) {
  send(responseOut, status, `${JSON.stringify(value)}\n`, [["content-type", "application/json"]]);
}

function text(responseOut, status, value, headers = []) {
  send(responseOut, status, value, [["content-type", "text/plain; charset=utf-8"], ...headers]);
}

function send(responseOut, status, value, headers) {
  const bytes = new TextEncoder().encode(value);
  const { body, stream } = respond(responseOut, status, [...headers, ["content-length", String(bytes.length)]]);
  // blocking-write-and-flush takes at most 4096 bytes a call.
  for (let at = 0; at < bytes.length; at += 4096) stream.blockingWriteAndFlush(bytes.subarray(at, at + 4096));
  finish(body, stream);
}

/** Sends the head; the body follows through the stream that comes back. */
function respond(responseOut, status, headers) {
  const encoder = new TextEncoder();
  const entries = headers.map(([name, value]) => [name, typeof value === "string" ? encoder.encode(value) : value]);
  const response = new OutgoingResponse(Fields.fromList(entries));
  response.setStatusCode(status);
  const body = response.body();
  const stream = body.write();
  ResponseOutparam.set(responseOut, { tag: "ok", val: response });
  return { body, stream };
}

/** The stream is a child of the body and has to go first. */
function finish(body, stream) {
  stream[Symbol.dispose]();
  OutgoingBody.finish(body, undefined);
}
