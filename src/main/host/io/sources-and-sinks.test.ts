import { expect, test } from "vitest";
import { testContext } from "../test-context.ts";
import { testIncoming, testOutgoing } from "../test-pipes.ts";
import { atInstanceEnd } from "./instance-end.ts";
import { callbackSink, memorySink, pipeSink } from "./sinks.ts";
import { bytesSource, emptySource, pipeSource } from "./sources.ts";
import { guestInput, guestOutput, outcomeOf, pattern, testInputSource, testOutputSink } from "./streams.suite.ts";

testInputSource("bytes", (_ctx, bytes) => bytesSource(bytes), { fails: false });

testInputSource(
  "a pipe that was filled before",
  (_ctx, bytes, end) => {
    const pipe = testIncoming();
    pipe.push(bytes);
    if (end === "closed") pipe.finish();
    else pipe.fail("cut");
    return pipeSource(pipe.reader);
  },
  { fails: true },
);

testInputSource(
  "a pipe that is filled while the guest waits",
  (ctx, bytes, end) => {
    const pipe = testIncoming();
    for (let at = 0; at < bytes.length; at += 7000) ctx.later(() => pipe.push(bytes.subarray(at, at + 7000)));
    ctx.later(() => (end === "closed" ? pipe.finish() : pipe.fail("cut")));
    return pipeSource(pipe.reader);
  },
  { fails: true },
);

testOutputSink("memory", () => {
  const sink = memorySink();
  return { sink, received: () => sink.bytes() };
});

testOutputSink("a callback", () => {
  const parts: Uint8Array[] = [];
  return {
    sink: callbackSink((bytes) => parts.push(bytes.slice())),
    received: () => new Uint8Array(Buffer.concat(parts)),
  };
});

testOutputSink("a pipe", () => {
  const pipe = testOutgoing(16 * 1024);
  return {
    sink: pipeSink(pipe.writer),
    received: () => pipe.bytes(),
    drain: () => pipe.takeAtOnce(),
    close: () => pipe.close("gone"),
  };
});

test("an empty source is closed from the start", () => {
  expect(outcomeOf(() => guestInput(testContext(), emptySource()).stream.read(1n))).toBe("closed");
});

test("dropping a stream over a pipe cancels the pipe, and only then", () => {
  const pipe = testIncoming();
  const { stream } = guestInput(testContext(), pipeSource(pipe.reader));
  pipe.push("abc");
  stream.blockingRead(10n);
  expect(pipe.cancelled).toBe(false);
  stream[Symbol.dispose]();
  expect(pipe.cancelled).toBe(true);
});

test("a stream that an instance leaves behind lets go of its source when the instance ends, once", () => {
  const ctx = testContext();
  let disposed = 0;
  const source = () => ({ ...emptySource(), dispose: () => void disposed++ });
  const { io, stream } = guestInput(ctx, source());
  io.inputStream(source());
  stream[Symbol.dispose]();
  ctx.endInstance();
  expect(disposed).toBe(2);
  io.inputStream(source());
  ctx.endInstance();
  expect(disposed).toBe(3);
});

test("a write to a pipe waits for its reader and goes on in parts", () => {
  const ctx = testContext();
  const pipe = testOutgoing(1000);
  const { stream } = guestOutput(ctx, pipeSink(pipe.writer));
  for (let times = 0; times < 5; times++) ctx.later(() => pipe.take(1000));
  stream.blockingWriteAndFlush(pattern(4096));
  expect(Buffer.from(pipe.bytes()).equals(pattern(4096))).toBe(true);
  expect(ctx.waits).toBe(5);
});

test("a pipe whose reader is gone is ready, although it permits nothing", () => {
  const pipe = testOutgoing(10);
  const sink = pipeSink(pipe.writer);
  sink.write(pattern(10));
  expect(sink.ready()).toBe(false);
  pipe.close("gone");
  expect([sink.ready(), sink.permit(), sink.end()]).toEqual([true, 0, { kind: "closed" }]);
});

test("a release is registered once for each instance, however often it is asked for", () => {
  let registered = 0;
  const ctx = testContext();
  let released = 0;
  const counting = {
    ...ctx,
    onInstanceEnd: (release: () => void) => {
      registered += 1;
      ctx.onInstanceEnd(release);
    },
  };
  const release = atInstanceEnd(counting, () => void released++);
  for (let instance = 0; instance < 2; instance++) {
    release();
    release();
    ctx.endInstance();
  }
  expect([registered, released]).toEqual([2, 2]);
});

test("dropping a stream over a pipe does not finish the pipe", () => {
  const pipe = testOutgoing(1000);
  guestOutput(testContext(), pipeSink(pipe.writer)).stream[Symbol.dispose]();
  expect(pipe.end).toBeUndefined();
});

test("a memory sink grows to its limit and is closed there", () => {
  const sink = memorySink(5000);
  const { stream } = guestOutput(testContext(), sink);
  stream.blockingWriteAndFlush(pattern(4096));
  expect(stream.checkWrite()).toBe(904n);
  stream.write(pattern(904));
  expect(outcomeOf(() => stream.checkWrite())).toBe("closed");
  expect(sink.bytes().length).toBe(5000);
});
