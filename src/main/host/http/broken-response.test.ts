import { describe, expect, test } from "vitest";
import { trap } from "../trap.ts";
import {
  BODY_PIPE,
  bytes,
  failureOf,
  type GuestOutgoingBody,
  type GuestOutgoingResponse,
  outcomeOf,
  RESPONSE_PIPE,
  testHttp,
} from "./test-guest.ts";

describe("a response body that is not whole", () => {
  function broken(spoil: (body: GuestOutgoingBody, response: GuestOutgoingResponse) => void) {
    const { serve, ctx, types } = testHttp();
    const served = serve({}, (_request, out) => {
      const response = new types.OutgoingResponse(new types.Fields());
      const body = response.body();
      types.ResponseOutparam.set(out, { tag: "ok", val: response });
      const stream = body.write();
      stream.blockingWriteAndFlush(bytes("part"));
      stream[Symbol.dispose]();
      spoil(body, response);
    });
    const pipe = ctx.pipes.outgoing(RESPONSE_PIPE);
    return { served, text: pipe.text(), end: pipe.end };
  }

  test("because it was dropped unfinished breaks off after what was written", () => {
    const reason = "the component dropped the body without finishing it";
    expect(broken((body) => body[Symbol.dispose]())).toEqual({
      served: { status: 200, failed: reason },
      text: "part",
      end: { kind: "failed", reason },
    });
  });

  test("because the handler returned before finishing it breaks off, too", () => {
    const reason = "the component returned without finishing the response body";
    expect(broken(() => undefined)).toEqual({
      served: { status: 200, failed: reason },
      text: "part",
      end: { kind: "failed", reason },
    });
  });

  test("because the guest trapped breaks off, and the trap goes on", () => {
    const { serve, ctx, types } = testHttp();
    const run = () =>
      serve({}, (_request, out) => {
        const response = new types.OutgoingResponse(new types.Fields());
        const body = response.body();
        types.ResponseOutparam.set(out, { tag: "ok", val: response });
        body.write().blockingWriteAndFlush(bytes("part"));
        trap("unreachable");
      });
    expect(outcomeOf(run)).toEqual({ trap: "unreachable" });
    const pipe = ctx.pipes.outgoing(RESPONSE_PIPE);
    expect([pipe.text(), pipe.end, ctx.pipes.incoming(BODY_PIPE).cancelled]).toEqual([
      "part",
      { kind: "failed", reason: "unreachable" },
      true,
    ]);
  });

  test("that was finished before the trap stays whole", () => {
    const { serve, ctx, respond } = testHttp();
    const run = () =>
      serve({}, (_request, out) => {
        respond(out, "whole");
        trap("too late");
      });
    expect(outcomeOf(run)).toEqual({ trap: "too late" });
    expect(ctx.pipes.outgoing(RESPONSE_PIPE).end).toEqual({ kind: "finished", value: undefined });
  });

  test.each([
    ["ab", "5", 2n],
    ["abcdef", "5", 6n],
  ])("%j for a declared length of %s is an error with the size written", (body, length, written) => {
    const { serve, ctx, types } = testHttp();
    const served = serve({}, (_request, out) => {
      const response = new types.OutgoingResponse(types.Fields.fromList([["content-length", bytes(length)]]));
      const outgoing = response.body();
      types.ResponseOutparam.set(out, { tag: "ok", val: response });
      const stream = outgoing.write();
      const failure = outcomeOf(() => stream.blockingWriteAndFlush(bytes(body)));
      stream[Symbol.dispose]();
      const wrongSize = { tag: "HTTP-response-body-size", val: written };
      if (written > 5n) expect(types.httpErrorCode(failureOf(failure))).toEqual(wrongSize);
      expect(outcomeOf(() => types.OutgoingBody.finish(outgoing, undefined))).toEqual({ err: wrongSize });
    });
    expect(served.failed).toContain(`wrote ${written} bytes`);
    expect(ctx.pipes.outgoing(RESPONSE_PIPE).end?.kind).toBe("failed");
  });

  test("cannot be finished or dropped while its stream lives", () => {
    const { types } = testHttp();
    const body = new types.OutgoingResponse(new types.Fields()).body();
    body.write();
    const children = { trap: expect.stringContaining("resource has children: outgoing-body") };
    expect([
      outcomeOf(() => types.OutgoingBody.finish(body, undefined)),
      outcomeOf(() => body[Symbol.dispose]()),
    ]).toEqual([children, children]);
  });

  test("because the client went away refuses more bytes", () => {
    const { serve, ctx, types } = testHttp({ creditBytes: 4 });
    ctx.later(() => ctx.pipes.outgoing(RESPONSE_PIPE).close("client disconnected"));
    serve({}, (_request, out) => {
      const response = new types.OutgoingResponse(new types.Fields());
      const body = response.body();
      types.ResponseOutparam.set(out, { tag: "ok", val: response });
      const stream = body.write();
      stream.blockingWriteAndFlush(bytes("four"));
      expect(outcomeOf(() => stream.blockingWriteAndFlush(bytes("more")))).toEqual({ err: { tag: "closed" } });
      stream[Symbol.dispose]();
      types.OutgoingBody.finish(body, undefined);
    });
  });
});
