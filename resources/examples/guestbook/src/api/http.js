// What a page and an API need of wasi:http: read a body, send an answer.
import { Fields, OutgoingBody, OutgoingResponse, ResponseOutparam } from "wasi:http/types@0.2.12";

/** blocking-write-and-flush takes at most this many bytes a call. */
const PIECE = 4096n;

/** Why a request is not served: a status and a text for whoever sent it. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function header(request, name) {
  const [value] = request.headers().get(name);
  return value === undefined ? "" : new TextDecoder().decode(value);
}

/** The whole body as text. Throws a Refusal when it has more bytes than that. */
export function readText(request, maxBytes) {
  const input = request.consume().stream();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (const piece of pieces(input)) {
    size += piece.length;
    if (size > maxBytes) throw new Refusal(413, `A body may have ${maxBytes} bytes.`);
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}

export function html(responseOut, status, page) {
  send(responseOut, status, page, { "content-type": "text/html; charset=utf-8" });
}

export function json(responseOut, status, value, headers = {}) {
  send(responseOut, status, `${JSON.stringify(value)}\n`, { "content-type": "application/json", ...headers });
}

export function seeOther(responseOut, location) {
  send(responseOut, 303, "", { location });
}

/** Sends each piece of a stream on before it asks for the next one. */
export function stream(responseOut, input, headers) {
  respond(responseOut, 200, headers, (output) => {
    for (const piece of pieces(input)) output.blockingWriteAndFlush(piece);
  });
}

function send(responseOut, status, text, headers) {
  const bytes = new TextEncoder().encode(text);
  respond(responseOut, status, { ...headers, "content-length": String(bytes.length) }, (output) => {
    const step = Number(PIECE);
    for (let at = 0; at < bytes.length; at += step) output.blockingWriteAndFlush(bytes.subarray(at, at + step));
  });
}

function respond(responseOut, status, headers, write) {
  const encoder = new TextEncoder();
  const response = new OutgoingResponse(
    Fields.fromList(Object.entries(headers).map(([name, value]) => [name, encoder.encode(value)])),
  );
  response.setStatusCode(status);
  const body = response.body();
  const output = body.write();
  ResponseOutparam.set(responseOut, { tag: "ok", val: response });
  write(output);
  // The stream is a child of the body and has to go first.
  output[Symbol.dispose]();
  OutgoingBody.finish(body, undefined);
}

/** What comes through a stream until its end. */
function* pieces(input) {
  for (;;) {
    try {
      yield input.blockingRead(PIECE);
    } catch (error) {
      if (error.payload?.tag === "closed") return;
      throw error;
    }
  }
}
