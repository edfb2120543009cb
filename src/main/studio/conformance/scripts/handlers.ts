/** Handlers of wasi:http beside the one that answers as it should: each is a component of its own. */
import { callsOf, Handle, type Script, type Step, variantCase } from "../script.ts";
import { makes, ok, waitsFor } from "./http-requests.ts";

/** What a project lets through it, so that a request it makes to itself is refused. */
export const LOOPING = { component: "looping", depth: 1 } as const;

const types = callsOf("wasi:http/types@0.2.12");
const request = new Handle("request");
const out = new Handle("outparam");
const headers = new Handle("fields");
const response = new Handle("response");
const body = new Handle("body");
const handles = { request, out };

const makesResponse: readonly Step[] = [
  types("fields.constructor").gives(headers),
  types("outgoing-response.constructor", headers).gives(response),
];
const answers: readonly Step[] = [
  ...makesResponse,
  types("outgoing-response.body", response).ok(body),
  types("response-outparam.set", out, ok(response)).gives(),
  types("outgoing-body.finish", body, undefined).ok(),
];

export function handlers(): readonly Script[] {
  return [informs(), refuses(), dropsRequest(), setsParent(), usesRequest(), setsTwice()];
}

function informs(): Script {
  const early = new Handle("early fields");
  const inform = (status: number): readonly Step[] => [
    types("fields.constructor").gives(early),
    types("response-outparam.send-informational", out, status, early).err(variantCase("HTTP-protocol-error")),
  ];
  return {
    does: "sends an informational answer before its own, with a status that is one",
    handles,
    steps: [
      ...[99, 101, 200].flatMap(inform),
      types("fields.from-list", [["x-early", "yes"]]).ok(early),
      types("response-outparam.send-informational", out, 103, early).ok(),
      ...answers,
    ],
  };
}

function refuses(): Script {
  const code = variantCase("DNS-error", { rcode: "NXDOMAIN", "info-code": 7 });
  return {
    does: "refuses to answer, with an error code",
    handles: { ...handles, refuses: "DNS-error: rcode NXDOMAIN, infoCode 7" },
    steps: [types("response-outparam.set", out, variantCase("err", code)).gives()],
  };
}

function dropsRequest(): Script {
  return {
    does: "traps when it drops its request of which it still holds a part",
    handles,
    trapsAtEnd: "resource has children",
    steps: [types("incoming-request.headers", request).gives(headers), types.drop("incoming-request", request)],
  };
}

function setsParent(): Script {
  const view = new Handle("headers of the response");
  return {
    does: "traps when it answers with a response whose headers it still holds",
    handles,
    steps: [
      ...makesResponse,
      types("outgoing-response.headers", response).gives(view),
      types("response-outparam.set", out, ok(response)).traps("resource has children"),
    ],
  };
}

function usesRequest(): Script {
  return {
    does: "traps when it uses its request after it has dropped it",
    handles,
    steps: [
      types.drop("incoming-request", request),
      types("incoming-request.method", request).isRefused("unknown handle index"),
    ],
  };
}

function setsTwice(): Script {
  return {
    does: "traps when it answers a second time",
    handles,
    steps: [
      ...answers,
      ...makesResponse,
      types("response-outparam.set", out, ok(response)).isRefused("unknown handle index"),
    ],
  };
}

/** Sends a request to the project itself, which a handler answers that does the same. */
export function asksLoop(ourselves: string): Script {
  const answer = new Handle("answer");
  return {
    does: "asks a handler that asks itself",
    steps: [...asksItself(ourselves, ok(ok(answer))), types("incoming-response.status", answer).gives(200)],
  };
}

/** Run by the script that asks it. */
export function loops(ourselves: string): Script {
  const loop = variantCase("err", variantCase("loop-detected"));
  return {
    does: "is told that its request came back to the project too many times",
    handles,
    steps: [...asksItself(ourselves, ok(loop)), ...answers],
  };
}

function asksItself(ourselves: string, expected: ReturnType<typeof ok>): readonly Step[] {
  const made = new Handle("request to itself");
  const future = new Handle("future response");
  return [
    ...makes(made, { authority: ourselves }),
    callsOf("wasi:http/outgoing-handler@0.2.12")("handle", made, undefined).ok(future),
    ...waitsFor(future),
    types("future-incoming-response.get", future).gives(expected),
  ];
}
