import { above, callsOf, Handle, type Script, type Step, type Value, variantCase } from "../script.ts";
import { TALK } from "../http-peer.ts";
import { ok } from "./http-requests.ts";

const types = callsOf("wasi:http/types@0.2.12");
const streams = callsOf("wasi:io/streams@0.2.12");

/** What of wasi:http a component can do without a request or an answer. */
export function httpScripts(): readonly Script[] {
  return [fields(), request(), options(), response()];
}

function fields(): Script {
  const empty = new Handle("fields");
  const made = new Handle("fields from a list");
  const copy = new Handle("a copy");
  const taken = new Handle("a request");
  const view = new Handle("its headers");
  return {
    does: "makes, reads and changes fields, but not those of a request",
    steps: [
      types("fields.constructor").gives(empty),
      types("fields.entries", empty).gives([]),
      types("fields.from-list", [
        ["X-One", "1"],
        ["x-two", "2"],
        ["x-one", Uint8Array.of(0xe9)],
      ]).ok(made),
      types("fields.from-list", [["no spaces", "x"]]).err("invalid-syntax"),
      types("fields.get", made, "X-ONE").gives(["1", Uint8Array.of(0xe9)]),
      types("fields.get", made, "none").gives([]),
      types("fields.has", made, "x-two").gives(true),
      types("fields.has", made, "none").gives(false),
      types("fields.clone", made).gives(copy),
      types("fields.set", made, "x-one", ["new"]).ok(),
      types("fields.append", made, "x-two", "3").ok(),
      types("fields.get", made, "x-one").gives(["new"]),
      types("fields.get", made, "x-two").gives(["2", "3"]),
      types("fields.delete", made, "x-two").ok(),
      types("fields.has", made, "x-two").gives(false),
      types("fields.has", copy, "x-two").gives(true),
      types("fields.set", made, "a b", ["x"]).err("invalid-syntax"),
      types("fields.append", made, "x", "line\nbreak").err("invalid-syntax"),
      types("fields.delete", made, "a b").err("invalid-syntax"),
      types("fields.from-list", [["Host", "x"]]).err("forbidden"),
      types("fields.set", made, "Connection", ["close"]).err("forbidden"),
      types("fields.append", made, "transfer-encoding", "chunked").err("forbidden"),
      types("fields.delete", made, "upgrade").err("forbidden"),
      types("outgoing-request.constructor", copy).gives(taken),
      types("outgoing-request.headers", taken).gives(view),
      types("fields.get", view, "x-two").gives(["2"]),
      types("fields.set", view, "x-two", ["x"]).err("immutable"),
      types("fields.append", view, "x-two", "x").err("immutable"),
      types("fields.delete", view, "x-two").err("immutable"),
    ],
  };
}

function request(): Script {
  const headers = new Handle("fields");
  const made = new Handle("request");
  const body = new Handle("body");
  const out = new Handle("output");
  const other = (val: string): Value => variantCase("other", val);
  return {
    does: "describes a request, and is told what no request can be",
    steps: [
      types("fields.constructor").gives(headers),
      types("outgoing-request.constructor", headers).gives(made),
      types("outgoing-request.method", made).gives("get"),
      types("outgoing-request.set-method", made, "post").ok(),
      types("outgoing-request.method", made).gives("post"),
      types("outgoing-request.set-method", made, other("BREW")).ok(),
      types("outgoing-request.set-method", made, other("no spaces")).err(undefined),
      types("outgoing-request.method", made).gives(other("BREW")),
      types("outgoing-request.path-with-query", made).gives(undefined),
      types("outgoing-request.set-path-with-query", made, "/a?b=c").ok(),
      types("outgoing-request.set-path-with-query", made, "no slash").err(undefined),
      types("outgoing-request.path-with-query", made).gives("/a?b=c"),
      types("outgoing-request.scheme", made).gives(undefined),
      types("outgoing-request.set-scheme", made, "HTTPS").ok(),
      types("outgoing-request.set-scheme", made, other("1 2")).err(undefined),
      types("outgoing-request.scheme", made).gives("HTTPS"),
      types("outgoing-request.authority", made).gives(undefined),
      types("outgoing-request.set-authority", made, "example.com:8080").ok(),
      types("outgoing-request.set-authority", made, "not an authority").err(undefined),
      types("outgoing-request.authority", made).gives("example.com:8080"),
      types("outgoing-request.body", made).ok(body),
      types("outgoing-request.body", made).err(undefined),
      types("outgoing-body.write", body).ok(out),
      types("outgoing-body.write", body).err(undefined),
      streams("output-stream.check-write", out).ok(above(4095n)),
      streams("output-stream.blocking-write-and-flush", out, "body").ok(),
      streams.drop("output-stream", out),
      types("outgoing-body.finish", body, undefined).ok(),
    ],
  };
}

function options(): Script {
  const made = new Handle("options");
  const timeouts = ["connect-timeout", "first-byte-timeout", "between-bytes-timeout"];
  return {
    does: "sets the timeouts of a request",
    steps: [
      types("request-options.constructor").gives(made),
      ...timeouts.flatMap((name) => [
        types(`request-options.${name}`, made).gives(undefined),
        types(`request-options.set-${name}`, made, 1_000_000n).ok(),
        types(`request-options.${name}`, made).gives(1_000_000n),
        types(`request-options.set-${name}`, made, undefined).ok(),
        types(`request-options.${name}`, made).gives(undefined),
      ]),
    ],
  };
}

function response(): Script {
  const headers = new Handle("fields");
  const made = new Handle("response");
  const view = new Handle("its headers");
  const body = new Handle("body");
  const sized = new Handle("fields with a length");
  const long = new Handle("response of a known length");
  const short = new Handle("a body that is too short");
  return {
    does: "describes a response, and is told that its body is shorter than it said",
    steps: [
      types("fields.constructor").gives(headers),
      types("outgoing-response.constructor", headers).gives(made),
      types("outgoing-response.status-code", made).gives(200),
      types("outgoing-response.set-status-code", made, 404).ok(),
      types("outgoing-response.set-status-code", made, 7).err(undefined),
      types("outgoing-response.status-code", made).gives(404),
      types("outgoing-response.headers", made).gives(view),
      types("fields.entries", view).gives([]),
      types("outgoing-response.body", made).ok(body),
      types("outgoing-response.body", made).err(undefined),
      types("fields.from-list", [["content-length", "5"]]).ok(sized),
      types("outgoing-response.constructor", sized).gives(long),
      types("outgoing-response.body", long).ok(short),
      types("outgoing-body.finish", short, undefined).err(variantCase("HTTP-response-body-size", 0n)),
    ],
  };
}

/** Sends a request to a server of the test's own and reads all of its answer. */
export function asksServer(authority: string): Script {
  const outgoing = callsOf("wasi:http/outgoing-handler@0.2.12");
  const poll = callsOf("wasi:io/poll@0.2.12");
  const headers = new Handle("fields");
  const made = new Handle("request");
  const body = new Handle("body");
  const out = new Handle("output");
  const future = new Handle("future response");
  const ready = new Handle("pollable");
  const answer = new Handle("response");
  const view = new Handle("its headers");
  return {
    does: "sends a request and reads the whole answer, once",
    steps: [
      types("fields.constructor").gives(headers),
      types("outgoing-request.constructor", headers).gives(made),
      types("outgoing-request.set-method", made, "post").ok(),
      types("outgoing-request.set-scheme", made, "HTTP").ok(),
      types("outgoing-request.set-authority", made, authority).ok(),
      types("outgoing-request.set-path-with-query", made, TALK.path).ok(),
      types("outgoing-request.body", made).ok(body),
      outgoing("handle", made, undefined).ok(future),
      types("outgoing-body.write", body).ok(out),
      streams("output-stream.blocking-write-and-flush", out, TALK.asked).ok(),
      streams.drop("output-stream", out),
      types("outgoing-body.finish", body, undefined).ok(),
      types("future-incoming-response.subscribe", future).gives(ready),
      poll("pollable.block", ready).gives(),
      types("future-incoming-response.get", future).gives(ok(ok(answer))),
      types("future-incoming-response.get", future).gives(variantCase("err")),
      types("incoming-response.status", answer).gives(201),
      types("incoming-response.headers", answer).gives(view),
      types("fields.get", view, "x-answer").gives(["yes"]),
      ...readsBody("incoming-response", answer, TALK.answered),
    ],
  };
}

/** Handles a request that the test sends. */
export function handlesRequest(): Script {
  const request = new Handle("request");
  const out = new Handle("outparam");
  const view = new Handle("headers");
  const headers = new Handle("fields");
  const made = new Handle("response");
  const body = new Handle("body");
  const stream = new Handle("output");
  return {
    does: "handles a request, and answers it",
    handles: { request, out },
    steps: [
      types("incoming-request.method", request).gives("post"),
      types("incoming-request.path-with-query", request).gives(TALK.path),
      types("incoming-request.scheme", request).gives("HTTP"),
      types("incoming-request.authority", request).gives("conformance.test"),
      types("incoming-request.headers", request).gives(view),
      types("fields.get", view, "x-asked").gives(["yes"]),
      types("fields.set", view, "x-asked", []).err("immutable"),
      ...readsBody("incoming-request", request, TALK.asked),
      types("fields.from-list", [["x-answer", "yes"]]).ok(headers),
      types("outgoing-response.constructor", headers).gives(made),
      types("outgoing-response.set-status-code", made, 201).ok(),
      types("outgoing-response.body", made).ok(body),
      types("response-outparam.set", out, ok(made)).gives(),
      types("outgoing-body.write", body).ok(stream),
      streams("output-stream.blocking-write-and-flush", stream, TALK.answered).ok(),
      streams.drop("output-stream", stream),
      types("outgoing-body.finish", body, undefined).ok(),
    ],
  };
}

/** To the end, which has no trailers. */
function readsBody(resource: "incoming-request" | "incoming-response", from: Handle, text: string): readonly Step[] {
  const poll = callsOf("wasi:io/poll@0.2.12");
  const body = new Handle("body");
  const input = new Handle("input");
  const trailers = new Handle("future trailers");
  const ready = new Handle("pollable of the trailers");
  return [
    types(`${resource}.consume`, from).ok(body),
    types(`${resource}.consume`, from).err(undefined),
    types("incoming-body.stream", body).ok(input),
    types("incoming-body.stream", body).err(undefined),
    streams("input-stream.blocking-read", input, 1000n).ok(text),
    streams("input-stream.blocking-read", input, 1000n).err("closed"),
    streams.drop("input-stream", input),
    types("incoming-body.finish", body).gives(trailers),
    types("future-trailers.subscribe", trailers).gives(ready),
    poll("pollable.block", ready).gives(),
    types("future-trailers.get", trailers).gives(ok(ok(undefined))),
    types("future-trailers.get", trailers).gives(variantCase("err")),
  ];
}
