import { describe, expect, test } from "vitest";
import { resourceLabel } from "../resource-label.ts";
import { testContext } from "../test-context.ts";
import { testIncoming, testOutgoing } from "../test-pipes.ts";
import { WitError } from "../wit-error.ts";
import type { InputSource, IoError, OutputSink, StreamEnd } from "./modules.ts";
import { memorySink, pipeSink } from "./sinks.ts";
import { bytesSource, pipeSource } from "./sources.ts";
import type { StreamErrorPayload } from "./stream-error.ts";
import { MAX_READ_BYTES } from "./stream-reader.ts";
import { MAX_PERMIT_BYTES } from "./stream-writer.ts";
import { type GuestInput, guestInput, guestOutput, outcomeOf, pattern } from "./streams.suite.ts";

/** A sink that does nothing by itself: each answer is set by the test. */
function heldSink() {
  const state: { permit: number; flushed: boolean; end: StreamEnd | undefined; disposed: number } = {
    permit: 100_000,
    flushed: true,
    end: undefined,
    disposed: 0,
  };
  const written: Uint8Array[] = [];
  const sink: OutputSink = {
    ready: () => state.end !== undefined || state.permit > 0,
    deadlineNs: () => undefined,
    permit: () => state.permit,
    write: (bytes) => void written.push(bytes.slice()),
    flush: () => {
      state.flushed = false;
    },
    flushed: () => state.flushed,
    end: () => state.end,
    dispose: () => void state.disposed++,
  };
  return { sink, state, written: () => Buffer.concat(written) };
}

function errorOf(call: () => unknown): IoError {
  try {
    call();
  } catch (error) {
    if (error instanceof WitError) {
      const payload = error.payload as StreamErrorPayload;
      if (payload.tag === "last-operation-failed") return payload.val;
    }
    throw error;
  }
  throw new Error("the call did not fail");
}

describe("reading", () => {
  test("with nothing ready gives an empty list and does not wait", () => {
    const ctx = testContext();
    const { stream } = guestInput(ctx, pipeSource(testIncoming().reader));
    expect([stream.read(10n).length, stream.skip(10n), ctx.waits]).toEqual([0, 0n, 0]);
  });

  test("for all there is comes in bounded parts", () => {
    const { stream } = guestInput(testContext(), bytesSource(new Uint8Array(3 * MAX_READ_BYTES)));
    expect(stream.read(2n ** 64n - 1n).length).toBe(MAX_READ_BYTES);
  });

  test("ends in a trap when a source says ready ten times and has nothing", () => {
    let asked = 0;
    const source: InputSource = {
      ready: () => true,
      deadlineNs: () => undefined,
      take: () => {
        asked += 1;
        return new Uint8Array(0);
      },
      end: () => undefined,
      dispose: () => undefined,
    };
    const { stream } = guestInput(testContext(), source);
    expect(outcomeOf(() => stream.blockingRead(1n))).toBe("trap: max blocking attempts exceeded");
    expect(asked).toBe(10);
    expect(outcomeOf(() => stream.blockingSkip(1n))).toBe("trap: max blocking attempts exceeded");
  });

  test("hands a failure over as an error that knows its text and its cause", () => {
    const source = {
      ...bytesSource(new Uint8Array(0)),
      end: (): StreamEnd => ({ kind: "failed", text: "reset", cause: "ECONNRESET" }),
    };
    const { io, stream } = guestInput(testContext(), source);
    const error = errorOf(() => stream.read(1n));
    expect([error.toDebugString(), io.isError(error), io.errorText(error), io.errorCause(error)]).toEqual([
      "reset",
      true,
      "reset",
      "ECONNRESET",
    ]);
    expect(error).toBeInstanceOf(io.modules.error["Error"]);
    expect(io.isError(new Error("another"))).toBe(false);
  });
});

test("a closed stream is ready for ever, whatever its source says", () => {
  let ready = true;
  const source: InputSource = { ...bytesSource(new Uint8Array(0)), ready: () => ready };
  const { stream } = guestInput(testContext(), source);
  const pollable = stream.subscribe();
  expect(outcomeOf(() => stream.read(1n))).toBe("closed");
  ready = false;
  expect([pollable.ready(), outcomeOf(() => stream.blockingRead(1n))]).toEqual([true, "closed"]);
});

describe("writing", () => {
  test("of a part leaves the rest of the permit, and check-write sets it anew", () => {
    const { sink } = heldSink();
    const { stream } = guestOutput(testContext(), sink);
    expect(stream.checkWrite()).toBe(100_000n);
    stream.write(pattern(99_999));
    expect(outcomeOf(() => stream.write(pattern(2)))).toBe("trap: write exceeded budget");
    stream.checkWrite();
    expect(outcomeOf(() => stream.write(pattern(100_000)))).toBe("ok");
  });

  test("is permitted in bounded amounts, whatever the sink would take", () => {
    const { sink, state } = heldSink();
    state.permit = Number.MAX_SAFE_INTEGER;
    expect(guestOutput(testContext(), sink).stream.checkWrite()).toBe(BigInt(MAX_PERMIT_BYTES));
  });

  test("of zeroes writes exactly as many as asked, in parts", () => {
    const { sink, written } = heldSink();
    const { stream } = guestOutput(testContext(), sink);
    stream.checkWrite();
    stream.writeZeroes(99_999n);
    expect(written().equals(new Uint8Array(99_999))).toBe(true);
    expect(outcomeOf(() => stream.write(pattern(2)))).toBe("trap: write exceeded budget");
  });

  test("is not permitted while a flush runs, and traps", () => {
    const { sink, state } = heldSink();
    const { stream } = guestOutput(testContext(), sink);
    const pollable = stream.subscribe();
    stream.checkWrite();
    stream.flush();
    expect([stream.checkWrite(), pollable.ready()]).toEqual([0n, false]);
    stream.write(new Uint8Array(0));
    expect(outcomeOf(() => stream.write(pattern(1)))).toBe("trap: write not permitted while flush pending");
    expect(outcomeOf(() => stream.writeZeroes(1n))).toBe("trap: write not permitted while flush pending");
    state.flushed = true;
    expect([pollable.ready(), stream.checkWrite()]).toEqual([true, 100_000n]);
  });

  test("is told a failure that comes up during a flush", () => {
    const { sink, state } = heldSink();
    const ctx = testContext();
    const { stream } = guestOutput(ctx, sink);
    ctx.later(() => (state.end = { kind: "failed", text: "disk full" }));
    expect(errorOf(() => stream.blockingFlush()).toDebugString()).toBe("disk full");
    expect(outcomeOf(() => stream.checkWrite())).toBe("closed");
  });

  test("with flush is ok when the reader leaves during the final flush, and fails when that fails", () => {
    for (const [end, outcome] of [
      [{ kind: "closed" }, "ok"],
      [{ kind: "failed", text: "reset" }, "last-operation-failed"],
    ] as const) {
      const { sink, state, written } = heldSink();
      const ctx = testContext();
      const { stream } = guestOutput(ctx, sink);
      ctx.later(() => (state.end = end));
      expect(outcomeOf(() => stream.blockingWriteAndFlush(pattern(3)))).toBe(outcome);
      expect(written().length).toBe(3);
      expect(outcomeOf(() => stream.checkWrite())).toBe("closed");
    }
  });

  test("ends in a trap when a sink says ready ten times and permits nothing", () => {
    const { sink, state } = heldSink();
    state.permit = 0;
    const { stream } = guestOutput(testContext(), { ...sink, ready: () => true });
    expect(outcomeOf(() => stream.blockingWriteAndFlush(pattern(1)))).toBe("trap: max blocking attempts exceeded");
    expect(outcomeOf(() => stream.blockingWriteZeroesAndFlush(1n))).toBe("trap: max blocking attempts exceeded");
  });

  test("tells the sink once that the stream was dropped", () => {
    const { sink, state } = heldSink();
    const ctx = testContext();
    const { stream } = guestOutput(ctx, sink);
    stream[Symbol.dispose]();
    stream[Symbol.dispose]();
    ctx.endInstance();
    expect(state.disposed).toBe(1);
  });

  test("leaves a sink alone when the instance ends with its stream alive", () => {
    const { sink, state } = heldSink();
    const ctx = testContext();
    guestOutput(ctx, sink);
    ctx.endInstance();
    expect(state.disposed).toBe(0);
  });
});

describe("splicing", () => {
  test("moves what is there and never waits", () => {
    const ctx = testContext();
    const pipe = testIncoming();
    const memory = memorySink();
    const { io, stream } = guestOutput(ctx, memory);
    const source = io.inputStream(pipeSource(pipe.reader));
    expect(stream.splice(source, 10n)).toBe(0n);
    pipe.push("abcdef");
    expect([stream.splice(source, 0n), stream.splice(source, 4n), stream.splice(source, 2n ** 64n - 1n)]).toEqual([
      0n,
      4n,
      2n,
    ]);
    expect(Buffer.from(memory.bytes()).toString()).toBe("abcdef");
    expect(ctx.waits).toBe(0);
    pipe.finish();
    expect(outcomeOf(() => stream.splice(source, 1n))).toBe("closed");
    expect(stream.checkWrite()).toBeGreaterThan(0n);
  });

  test("reads no byte that it has no room for", () => {
    const pipe = testOutgoing(4);
    const { io, stream } = guestOutput(testContext(), pipeSink(pipe.writer));
    const source = io.inputStream(bytesSource(pattern(10))) as unknown as GuestInput;
    expect([stream.splice(source, 10n), stream.splice(source, 10n)]).toEqual([4n, 0n]);
    expect(source.read(10n)).toEqual(pattern(10).subarray(4));
  });

  test("waits for room first and for bytes then", () => {
    const ctx = testContext();
    const [from, to] = [testIncoming(), testOutgoing(4)];
    const { io, stream } = guestOutput(ctx, pipeSink(to.writer));
    stream.checkWrite();
    stream.write(pattern(4));
    ctx.later(() => to.take(3));
    ctx.later(() => from.push("xyz"));
    expect(stream.blockingSplice(io.inputStream(pipeSource(from.reader)), 2n)).toBe(2n);
    expect(ctx.waits).toBe(2);
    expect(Buffer.from(to.bytes().subarray(4)).toString()).toBe("xy");
  });

  test("from what is no input-stream of this host traps", () => {
    const { io, stream } = guestOutput(testContext(), memorySink());
    const foreign = guestInput(testContext(), bytesSource(pattern(3))).stream;
    expect(outcomeOf(() => stream.splice(foreign, 1n))).toBe("trap: resource is of another type");
    const dropped = io.inputStream(bytesSource(pattern(3)));
    dropped[Symbol.dispose]();
    expect(outcomeOf(() => stream.blockingSplice(dropped, 1n))).toBe("trap: resource not present");
  });
});

test("a host-internal step never passes a method that a guest can call", () => {
  const ctx = testContext();
  const memory = memorySink();
  const { io, stream } = guestOutput(ctx, memory);
  const source = io.inputStream(bytesSource(pattern(100)));
  const pollable = stream.subscribe();
  const calls: string[] = [];
  for (const [name, module] of Object.entries(io.modules)) {
    for (const resource of Object.values(module)) {
      const prototype = (resource as { prototype?: Record<string, unknown> }).prototype;
      for (const method of prototype === undefined ? [] : Object.getOwnPropertyNames(prototype)) {
        const original = prototype?.[method];
        if (method === "constructor" || typeof original !== "function" || prototype === undefined) continue;
        prototype[method] = function recorded(this: unknown, ...args: unknown[]): unknown {
          calls.push(`${name}.${method}`);
          return original.apply(this, args) as unknown;
        };
      }
    }
  }
  stream.blockingSplice(source, 10n);
  stream.blockingWriteAndFlush(pattern(5));
  stream.blockingWriteZeroesAndFlush(5n);
  stream.blockingFlush();
  (io.modules.poll["poll"] as (list: unknown[]) => number[])([pollable]);
  expect(calls).toEqual([
    "streams.blockingSplice",
    "streams.blockingWriteAndFlush",
    "streams.blockingWriteZeroesAndFlush",
    "streams.blockingFlush",
  ]);
  expect(memory.bytes().length).toBe(20);
});

test("a stream's label is its source's or its sink's, and empty once the stream is dropped", () => {
  const { io } = guestInput(testContext(), bytesSource(pattern(1)));
  const streams = [
    io.inputStream(bytesSource(pattern(1), "request body")),
    io.outputStream(memorySink(10, "response body")),
  ];
  const labels = () => streams.map((stream) => (stream as unknown as { [resourceLabel](): string })[resourceLabel]());
  expect(labels()).toEqual(["request body", "response body"]);
  for (const stream of streams) stream[Symbol.dispose]();
  expect(labels()).toEqual(["", ""]);
});
