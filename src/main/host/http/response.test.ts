import { describe, expect, test } from "vitest";
import { labelOf } from "../resource-label.ts";
import { bytes, failureOf, outcomeOf, RESPONSE_PIPE, testHttp, text } from "./test-guest.ts";
import { MAX_PERMIT_BYTES } from "../io/stream-writer.ts";
import { MAX_UNSENT_BYTES } from "./outgoing-contents.ts";

describe("the response of a handler", () => {
  test("leaves when it is set, and its bytes when they are written", () => {
    const { serve, ctx, types } = testHttp();
    const sent: unknown[] = [];
    const pipe = ctx.pipes.outgoing(RESPONSE_PIPE);
    const served = serve({}, (_request, out) => {
      const response = new types.OutgoingResponse(types.Fields.fromList([["X-A", bytes("é")]]));
      response.setStatusCode(201);
      const body = response.body();
      types.ResponseOutparam.set(out, { tag: "ok", val: response });
      sent.push(structuredClone(ctx.pipes.sent));
      const stream = body.write();
      stream.blockingWriteAndFlush(bytes("first "));
      sent.push(pipe.text());
      stream.blockingWriteAndFlush(bytes("second"));
      stream[Symbol.dispose]();
      sent.push(pipe.end);
      types.OutgoingBody.finish(body, types.Fields.fromList([["X-Sum", bytes("7")]]));
      sent.push(pipe.end);
    });
    expect(sent).toEqual([
      [{ t: "response", status: 201, headers: [["X-A", "Ã©"]], hasBody: true }],
      "first ",
      undefined,
      { kind: "finished", value: [["X-Sum", "7"]] },
    ]);
    expect([served, pipe.text()]).toEqual([{ status: 201 }, "first second"]);
  });

  test("may be written and finished before it is set", () => {
    const { serve, ctx, respond } = testHttp();
    const served = serve({}, (_request, out) => respond(out, "whole"));
    const pipe = ctx.pipes.outgoing(RESPONSE_PIPE);
    expect([served, pipe.text(), pipe.end]).toEqual([{ status: 200 }, "whole", { kind: "finished", value: undefined }]);
  });

  test("written before it is set goes out at the pace of the client, without loss", () => {
    const { serve, ctx, types } = testHttp({ creditBytes: 1000 });
    const pipe = ctx.pipes.outgoing(RESPONSE_PIPE);
    for (let at = 0n; at < 10n; at++) ctx.later(() => pipe.take(), at);
    const part = new Uint8Array(4096).map((_, at) => at % 251);
    serve({}, (_request, out) => {
      const response = new types.OutgoingResponse(new types.Fields());
      const body = response.body();
      const stream = body.write();
      stream.blockingWriteAndFlush(part);
      stream.blockingWriteAndFlush(part);
      types.ResponseOutparam.set(out, { tag: "ok", val: response });
      stream.blockingWriteAndFlush(bytes("end"));
      stream[Symbol.dispose]();
      types.OutgoingBody.finish(body, undefined);
    });
    expect(Buffer.compare(pipe.bytes(), Buffer.concat([part, part, bytes("end")]))).toBe(0);
    expect(pipe.end).toEqual({ kind: "finished", value: undefined });
  });

  test("keeps a permit that was given before it is set, and the order of the bytes", () => {
    const { serve, ctx, types } = testHttp({ creditBytes: 10 });
    const pipe = ctx.pipes.outgoing(RESPONSE_PIPE);
    for (let at = 0n; at < 200n; at++) ctx.later(() => pipe.take(), at);
    serve({}, (_request, out) => {
      const response = new types.OutgoingResponse(new types.Fields());
      const body = response.body();
      const stream = body.write();
      expect(stream.checkWrite()).toBe(BigInt(MAX_PERMIT_BYTES));
      stream.write(bytes("a".repeat(20)));
      types.ResponseOutparam.set(out, { tag: "ok", val: response });
      expect(pipe.text()).toBe("a".repeat(10));
      pipe.take();
      stream.write(bytes("b"));
      stream.write(bytes("c".repeat(1000)));
      stream[Symbol.dispose]();
      types.OutgoingBody.finish(body, undefined);
    });
    expect(pipe.text()).toBe(`${"a".repeat(20)}b${"c".repeat(1000)}`);
  });

  test("may be set when its whole body is written, if that is no more than two permits", () => {
    const { serve, ctx, types } = testHttp({ creditBytes: 2 * MAX_PERMIT_BYTES });
    serve({}, (_request, out) => {
      const response = new types.OutgoingResponse(new types.Fields());
      const body = response.body();
      const stream = body.write();
      for (let part = 0; part < 2; part++) stream.write(new Uint8Array(Number(stream.checkWrite())));
      stream[Symbol.dispose]();
      types.OutgoingBody.finish(body, undefined);
      types.ResponseOutparam.set(out, { tag: "ok", val: response });
    });
    expect(ctx.pipes.outgoing(RESPONSE_PIPE).bytes().length).toBe(2 * MAX_PERMIT_BYTES);
    expect(ctx.pipes.outgoing(RESPONSE_PIPE).end).toEqual({ kind: "finished", value: undefined });
  });

  test("without a body is complete at once", () => {
    const { serve, ctx, respond } = testHttp();
    serve({}, (_request, out) => {
      respond(out);
      expect(ctx.pipes.outgoing(RESPONSE_PIPE).end).toEqual({ kind: "finished", value: undefined });
    });
    expect(ctx.pipes.sent).toEqual([{ t: "response", status: 200, headers: [], hasBody: false }]);
  });

  test("that waits for room before it is set fails instead of hanging", () => {
    const { serve, types } = testHttp();
    serve({}, () => {
      const stream = new types.OutgoingResponse(new types.Fields()).body().write();
      const part = new Uint8Array(4096);
      for (let written = 0; written < MAX_UNSENT_BYTES; written += part.length) stream.blockingWriteAndFlush(part);
      const failure = failureOf(outcomeOf(() => stream.blockingWriteAndFlush(part)));
      expect(failure.toDebugString()).toContain("the response was not sent");
      expect(types.httpErrorCode(failure)?.tag).toBe("internal-error");
    });
  });

  test("that was never set is a failure the studio hears of", () => {
    const { serve, ctx } = testHttp();
    const reason = "the component returned without setting a response";
    expect(serve({}, () => undefined)).toEqual({ failed: reason });
    expect(ctx.pipes.sent).toEqual([{ t: "failed", code: reason }]);
  });

  test("can be an error code, which the studio gets in words", () => {
    const { serve, ctx, types } = testHttp();
    const served = serve({}, (_request, out) =>
      types.ResponseOutparam.set(out, { tag: "err", val: { tag: "internal-error", val: "no database" } }),
    );
    expect([served, ctx.pipes.sent]).toEqual([
      { failed: "internal-error: no database" },
      [{ t: "failed", code: "internal-error: no database" }],
    ]);
  });

  test("can be set once", () => {
    const { serve, types } = testHttp();
    serve({}, (_request, out) => {
      types.ResponseOutparam.set(out, { tag: "err", val: { tag: "loop-detected" } });
      const again = () => types.ResponseOutparam.set(out, { tag: "err", val: { tag: "loop-detected" } });
      expect(outcomeOf(again)).toEqual({ trap: "not a live response-outparam" });
    });
  });

  test("cannot be set while its headers are in use", () => {
    const { serve, types } = testHttp();
    serve({}, (_request, out) => {
      const response = new types.OutgoingResponse(new types.Fields());
      response.headers();
      expect(outcomeOf(() => types.ResponseOutparam.set(out, { tag: "ok", val: response }))).toEqual({
        trap: expect.stringContaining("resource has children: outgoing-response"),
      });
    });
  });

  test("has one body with one stream, and a status that HTTP knows", () => {
    const { types } = testHttp();
    const response = new types.OutgoingResponse(new types.Fields());
    const body = response.body();
    body.write();
    response.setStatusCode(418);
    expect([response.statusCode(), labelOf(response)]).toEqual([418, "418"]);
    const unit = { err: undefined };
    expect([
      outcomeOf(() => response.body()),
      outcomeOf(() => body.write()),
      outcomeOf(() => response.setStatusCode(99)),
      outcomeOf(() => response.setStatusCode(1000)),
    ]).toEqual([unit, unit, unit, unit]);
  });

  test("cannot be a 1xx", () => {
    const { serve, types } = testHttp();
    const served = serve({}, (_request, out) => {
      const response = new types.OutgoingResponse(new types.Fields());
      response.setStatusCode(103);
      types.ResponseOutparam.set(out, { tag: "ok", val: response });
    });
    expect(served.failed).toContain("status 103");
  });

  test.each([
    ["GET", 200, true],
    ["HEAD", 200, false],
    ["GET", 304, false],
  ])("to %s with status %d that declares a length without a body fails: %s", (method, status, fails) => {
    const { serve, types } = testHttp();
    const served = serve({ method }, (_request, out) => {
      const response = new types.OutgoingResponse(types.Fields.fromList([["content-length", bytes("5")]]));
      response.setStatusCode(status);
      types.ResponseOutparam.set(out, { tag: "ok", val: response });
    });
    expect(served.failed !== undefined).toBe(fails);
  });
});

describe("an informational response", () => {
  test("leaves before the response, as often as the guest likes", () => {
    const { serve, ctx, types, respond } = testHttp();
    serve({}, (_request, out) => {
      out.sendInformational(103, types.Fields.fromList([["link", bytes("</a.css>")]]));
      out.sendInformational(102, new types.Fields());
      respond(out);
    });
    expect(ctx.pipes.sent.slice(0, 2)).toEqual([
      { t: "informational", status: 103, headers: [["link", "</a.css>"]] },
      { t: "informational", status: 102, headers: [] },
    ]);
  });

  test.each([99, 101, 200])("with status %d is a protocol error", (status) => {
    const { serve, ctx, types } = testHttp();
    serve({}, (_request, out) => {
      expect(outcomeOf(() => out.sendInformational(status, new types.Fields()))).toEqual({
        err: { tag: "HTTP-protocol-error" },
      });
      expect(ctx.pipes.sent).toEqual([]);
    });
  });
});

test("exchanges of one worker do not know of each other", () => {
  const { serve, ctx, respond } = testHttp();
  serve({}, (_request, out) => respond(out, "one"));
  ctx.endInstance();
  ctx.pipes.deliver({ t: "disconnected" });
  ctx.pipes.incoming(20).push("body");
  serve({ body: 20, response: 21 }, (request, out) => {
    expect(text(request.consume().stream().blockingRead(10n))).toBe("body");
    respond(out, "two");
  });
  expect([ctx.pipes.outgoing(RESPONSE_PIPE).text(), ctx.pipes.outgoing(21).text()]).toEqual(["one", "two"]);
});
