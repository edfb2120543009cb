import { describe, expect, test } from "vitest";
import { type TestContext, testContext } from "../test-context.ts";
import { Trap } from "../trap.ts";
import { WitError } from "../wit-error.ts";
import { createIo } from "./create-io.ts";
import type { InputSource, OutputSink, Pollable } from "./modules.ts";
import { bytesSource } from "./sources.ts";
import type { StreamErrorPayload } from "./stream-error.ts";

/** The methods of the two classes as a guest calls them. */
export interface GuestInput {
  read(len: bigint): Uint8Array;
  blockingRead(len: bigint): Uint8Array;
  skip(len: bigint): bigint;
  blockingSkip(len: bigint): bigint;
  subscribe(): Pollable;
  [Symbol.dispose](): void;
}
export interface GuestOutput {
  checkWrite(): bigint;
  write(contents: Uint8Array): void;
  blockingWriteAndFlush(contents: Uint8Array): void;
  flush(): void;
  blockingFlush(): void;
  subscribe(): Pollable;
  writeZeroes(len: bigint): void;
  blockingWriteZeroesAndFlush(len: bigint): void;
  splice(src: object, len: bigint): bigint;
  blockingSplice(src: object, len: bigint): bigint;
  [Symbol.dispose](): void;
}

/** What a call answered with: the tag of its stream-error, or the text of its trap. */
export function outcomeOf(call: () => unknown): string {
  try {
    call();
    return "ok";
  } catch (error) {
    if (error instanceof Trap) return `trap: ${error.message}`;
    if (error instanceof WitError) return (error.payload as StreamErrorPayload).tag;
    throw error;
  }
}

export function guestInput(ctx: TestContext, source: InputSource) {
  const io = createIo(ctx);
  return { io, stream: io.inputStream(source) as unknown as GuestInput };
}

export function guestOutput(ctx: TestContext, sink: OutputSink) {
  const io = createIo(ctx);
  return { io, stream: io.outputStream(sink) as unknown as GuestOutput };
}

/** Bytes that differ from their neighbours, so that a lost or doubled part shows. */
export function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) % 251);
}

/** How a source under test is made: it must give exactly `bytes`, perhaps later (`ctx.later`), and then end. */
export type MakeSource = (ctx: TestContext, bytes: Uint8Array, end: "closed" | "failed") => InputSource;

const ALL = 2n ** 64n - 1n;
const SAMPLE = pattern(70_000);

/** What every input-stream promises, whatever its source. */
export function testInputSource(name: string, make: MakeSource, options: { readonly fails: boolean }): void {
  const open = (bytes: Uint8Array, end: "closed" | "failed" = "closed") => {
    const ctx = testContext();
    return { ctx, ...guestInput(ctx, make(ctx, bytes, end)) };
  };

  describe(`an input-stream over ${name}`, () => {
    test("gives all bytes in order to blocking reads, never none, never more than asked", () => {
      const { stream } = open(SAMPLE);
      const parts: Uint8Array[] = [];
      while (outcomeOf(() => parts.push(stream.blockingRead(1000n))) === "ok");
      expect(parts.every((part) => part.length > 0 && part.length <= 1000)).toBe(true);
      expect(Buffer.concat(parts).equals(SAMPLE)).toBe(true);
    });

    test("has bytes or an end whenever its pollable is ready", () => {
      const { stream } = open(SAMPLE);
      const parts: Uint8Array[] = [];
      const pollable = stream.subscribe();
      for (;;) {
        pollable.block();
        let part = new Uint8Array(0);
        if (outcomeOf(() => (part = stream.read(ALL) as Uint8Array<ArrayBuffer>)) !== "ok") break;
        expect(part.length).toBeGreaterThan(0);
        parts.push(part);
      }
      expect(pollable.ready()).toBe(true);
      expect(Buffer.concat(parts).equals(SAMPLE)).toBe(true);
    });

    test("stays closed once it said so", () => {
      const { stream } = open(pattern(10));
      while (outcomeOf(() => stream.blockingSkip(ALL)) === "ok");
      const calls = [
        () => stream.read(1n),
        () => stream.read(0n),
        () => stream.blockingRead(1n),
        () => stream.skip(1n),
        () => stream.blockingSkip(1n),
      ];
      expect(calls.map(outcomeOf)).toEqual(calls.map(() => "closed"));
    });

    test("is closed from the start when there is nothing", () => {
      expect(outcomeOf(() => open(new Uint8Array(0)).stream.blockingRead(1n))).toBe("closed");
    });

    test("answers a read of 0 bytes with an empty list while it is open, and with closed at its end", () => {
      const { stream } = open(pattern(3));
      stream.subscribe().block();
      expect(stream.read(0n)).toEqual(new Uint8Array(0));
      expect(stream.blockingRead(0n)).toEqual(new Uint8Array(0));
      while (outcomeOf(() => stream.blockingRead(ALL)) === "ok");
      expect(outcomeOf(() => stream.read(0n))).toBe("closed");
    });

    test("skips by count and reads on behind what was skipped", () => {
      const { stream } = open(SAMPLE);
      let skipped = 0n;
      while (skipped < 5000n) skipped += stream.blockingSkip(5000n - skipped);
      expect(skipped).toBe(5000n);
      expect(stream.blockingRead(1n)).toEqual(SAMPLE.subarray(5000, 5001));
    });

    test("cannot be dropped while a pollable of it lives, and not be used after its drop", () => {
      const { stream } = open(pattern(3));
      const pollable = stream.subscribe();
      expect(outcomeOf(() => stream[Symbol.dispose]())).toBe("trap: resource has children");
      pollable[Symbol.dispose]();
      stream[Symbol.dispose]();
      expect(outcomeOf(() => stream.read(1n))).toBe("trap: resource not present");
    });

    if (!options.fails) return;
    test("tells a failure once, after the bytes before it, and is closed then", () => {
      const { stream } = open(pattern(10), "failed");
      let read = 0;
      let outcome = "ok";
      while ((outcome = outcomeOf(() => (read += stream.blockingRead(ALL).length))) === "ok");
      expect([read, outcome, outcomeOf(() => stream.read(1n))]).toEqual([10, "last-operation-failed", "closed"]);
    });
  });
}

/** A sink under test, with what lies behind it in the test's hands. */
export interface SinkFixture {
  readonly sink: OutputSink;
  /** Everything that arrived. */
  received(): Uint8Array;
  /** Whoever takes the bytes takes them all from now on, also those that wait. Absent: it always does. */
  drain?(): void;
  /** Whoever takes the bytes goes away. Absent: it cannot. */
  close?(): void;
}

/** What every output-stream promises, whatever its sink. */
export function testOutputSink(name: string, make: (ctx: TestContext) => SinkFixture): void {
  const open = () => {
    const ctx = testContext();
    const fixture = make(ctx);
    return { ctx, fixture, ...guestOutput(ctx, fixture.sink) };
  };
  const draining = () => {
    const opened = open();
    opened.fixture.drain?.();
    return opened;
  };

  describe(`an output-stream over ${name}`, () => {
    test("takes a first write that nobody asked a permit for, and traps beyond what it would have permitted", () => {
      const permit = Number(open().stream.checkWrite());
      const { stream, fixture } = open();
      stream.write(pattern(permit));
      expect(Buffer.from(fixture.received()).equals(pattern(permit))).toBe(true);
      expect(outcomeOf(() => stream.write(pattern(1)))).toBe("trap: write exceeded budget");
      expect(outcomeOf(() => open().stream.write(pattern(permit + 1)))).toBe("trap: write exceeded budget");
    });

    test("permits at least 4096 bytes at first, in as many writes as the guest likes, and traps beyond", () => {
      const { stream, fixture } = open();
      const permit = Number(stream.checkWrite());
      expect(permit).toBeGreaterThanOrEqual(4096);
      const bytes = pattern(permit);
      stream.write(bytes.subarray(0, 1000));
      stream.write(bytes.subarray(1000));
      expect(outcomeOf(() => stream.write(pattern(1)))).toBe("trap: write exceeded budget");
      expect(Buffer.from(fixture.received()).equals(bytes)).toBe(true);
    });

    test("takes a write of nothing without a permit", () => {
      const { stream, fixture } = open();
      stream.write(new Uint8Array(0));
      stream.writeZeroes(0n);
      expect(fixture.received().length).toBe(0);
    });

    test("traps on more zeroes than permitted, however many, and writes what was", () => {
      const { stream, fixture } = open();
      const exceeded = "trap: cannot write more zeroes than `check_write` allows";
      expect(outcomeOf(() => stream.writeZeroes(ALL))).toBe(exceeded);
      const permit = stream.checkWrite();
      expect(outcomeOf(() => stream.writeZeroes(ALL))).toBe(exceeded);
      stream.writeZeroes(permit);
      expect(fixture.received()).toEqual(new Uint8Array(Number(permit)));
    });

    test("writes and flushes 4096 bytes in one call and traps on one more", () => {
      const { stream, fixture } = draining();
      const bytes = pattern(4096);
      stream.blockingWriteAndFlush(bytes);
      stream.blockingWriteZeroesAndFlush(4096n);
      expect(Buffer.from(fixture.received()).equals(Buffer.concat([bytes, new Uint8Array(4096)]))).toBe(true);
      const tooLarge = (call: string) => `trap: Buffer too large for ${call} (expected at most 4096)`;
      expect(outcomeOf(() => stream.blockingWriteAndFlush(pattern(4097)))).toBe(tooLarge("blocking-write-and-flush"));
      expect(outcomeOf(() => stream.blockingWriteZeroesAndFlush(4097n))).toBe(
        tooLarge("blocking-write-zeroes-and-flush"),
      );
      expect(fixture.received().length).toBe(8192);
    });

    test("does not keep the bytes it was given", () => {
      const { stream, fixture } = draining();
      const bytes = pattern(100);
      stream.blockingWriteAndFlush(bytes);
      bytes.fill(0);
      expect(fixture.received()).toEqual(pattern(100));
    });

    test("permits something whenever its pollable is ready", () => {
      const { ctx, stream, fixture } = open();
      const pollable = stream.subscribe();
      for (let round = 0; round < 3; round++) {
        if (!pollable.ready()) ctx.later(() => fixture.drain?.());
        pollable.block();
        const permit = stream.checkWrite();
        expect(permit).toBeGreaterThan(0n);
        stream.write(pattern(Number(permit)));
      }
    });

    test("splices another stream of this host to its end", () => {
      const { io, stream, fixture } = draining();
      const source = io.inputStream(bytesSource(SAMPLE));
      let moved = 0n;
      while (outcomeOf(() => (moved += stream.blockingSplice(source, ALL))) === "ok");
      expect(moved).toBe(BigInt(SAMPLE.length));
      expect(Buffer.from(fixture.received()).equals(SAMPLE)).toBe(true);
    });

    test("permits again after a flush is done", () => {
      const { stream } = draining();
      stream.checkWrite();
      stream.write(pattern(10));
      stream.blockingFlush();
      expect(stream.checkWrite()).toBeGreaterThan(0n);
    });

    test("cannot be dropped while a pollable of it lives, and not be used after its drop", () => {
      const { stream } = open();
      const pollable = stream.subscribe();
      expect(outcomeOf(() => stream[Symbol.dispose]())).toBe("trap: resource has children");
      pollable[Symbol.dispose]();
      stream[Symbol.dispose]();
      expect(outcomeOf(() => stream.checkWrite())).toBe("trap: resource not present");
    });

    if (make(testContext()).close === undefined) return;
    test("is closed, also for those who wait, when its reader goes away", () => {
      const { ctx, io, stream, fixture } = open();
      while (stream.checkWrite() > 0n) stream.write(pattern(Number(stream.checkWrite())));
      ctx.later(() => fixture.close?.());
      const calls = [
        () => stream.blockingWriteAndFlush(pattern(1)),
        () => stream.checkWrite(),
        () => stream.write(pattern(1)),
        () => stream.flush(),
        () => stream.blockingFlush(),
        () => stream.writeZeroes(1n),
        () => stream.splice(io.inputStream(bytesSource(SAMPLE)), 1n),
        () => stream.blockingSplice(io.inputStream(bytesSource(SAMPLE)), 1n),
      ];
      expect(calls.map(outcomeOf)).toEqual(calls.map(() => "closed"));
      expect(stream.subscribe().ready()).toBe(true);
    });
  });
}
