import { describe, expect, test } from "vitest";
import { labelOf } from "../resource-label.ts";
import { BODY_PIPE, bytes, failureOf, type GuestIncomingRequest, outcomeOf, testHttp, text } from "./test-guest.ts";

describe("the request a handler gets", () => {
  test("says what the client asked for, under the names of WIT", () => {
    const { serve, respond } = testHttp();
    serve(
      { method: "PATCH", scheme: "https", authority: "example.test:8443", pathWithQuery: "/a%20b?c=d" },
      (request, out) => {
        expect([request.method(), request.scheme(), request.authority(), request.pathWithQuery()]).toEqual([
          { tag: "patch" },
          { tag: "HTTPS" },
          "example.test:8443",
          "/a%20b?c=d",
        ]);
        expect(labelOf(request)).toBe("PATCH /a%20b?c=d");
        respond(out);
      },
    );
  });

  test("names an unusual method by its text, since methods are case-sensitive", () => {
    const { serve } = testHttp();
    serve({ method: "get" }, (request) => expect(request.method()).toEqual({ tag: "other", val: "get" }));
  });

  test("has a body that is taken once, with a stream that is taken once", () => {
    const { serve, ctx } = testHttp();
    ctx.pipes.incoming(BODY_PIPE).finish();
    serve({}, (request) => {
      const body = request.consume();
      expect(outcomeOf(() => request.consume())).toEqual({ err: undefined });
      body.stream();
      expect(outcomeOf(() => body.stream())).toEqual({ err: undefined });
    });
  });

  test("gives its body as it arrives, waiting between the parts, then its trailers", () => {
    const { serve, ctx, types } = testHttp();
    const body = ctx.pipes.incoming(BODY_PIPE);
    body.push("one");
    ctx.later(() => body.push("two"));
    ctx.later(
      () =>
        body.finish([
          ["X-Sum", "42"],
          ["Connection", "x"],
        ]),
      1n,
    );
    serve({}, (request) => {
      const incoming = request.consume();
      const stream = incoming.stream();
      expect([text(stream.blockingRead(100n)), text(stream.blockingRead(100n))]).toEqual(["one", "two"]);
      expect(outcomeOf(() => stream.blockingRead(1n))).toEqual({ err: { tag: "closed" } });
      stream[Symbol.dispose]();
      const trailers = types.IncomingBody.finish(incoming);
      const first = trailers.get();
      const fields = first?.tag === "ok" && first.val.tag === "ok" ? first.val.val : undefined;
      expect(fields?.entries()).toEqual([["x-sum", bytes("42")]]);
      expect(outcomeOf(() => fields?.append("a", bytes("b")))).toEqual({ err: { tag: "immutable" } });
      expect(trailers.get()).toEqual({ tag: "err", val: undefined });
    });
  });

  test("has its trailers also when nobody read the body", () => {
    const { serve, ctx, types } = testHttp();
    const body = ctx.pipes.incoming(BODY_PIPE);
    body.push("nobody reads this");
    ctx.later(() => {
      body.push(" nor this");
      body.finish();
    });
    serve({}, (request) => {
      const trailers = types.IncomingBody.finish(request.consume());
      expect(trailers.get()).toBeUndefined();
      const pollable = trailers.subscribe();
      pollable.block();
      pollable[Symbol.dispose]();
      expect(trailers.get()).toEqual({ tag: "ok", val: { tag: "ok", val: undefined } });
    });
  });

  test("fails to read what the client did not send before it went away, after what it did send", () => {
    const { serve, ctx, types } = testHttp();
    const body = ctx.pipes.incoming(BODY_PIPE);
    body.push("half");
    ctx.later(() => ctx.pipes.deliver({ t: "disconnected" }));
    serve({}, (request) => {
      const incoming = request.consume();
      const stream = incoming.stream();
      expect(text(stream.blockingRead(10n))).toBe("half");
      const failure = outcomeOf(() => stream.blockingRead(10n));
      expect(failure).toEqual({ err: { tag: "last-operation-failed", val: expect.anything() } });
      expect(types.httpErrorCode(failureOf(failure))).toEqual({ tag: "connection-terminated" });
      stream[Symbol.dispose]();
      const trailers = types.IncomingBody.finish(incoming);
      expect(trailers.get()).toEqual({ tag: "ok", val: { tag: "err", val: { tag: "connection-terminated" } } });
    });
  });

  test("tells why its body broke off", () => {
    const { serve, ctx } = testHttp();
    ctx.pipes.incoming(BODY_PIPE).fail("the client sent nothing for 9 ms");
    serve({}, (request) => {
      const failure = failureOf(outcomeOf(() => request.consume().stream().blockingRead(1n)));
      expect(failure.toDebugString()).toBe("request body: the client sent nothing for 9 ms");
    });
  });

  test.each<[string, (request: GuestIncomingRequest) => void]>([
    ["never takes the body", () => undefined],
    ["drops the request", (request) => request[Symbol.dispose]()],
    ["drops the body", (request) => request.consume()[Symbol.dispose]()],
  ])("whose handler %s tells the studio that nobody reads", (_name, handle) => {
    const { serve, ctx, respond } = testHttp();
    serve({}, (request, out) => {
      handle(request);
      respond(out);
    });
    expect(ctx.pipes.incoming(BODY_PIPE).cancelled).toBe(true);
  });

  test("cannot be dropped before its headers, nor a body before its stream", () => {
    const { serve, ctx, types } = testHttp();
    ctx.pipes.incoming(BODY_PIPE).finish();
    serve({}, (request) => {
      const children = { trap: expect.stringContaining("resource has children") };
      const headers = request.headers();
      expect(outcomeOf(() => request[Symbol.dispose]())).toEqual(children);
      headers[Symbol.dispose]();
      const body = request.consume();
      request[Symbol.dispose]();
      const stream = body.stream();
      expect(outcomeOf(() => body[Symbol.dispose]())).toEqual(children);
      expect(outcomeOf(() => types.IncomingBody.finish(body))).toEqual(children);
      stream[Symbol.dispose]();
      const trailers = types.IncomingBody.finish(body);
      const pollable = trailers.subscribe();
      expect(outcomeOf(() => trailers[Symbol.dispose]())).toEqual(children);
      pollable[Symbol.dispose]();
      trailers[Symbol.dispose]();
    });
  });
});
