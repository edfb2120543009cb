/** Misuse of wasi:http that ends a component: parents that go before their children, dead handles, endless fields. */
import type { Peers } from "../peers.ts";
import { callsOf, Handle, type Script, type Step, type Value } from "../script.ts";
import { answered, makes, ok, sends, waitsFor } from "./http-requests.ts";

const types = callsOf("wasi:http/types@0.2.12");
const outgoing = callsOf("wasi:http/outgoing-handler@0.2.12");

const CHILDREN = "resource has children";
const GONE = "unknown handle index";
const TOO_LARGE = "fields of more than 131072 bytes";

const headers = new Handle("fields");
const request = new Handle("request");
const response = new Handle("response");
const body = new Handle("body");
const child = new Handle("a child");
const future = new Handle("future response");
const trailers = new Handle("future trailers");
const options = new Handle("options");

const makesHeaders: Step = types("fields.constructor").gives(headers);
const makesResponse: readonly Step[] = [makesHeaders, types("outgoing-response.constructor", headers).gives(response)];
const makesBody: readonly Step[] = [...makesResponse, types("outgoing-response.body", response).ok(body)];

export function httpTraps({ withTrailers, silent }: Peers): readonly Script[] {
  const getsAnswer = answered({ authority: withTrailers }, response);
  const getsBody: readonly Step[] = [...getsAnswer, types("incoming-response.consume", response).ok(body)];
  const getsTrailers: readonly Step[] = [...getsBody, types("incoming-body.finish", body).gives(trailers)];
  return [
    drops("an outgoing request", "outgoing-request", request, [
      ...makes(request, { authority: silent }),
      types("outgoing-request.headers", request).gives(child),
    ]),
    drops("an outgoing response", "outgoing-response", response, [
      ...makesResponse,
      types("outgoing-response.headers", response).gives(child),
    ]),
    drops("an outgoing body", "outgoing-body", body, [...makesBody, types("outgoing-body.write", body).ok(child)]),
    drops("a future response", "future-incoming-response", future, [
      ...sends(future, { authority: silent }),
      types("future-incoming-response.subscribe", future).gives(child),
    ]),
    drops("a response", "incoming-response", response, [
      ...getsAnswer,
      types("incoming-response.headers", response).gives(child),
    ]),
    drops("a body", "incoming-body", body, [...getsBody, types("incoming-body.stream", body).ok(child)]),
    drops("future trailers", "future-trailers", trailers, [
      ...getsTrailers,
      ...waitsFor(trailers, "future-trailers"),
      types("future-trailers.get", trailers).gives(ok(ok(child))),
    ]),
    {
      does: "traps when it sends a request whose headers it still holds",
      steps: [
        ...makes(request, { authority: silent }),
        types("outgoing-request.headers", request).gives(child),
        outgoing("handle", request, undefined).traps(CHILDREN),
      ],
    },
    {
      does: "traps when it finishes an outgoing body whose stream it still holds",
      steps: [
        ...makesBody,
        types("outgoing-body.write", body).ok(child),
        types("outgoing-body.finish", body, undefined).traps(CHILDREN),
      ],
    },
    {
      does: "traps when it finishes a body whose stream it still holds",
      steps: [
        ...getsBody,
        types("incoming-body.stream", body).ok(child),
        types("incoming-body.finish", body).traps(CHILDREN),
      ],
    },
    uses("fields", headers, [makesHeaders], "fields.entries"),
    uses("outgoing-request", request, makes(request, { authority: silent }), "outgoing-request.method"),
    uses("outgoing-response", response, makesResponse, "outgoing-response.status-code"),
    uses("outgoing-body", body, makesBody, "outgoing-body.write"),
    uses(
      "request-options",
      options,
      [types("request-options.constructor").gives(options)],
      "request-options.connect-timeout",
    ),
    uses("future-incoming-response", future, sends(future, { authority: silent }), "future-incoming-response.get"),
    uses("incoming-response", response, getsAnswer, "incoming-response.status"),
    uses("incoming-body", body, getsBody, "incoming-body.stream"),
    uses("future-trailers", trailers, getsTrailers, "future-trailers.get"),
    ...endlessFields(),
  ];
}

function drops(what: string, resource: string, handle: Handle, steps: readonly Step[]): Script {
  return {
    does: `traps when it drops ${what} of which it still holds a part`,
    trapsAtEnd: CHILDREN,
    steps: [...steps, types.drop(resource, handle)],
  };
}

function uses(resource: string, handle: Handle, steps: readonly Step[], name: string): Script {
  return {
    does: `traps when it uses an ${resource} it has dropped`,
    steps: [...steps, types.drop(resource, handle), types(name, handle).isRefused(GONE)],
  };
}

function endlessFields(): readonly Script[] {
  const large = new Uint8Array(70_000).fill(0x78);
  const script = (name: string, ...args: readonly Value[]): Script => ({
    does: `traps when it makes more than 128 KiB of fields with ${name}`,
    steps: [
      makesHeaders,
      types("fields.append", headers, "one", large).ok(),
      types(`fields.${name}`, ...args).traps(TOO_LARGE),
    ],
  });
  return [
    script("append", headers, "two", large),
    script("set", headers, "two", [large]),
    script("from-list", [
      ["one", large],
      ["two", large],
    ]),
  ];
}
