import { describe, expect, test } from "vitest";
import { labelOf } from "../resource-label.ts";
import { WitError } from "../wit-error.ts";
import { FieldList } from "./field-list.ts";
import type { PendingResponse } from "./future-response.ts";
import { IncomingContents } from "./incoming-contents.ts";
import type { MadeRequest } from "./outgoing-request.ts";
import type { Timeouts } from "./request-options.ts";
import { bytes, outcomeOf, testHttp, text } from "./test-guest.ts";

const unit = { err: undefined };

describe("an outgoing request", () => {
  test("starts as a GET of nothing and keeps what it is given", () => {
    const { types } = testHttp();
    const request = new types.OutgoingRequest(types.Fields.fromList([["a", bytes("1")]]));
    const read = () => [request.method(), request.scheme(), request.authority(), request.pathWithQuery()];
    expect(read()).toEqual([{ tag: "get" }, undefined, undefined, undefined]);
    request.setMethod({ tag: "other", val: "QUERY" });
    request.setScheme({ tag: "other", val: "coap+tcp" });
    request.setAuthority("[::1]:8080");
    request.setPathWithQuery("/a?b=%20");
    expect(read()).toEqual([
      { tag: "other", val: "QUERY" },
      { tag: "other", val: "coap+tcp" },
      "[::1]:8080",
      "/a?b=%20",
    ]);
    expect([labelOf(request), request.headers().get("A").map(text)]).toEqual([
      "QUERY coap+tcp://[::1]:8080/a?b=%20",
      ["1"],
    ]);
    request.setAuthority(undefined);
    request.setScheme(undefined);
    request.setPathWithQuery(undefined);
    expect(read().slice(1)).toEqual([undefined, undefined, undefined]);
  });

  test("refuses what is no method, scheme, authority or path", () => {
    const { types } = testHttp();
    const request = new types.OutgoingRequest(new types.Fields());
    expect([
      outcomeOf(() => request.setMethod({ tag: "other", val: "A B" })),
      outcomeOf(() => request.setScheme({ tag: "other", val: "1x" })),
      outcomeOf(() => request.setAuthority("a b")),
      outcomeOf(() => request.setAuthority("host:99999")),
      outcomeOf(() => request.setAuthority("host:")),
      outcomeOf(() => request.setAuthority("")),
      outcomeOf(() => request.setPathWithQuery("a b")),
      outcomeOf(() => request.setPathWithQuery("/a\r\nx: y")),
      outcomeOf(() => request.setPathWithQuery("/a#fragment")),
    ]).toEqual(Array.from({ length: 9 }, () => unit));
  });

  test("is denied by this host, which says what it denied, and its body is closed", () => {
    const { types, outgoing } = testHttp();
    const request = new types.OutgoingRequest(new types.Fields());
    request.setAuthority("example.test");
    const stream = request.body().write();
    let thrown: unknown;
    try {
      outgoing.handle(request);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(WitError);
    expect([(thrown as WitError<unknown>).payload, ((thrown as Error).cause as Error).message]).toEqual([
      { tag: "HTTP-request-denied" },
      "GET https://example.test/ was refused: this host does not send outgoing HTTP requests",
    ]);
    expect(outcomeOf(() => stream.checkWrite())).toEqual({ err: { tag: "closed" } });
  });

  test("reaches the client that is plugged in, with its timeouts, and its answer comes once", () => {
    const seen: { request?: MadeRequest; timeouts?: Timeouts | undefined } = {};
    let outcome: ReturnType<PendingResponse["outcome"]>;
    const { types, outgoing, ctx } = testHttp(
      {},
      {
        send: (request, timeouts) => {
          Object.assign(seen, { request, timeouts });
          return { label: "", outcome: () => outcome, cancel: () => undefined };
        },
      },
    );
    ctx.pipes.incoming(30).push("hello");
    ctx.pipes.incoming(30).finish();
    const options = new types.RequestOptions();
    options.setConnectTimeout(1n);
    options.setFirstByteTimeout(2n);
    options.setBetweenBytesTimeout(3n);
    expect([options.connectTimeout(), options.firstByteTimeout(), options.betweenBytesTimeout()]).toEqual([1n, 2n, 3n]);

    const future = outgoing.handle(new types.OutgoingRequest(new types.Fields()), options);
    expect([seen.timeouts, future.get()]).toEqual([{ connectNs: 1n, firstByteNs: 2n, betweenBytesNs: 3n }, undefined]);
    ctx.later(() => {
      const contents = new IncomingContents(ctx.pipes.reader(30), "response body", () => false);
      outcome = { tag: "ok", val: { status: 203, headers: FieldList.received([["X", "y"]]), contents } };
    });
    const pollable = future.subscribe();
    expect(outcomeOf(() => future[Symbol.dispose]())).toEqual({
      trap: expect.stringContaining("resource has children"),
    });
    pollable.block();
    pollable[Symbol.dispose]();
    const got = future.get();
    const response = got?.tag === "ok" && got.val.tag === "ok" ? got.val.val : undefined;
    expect([response?.status(), response?.headers().entries()]).toEqual([203, [["x", bytes("y")]]]);
    const body = response?.consume();
    expect(text(body?.stream().blockingRead(10n) ?? bytes(""))).toBe("hello");
    expect([outcomeOf(() => response?.consume()), future.get()]).toEqual([unit, { tag: "err", val: undefined }]);
  });

  test("whose answer nobody waits for is cancelled", () => {
    let cancelled = 0;
    const { types, outgoing } = testHttp(
      {},
      { send: () => ({ label: "", outcome: () => undefined, cancel: () => void cancelled++ }) },
    );
    outgoing.handle(new types.OutgoingRequest(new types.Fields()))[Symbol.dispose]();
    expect(cancelled).toBe(1);
  });
});
