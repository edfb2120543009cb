import { describe, expect, test } from "vitest";
import type { OutgoingAnswer, OutgoingHead } from "../../../shared/worker-protocol.ts";
import type { Egress } from "../context.ts";
import { labelOf } from "../resource-label.ts";
import { testIncoming, testOutgoing } from "../test-pipes.ts";
import { egressClient } from "./outgoing-client.ts";
import { bytes, failureOf, type GuestOutgoingRequest, outcomeOf, testHttp, text } from "./test-guest.ts";

/** A studio that keeps what it is sent, and answers when the test says so. */
function testEgress() {
  const sent: OutgoingHead[] = [];
  const requestBody = testOutgoing(1000);
  const responseBody = testIncoming();
  const state: { answer?: OutgoingAnswer; drops: number } = { drops: 0 };
  const egress: Egress = {
    send: (head) => {
      sent.push(structuredClone(head));
      return {
        answer: () => state.answer,
        requestBody: requestBody.writer,
        responseBody: responseBody.reader,
        drop: () => void state.drops++,
      };
    },
  };
  const http = testHttp({}, egressClient(egress));
  const request = (fields: Readonly<Record<string, string>> = {}) => {
    const entries = Object.entries(fields).map(([name, value]) => [name, bytes(value)] as const);
    const made = new http.types.OutgoingRequest(http.types.Fields.fromList(entries));
    made.setAuthority("a.example:8443");
    return made;
  };
  return { ...http, sent, state, requestBody, responseBody, request };
}

const HEAD = {
  method: "GET",
  scheme: "https",
  authority: "a.example:8443",
  pathWithQuery: "/",
  headers: [],
  hasBody: false,
  timeouts: {},
};

describe("a request that leaves", () => {
  test("carries what the guest set, and https where it set no scheme", () => {
    const { types, outgoing, request, sent } = testEgress();
    outgoing.handle(request());
    const second = request({ "X-A": "b" });
    second.setMethod({ tag: "other", val: "QUERY" });
    second.setScheme({ tag: "HTTP" });
    second.setPathWithQuery("?q=1");
    second.body();
    const options = new types.RequestOptions();
    options.setConnectTimeout(1_500_000n);
    options.setBetweenBytesTimeout(0n);
    outgoing.handle(second, options);
    expect(sent).toEqual([
      HEAD,
      {
        ...HEAD,
        method: "QUERY",
        scheme: "http",
        pathWithQuery: "/?q=1",
        headers: [["X-A", "b"]],
        hasBody: true,
        timeouts: { connectMs: 1.5, betweenBytesMs: 0 },
      },
    ]);
  });

  test("streams its body, what was written before and after, and its trailers", () => {
    const { types, outgoing, request, requestBody } = testEgress();
    const made = request();
    const body = made.body();
    const stream = body.write();
    stream.blockingWriteAndFlush(bytes("one"));
    outgoing.handle(made);
    expect(requestBody.text()).toBe("one");
    stream.blockingWriteAndFlush(bytes("two"));
    stream[Symbol.dispose]();
    types.OutgoingBody.finish(body, types.Fields.fromList([["x-sum", bytes("6")]]));
    expect([requestBody.text(), requestBody.end]).toEqual(["onetwo", { kind: "finished", value: [["x-sum", "6"]] }]);
  });

  test.each([
    ["another scheme", { tag: "HTTP-protocol-error" }, (made) => made.setScheme({ tag: "other", val: "ftp" })],
    ["no authority", { tag: "HTTP-request-URI-invalid" }, (made) => made.setAuthority(undefined)],
    ["a tunnel", { tag: "HTTP-request-method-invalid" }, (made) => made.setMethod({ tag: "connect" })],
  ] as [string, object, (made: GuestOutgoingRequest) => void][])("is not sent with %s", (_name, code, change) => {
    const { outgoing, request, sent } = testEgress();
    const made = request();
    change(made);
    expect([outcomeOf(() => outgoing.handle(made)), sent]).toEqual([{ err: code }, []]);
  });

  test("is not sent when it declares a body it does not have, or two lengths", () => {
    const { types, outgoing, request, sent } = testEgress();
    const fields = types.Fields.fromList(["1", "2"].map((length) => ["content-length", bytes(length)] as const));
    const twice = new types.OutgoingRequest(fields);
    twice.setAuthority("a.example");
    expect([
      outcomeOf(() => outgoing.handle(request({ "content-length": "5" }))),
      outcomeOf(() => outgoing.handle(twice)),
      sent,
    ]).toEqual([{ err: { tag: "HTTP-request-body-size", val: 0n } }, { err: { tag: "HTTP-protocol-error" } }, []]);
  });
});

describe("its answer", () => {
  test("is a response with a body, and the label of the future says what came of what", () => {
    const { outgoing, request, state, responseBody } = testEgress();
    const future = outgoing.handle(request());
    expect([future.get(), labelOf(future)]).toEqual([undefined, "GET https://a.example:8443/"]);
    state.answer = { tag: "ok", status: 404, headers: [["X-B", "c"]] };
    responseBody.push("gone");
    responseBody.finish([["x-t", "u"]]);
    const got = future.get();
    const response = got?.tag === "ok" && got.val.tag === "ok" ? got.val.val : undefined;
    expect([response?.status(), response?.headers().entries()]).toEqual([404, [["x-b", bytes("c")]]]);
    expect(text(response?.consume().stream().blockingRead(10n) ?? bytes(""))).toBe("gone");
    expect(labelOf(future)).toBe("404 GET https://a.example:8443/");
  });

  test("is an error, which the future gives and its label says", () => {
    const { outgoing, request, state } = testEgress();
    const future = outgoing.handle(request());
    state.answer = { tag: "err", error: { tag: "DNS-error", val: { rcode: "NXDOMAIN" } } };
    expect(future.get()).toEqual({
      tag: "ok",
      val: { tag: "err", val: { tag: "DNS-error", val: { rcode: "NXDOMAIN" } } },
    });
    expect(labelOf(future)).toBe("DNS-error: rcode NXDOMAIN GET https://a.example:8443/");
  });

  test("that breaks off says why, to the stream and to http-error-code", () => {
    const { types, outgoing, request, state, responseBody } = testEgress();
    const future = outgoing.handle(request());
    state.answer = { tag: "ok", status: 200, headers: [] };
    responseBody.push("ha");
    responseBody.fail("it was cut off", { tag: "HTTP-response-incomplete" });
    const got = future.get();
    const stream = got?.tag === "ok" && got.val.tag === "ok" ? got.val.val.consume().stream() : undefined;
    expect(text(stream?.blockingRead(10n) ?? bytes(""))).toBe("ha");
    const error = failureOf(outcomeOf(() => stream?.blockingRead(10n)));
    expect(types.httpErrorCode(error)).toEqual({ tag: "HTTP-response-incomplete" });
  });

  test("that nobody waits for is dropped", () => {
    const { outgoing, request, state } = testEgress();
    outgoing.handle(request())[Symbol.dispose]();
    expect(state.drops).toBe(1);
  });
});
