/** Bodies that come when they come: to wait for bytes, for room, and for what follows the last byte. */
import { HELD_BACK, type Peers } from "../peers.ts";
import { above, callsOf, Handle, type Script, type Value } from "../script.ts";
import { makes, ok, opensAnswer, waitsFor } from "./http-requests.ts";

const types = callsOf("wasi:http/types@0.2.12");
const outgoing = callsOf("wasi:http/outgoing-handler@0.2.12");
const streams = callsOf("wasi:io/streams@0.2.12");
const poll = callsOf("wasi:io/poll@0.2.12");

export function httpWaiting(peers: Peers): readonly Script[] {
  return [readsTrailers(peers), waitsForRoom(peers), waitsForBytes(peers)];
}

function readsTrailers({ withTrailers }: Peers): Script {
  const body = new Handle("body");
  const input = new Handle("input");
  const future = new Handle("future trailers");
  const trailers = new Handle("trailers");
  return {
    does: "reads the trailers of an answer, which nobody can change",
    steps: [
      ...opensAnswer({ authority: withTrailers }, body, input),
      streams("input-stream.blocking-read", input, 100n).ok("hello"),
      streams("input-stream.blocking-read", input, 100n).err("closed"),
      streams.drop("input-stream", input),
      types("incoming-body.finish", body).gives(future),
      ...waitsFor(future, "future-trailers"),
      types("future-trailers.get", future).gives(ok(ok(trailers))),
      types("fields.entries", trailers).gives([["x-end", "yes"]]),
      types("fields.delete", trailers, "x-end").err("immutable"),
    ],
  };
}

/** A body takes two writes of a mebibyte before its request is sent; `check-write` of 0 means to wait on `subscribe`. */
function waitsForRoom({ holdingBack }: Peers): Script {
  const request = new Handle("request");
  const body = new Handle("body");
  const out = new Handle("output");
  const ready = new Handle("pollable");
  const now = new Handle("a pollable that is ready");
  const future = new Handle("future response");
  const input = new Handle("standard input");
  const write = (name: string, ...args: readonly Value[]) => streams(`output-stream.${name}`, out, ...args);
  return {
    does: "waits for room to write, which comes when its request is sent",
    shows: ["room", "parts", "permit"],
    steps: [
      ...makes(request, { authority: holdingBack }),
      types("outgoing-request.set-method", request, "post").ok(),
      types("outgoing-request.body", request).ok(body),
      types("outgoing-body.write", body).ok(out),
      write("subscribe").gives(ready),
      poll("pollable.ready", ready).gives(true),
      write("check-write").ok(1_048_576n),
      write("write-zeroes", 1_048_576n).ok(),
      write("check-write").ok(1_048_576n),
      write("write-zeroes", 1_048_576n).ok(),
      write("check-write").ok(0n),
      write("write", "").ok(),
      write("write-zeroes", 0n).ok(),
      poll("pollable.ready", ready).gives(false),
      callsOf("wasi:clocks/monotonic-clock@0.2.12")("subscribe-duration", 0n).gives(now),
      poll("poll", [ready, now, ready]).gives([1]),
      callsOf("wasi:cli/stdin@0.2.12")("get-stdin").gives(input),
      write("splice", input, 1n).ok(0n),
      outgoing("handle", request, undefined).ok(future),
      poll("pollable.block", ready).gives(),
      write("check-write").ok(above(0n)),
      write("blocking-write-and-flush", "x").ok(),
    ],
  };
}

/** Until its request is whole, the body of the answer has nothing to read: that is no end and no error. */
function waitsForBytes({ holdingBack }: Peers): Script {
  const request = new Handle("request");
  const requestBody = new Handle("request body");
  const future = new Handle("future response");
  const answer = new Handle("response");
  const body = new Handle("body");
  const input = new Handle("input");
  const ready = new Handle("pollable");
  const now = new Handle("a pollable that is ready");
  const out = new Handle("standard output");
  const trailers = new Handle("future trailers");
  const read = (name: string, ...args: readonly Value[]) => streams(`input-stream.${name}`, input, ...args);
  return {
    does: "finds nothing to read, splice or skip until there is, and knows when",
    shows: ["nothing", "splice", "poll", "level"],
    steps: [
      ...makes(request, { authority: holdingBack }),
      types("outgoing-request.set-method", request, "post").ok(),
      types("outgoing-request.body", request).ok(requestBody),
      outgoing("handle", request, undefined).ok(future),
      ...waitsFor(future),
      types("future-incoming-response.get", future).gives(ok(ok(answer))),
      types("incoming-response.consume", answer).ok(body),
      types("incoming-body.stream", body).ok(input),
      read("subscribe").gives(ready),
      poll("pollable.ready", ready).gives(false),
      callsOf("wasi:clocks/monotonic-clock@0.2.12")("subscribe-duration", 0n).gives(now),
      poll("poll", [now, ready, now]).gives([0, 2]),
      read("read", 10n).ok(""),
      read("read", 0n).ok(""),
      read("skip", 10n).ok(0n),
      callsOf("wasi:cli/stdout@0.2.12")("get-stdout").gives(out),
      streams("output-stream.splice", out, input, 10n).ok(0n),
      types("outgoing-body.finish", requestBody, undefined).ok(),
      poll("pollable.block", ready).gives(),
      poll("pollable.ready", ready).gives(true),
      poll("poll", [ready, ready]).gives([0, 1]),
      streams("output-stream.blocking-splice", out, input, 4n).ok(4n),
      read("blocking-read", 100n).ok(HELD_BACK.slice(4)),
      read("blocking-skip", 1n).err("closed"),
      poll.drop("pollable", ready),
      streams.drop("input-stream", input),
      types("incoming-body.finish", body).gives(trailers),
      ...waitsFor(trailers, "future-trailers"),
      types("future-trailers.get", trailers).gives(ok(ok(undefined))),
    ],
  };
}
