/** What the scripts of wasi:http have in common: to make a request, to send it, to have its answer. */
import { callsOf, Handle, type Step, type Value } from "../script.ts";

const types = callsOf("wasi:http/types@0.2.12");
const outgoing = callsOf("wasi:http/outgoing-handler@0.2.12");
const poll = callsOf("wasi:io/poll@0.2.12");

export interface Asked {
  readonly authority: string;
  readonly scheme?: Value;
  /** Nanoseconds. */
  readonly timeouts?: Readonly<Record<string, bigint>>;
}

export function ok(val: Value): Value {
  return { tag: "ok", val };
}

export function err(code: Value): Value {
  return { tag: "err", val: code };
}

/** The request as it is handed over. */
export function makes(made: Handle, { authority, scheme = "HTTP" }: Asked): readonly Step[] {
  const headers = new Handle("fields");
  return [
    types("fields.constructor").gives(headers),
    types("outgoing-request.constructor", headers).gives(made),
    types("outgoing-request.set-scheme", made, scheme).ok(),
    types("outgoing-request.set-authority", made, authority).ok(),
    types("outgoing-request.set-path-with-query", made, "/").ok(),
  ];
}

/** Sends a request without a body; what comes of it is for the caller. */
export function sends(future: Handle, asked: Asked): readonly Step[] {
  const made = new Handle("request");
  const options = new Handle("options");
  const timeouts = Object.entries(asked.timeouts ?? {});
  return [
    ...makes(made, asked),
    types("request-options.constructor").gives(options),
    ...timeouts.map(([name, ns]) => types(`request-options.set-${name}-timeout`, options, ns).ok()),
    outgoing("handle", made, options).ok(future),
  ];
}

export function waitsFor(future: Handle, resource = "future-incoming-response"): readonly Step[] {
  const pollable = new Handle("pollable");
  return [
    types(`${resource}.subscribe`, future).gives(pollable),
    poll("pollable.block", pollable).gives(),
    poll.drop("pollable", pollable),
  ];
}

/** Sends a request, and has its answer. */
export function answered(asked: Asked, answer: Handle): readonly Step[] {
  const future = new Handle("future response");
  return [
    ...sends(future, asked),
    ...waitsFor(future),
    types("future-incoming-response.get", future).gives(ok(ok(answer))),
  ];
}

export function opensAnswer(asked: Asked, body: Handle, input: Handle): readonly Step[] {
  const answer = new Handle("response");
  return [
    ...answered(asked, answer),
    types("incoming-response.consume", answer).ok(body),
    types("incoming-body.stream", body).ok(input),
  ];
}
