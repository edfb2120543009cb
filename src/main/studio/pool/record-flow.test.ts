import { describe, expect, it } from "vitest";
import { ExitOutcome } from "../../../shared/record.ts";
import { allocateRing, drainRing, drainTail, controlViews, RING_BYTES } from "../../../shared/ring.ts";
import { decodeRecords } from "../../journal/decode.ts";
import { decodeArguments, decodeResult, decodeText } from "../../journal/decode-value.ts";
import { Recorder } from "../../worker/recorder.ts";
import { sumRecords } from "./sum-records.ts";

interface Seen {
  readonly entered: Map<number, readonly unknown[]>;
  readonly exited: Map<number, { readonly outcome: number; readonly result: unknown }>;
  readonly printed: string[];
  readonly sums: Map<number, number>;
  unreadable: number;
}

function read(...chunks: (Uint8Array | undefined)[]): Seen {
  const seen: Seen = { entered: new Map(), exited: new Map(), printed: [], sums: new Map(), unreadable: 0 };
  for (const chunk of chunks) {
    if (chunk === undefined) continue;
    decodeRecords(chunk, {
      enter: ({ seq, args }) => seen.entered.set(seq, decodeArguments(args)),
      exit: ({ seq, outcome, result }) => seen.exited.set(seq, { outcome, result: decodeResult(result) }),
      text: ({ bytes }) => seen.printed.push(decodeText(bytes, false)),
      sum: (fn, calls) => seen.sums.set(fn, calls),
      unreadable: () => seen.unreadable++,
    });
  }
  return seen;
}

/** A clock on which every look takes a microsecond: half a million calls a second. */
function recorderOn(memory = allocateRing(4)) {
  let now = 0;
  const recorder = new Recorder(memory, new Set([3]), () => (now += 0.001));
  recorder.begin();
  return { memory, recorder };
}

describe("what a guest does to its host", () => {
  it("comes out of the ring as it went in, arguments and results typed", () => {
    const { memory, recorder } = recorderOn();
    class Bucket {}
    const bucket = new Bucket();
    const call = recorder.enter(1, 0, bucket, [
      "key",
      7n,
      new Uint8Array([1, 2, 3]),
      { tag: "some", val: -1n },
      undefined,
    ]);
    recorder.exit(call, undefined, ExitOutcome.ok, [true, 1.5, { name: "ö" }]);
    recorder.text("stdout", new TextEncoder().encode("hello\n"));
    const { entered, exited, printed, unreadable } = read(drainRing(memory));
    expect({ args: entered.get(1), exit: exited.get(1), printed, unreadable }).toEqual({
      args: [
        { t: "resource", type: "bucket", id: 1, label: "" },
        { t: "string", v: "key", total: 3, cut: false },
        { t: "number", v: 7 },
        { t: "bytes", kept: new Uint8Array([1, 2, 3]), total: 3 },
        { t: "variant", tag: "some", value: { t: "number", v: -1 } },
        { t: "none" },
      ],
      exit: {
        outcome: ExitOutcome.ok,
        result: {
          t: "list",
          total: 3,
          items: [
            { t: "bool", v: true },
            { t: "number", v: 1.5 },
            { t: "record", fields: [{ name: "name", value: { t: "string", v: "ö", total: 2, cut: false } }] },
          ],
        },
      },
      printed: ["hello\n"],
      unreadable: 0,
    });
  });

  it("is bounded: long texts, byte lists and deep values are cut and say how long they were", () => {
    const { memory, recorder } = recorderOn();
    let deep: unknown = "end";
    for (let i = 0; i < 20; i++) deep = [deep];
    const long = "ä".repeat(10_000);
    recorder.exit(
      recorder.enter(1, 0, undefined, [long, new Uint8Array(70_000), deep]),
      undefined,
      ExitOutcome.ok,
      undefined,
    );
    const [text, bytes, nested] = read(drainRing(memory)).entered.get(1) as {
      total: number;
      v: string;
      cut: boolean;
      kept: Uint8Array;
    }[];
    expect({ total: text?.total, cut: text?.cut, whole: text?.v === long }).toEqual({
      total: 20_000,
      cut: true,
      whole: false,
    });
    expect({ total: bytes?.total, kept: bytes?.kept.length }).toEqual({ total: 70_000, kept: 256 });
    expect(JSON.stringify(nested)).toContain('"cut"');
  });

  it("survives the end of the ring: records before and after the wrap are whole", () => {
    const { memory, recorder } = recorderOn();
    const big = new Uint8Array(256).fill(7);
    let calls = 0;
    for (let written = 0; written < RING_BYTES * 2; written += 600) {
      recorder.begin();
      for (let i = 0; i < 10; i++, calls++)
        recorder.exit(recorder.enter(2, 0, undefined, [big]), undefined, ExitOutcome.ok, undefined);
      const { entered, exited, unreadable } = read(drainRing(memory));
      expect([entered.size, exited.size, unreadable]).toEqual([10, 10, 0]);
    }
    expect(calls).toBeGreaterThan(1_000);
  });

  it("keeps the first 5,000, the last, every error and every change of a flood, and exact counts of all", () => {
    const { memory, recorder } = recorderOn();
    const total = 200_000;
    for (let i = 1; i <= total; i++) {
      const call = recorder.enter(1, 0, undefined, [i]);
      if (i === 100_000) recorder.changed([42]);
      recorder.exit(call, undefined, i % 50_000 === 0 ? ExitOutcome.err : ExitOutcome.ok, undefined);
    }
    const ring = drainRing(memory);
    const tail = drainTail(memory);
    const { entered, exited, sums, unreadable } = read(ring, tail, sumRecords(controlViews(memory.control).sums, tail));
    const whole = [...exited.keys()].filter((seq) => entered.has(seq));
    for (let seq = 1; seq <= 5_000; seq++) expect(entered.has(seq) && exited.has(seq)).toBe(true);
    for (let seq = total - 5_000; seq <= total; seq++) expect(entered.has(seq) && exited.has(seq)).toBe(true);
    for (const seq of [50_000, 100_000, 150_000, 200_000]) expect(exited.get(seq)?.outcome).toBe(ExitOutcome.err);
    expect(whole.length + (sums.get(1) ?? 0)).toBe(total);
    expect(whole.length).toBeLessThan(total / 2);
    expect(unreadable).toBe(0);
  });

  it("tells resources apart by a number that is the same in the whole record and begins anew with the next", () => {
    const { memory, recorder } = recorderOn();
    class Bucket {}
    const [first, second] = [new Bucket(), new Bucket()];
    const numberOf = (args: readonly unknown[] | undefined) => (args?.[0] as { id?: number } | undefined)?.id;
    const use = (bucket: Bucket) => {
      const call = recorder.enter(1, 0, bucket, []);
      recorder.exit(call, undefined, ExitOutcome.ok, undefined);
      return call.seq;
    };
    expect([use(first), use(second)]).toEqual([1, 2]);
    let last = 0;
    for (let i = 0; i < 30_000; i++) last = use(second);
    const { entered } = read(drainRing(memory), drainTail(memory));
    expect([1, 2, last].map((seq) => numberOf(entered.get(seq)))).toEqual([1, 2, 2]);
    recorder.begin();
    use(second);
    expect(numberOf(read(drainRing(memory)).entered.get(1))).toBe(1);
  });

  it("shows a call that waits in a flood before it comes back", () => {
    const { memory, recorder } = recorderOn();
    for (let i = 0; i < 20_000; i++)
      recorder.exit(recorder.enter(1, 0, undefined, []), undefined, ExitOutcome.ok, undefined);
    drainRing(memory);
    recorder.enter(2, 0, undefined, ["forever"]);
    recorder.promote();
    const { entered, exited } = read(drainRing(memory));
    expect([[...entered.keys()], exited.size]).toEqual([[20_001], 0]);
  });
});
