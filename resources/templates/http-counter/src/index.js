import { Fields, OutgoingBody, OutgoingResponse, ResponseOutparam } from "wasi:http/types@0.2.12";
import { increment } from "wasi:keyvalue/atomics@0.2.0-draft";
import { open } from "wasi:keyvalue/store@0.2.0-draft";
import { log } from "wasi:logging/logging@0.1.0-draft";

export const incomingHandler = {
  handle(request, responseOut) {
    const path = request.pathWithQuery() ?? "/";
    const count = increment(open("default"), path, 1n);
    log("info", "template-name", `${path} was asked for ${count} times`);
    answer(responseOut, 200, `Hello from template-name. ${path} was asked for ${count} times.\n`);
  },
};

function answer(responseOut, status, text) {
  const encoder = new TextEncoder();
  const response = new OutgoingResponse(
    Fields.fromList([["content-type", encoder.encode("text/plain; charset=utf-8")]]),
  );
  response.setStatusCode(status);
  const body = response.body();
  ResponseOutparam.set(responseOut, { tag: "ok", val: response });
  const stream = body.write();
  const bytes = encoder.encode(text);
  // blocking-write-and-flush takes at most 4096 bytes a call.
  for (let at = 0; at < bytes.length; at += 4096) stream.blockingWriteAndFlush(bytes.subarray(at, at + 4096));
  // The stream is a child of the body and has to go first.
  stream[Symbol.dispose]();
  OutgoingBody.finish(body, undefined);
}
