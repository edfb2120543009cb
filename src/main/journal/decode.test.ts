import { describe, expect, test } from "vitest";

import { decodeArguments, decodeResult } from "./decode-value.ts";
import { decodeRecords, type RecordSink } from "./decode.ts";
import {
  concat,
  encodeValue,
  enterRecord,
  exitRecord,
  sumRecord,
  textRecord,
  type TestValue,
} from "./testing/encode.ts";

describe("values", () => {
  const cases: readonly (readonly [string, TestValue, unknown])[] = [
    ["nothing", undefined, { t: "none" }],
    ["true", true, { t: "bool", v: true }],
    ["a number", 1.5, { t: "number", v: 1.5 }],
    ["not a number", Number.NaN, { t: "number", v: "NaN" }],
    ["minus infinity", Number.NEGATIVE_INFINITY, { t: "number", v: "-inf" }],
    ["a small 64-bit integer", -3n, { t: "number", v: -3 }],
    ["a large one, exactly", 2n ** 64n - 1n, { t: "number", v: "18446744073709551615" }],
    ["the smallest one", -(2n ** 63n), { t: "number", v: "-9223372036854775808" }],
    ["text", "a\u0000é🎈", { t: "string", v: "a\u0000é🎈", total: 8, cut: false }],
    ["text of which a part was kept", { kept: "ab", total: 9 }, { t: "string", v: "ab", total: 9, cut: true }],
    ["bytes", Uint8Array.of(0, 255), { t: "bytes", kept: Uint8Array.of(0, 255), total: 2 }],
    [
      "a list",
      [1, "x"],
      {
        t: "list",
        items: [
          { t: "number", v: 1 },
          { t: "string", v: "x", total: 1, cut: false },
        ],
        total: 2,
      },
    ],
    [
      "a record",
      { record: { "key-name": true } },
      { t: "record", fields: [{ name: "key-name", value: { t: "bool", v: true } }] },
    ],
    [
      "a field by its name in WIT",
      { record: { replyTo: true, x509Cert: false } },
      {
        t: "record",
        fields: [
          { name: "reply-to", value: { t: "bool", v: true } },
          { name: "x509-cert", value: { t: "bool", v: false } },
        ],
      },
    ],
    ["a case without value", { variant: "no-such-store" }, { t: "variant", tag: "no-such-store" }],
    ["a case with one", { variant: "other", value: 1 }, { t: "variant", tag: "other", value: { t: "number", v: 1 } }],
    [
      "a handle",
      { resource: "bucket", id: 4, label: "default" },
      { t: "resource", type: "bucket", id: 4, label: "default" },
    ],
  ];
  test.each(cases)("%s is shown as it was", (_, value, preview) => {
    expect(decodeResult(encodeValue(value))).toEqual(preview);
  });

  test("text cut inside a character leaves the half character out", () => {
    const whole = encodeValue("aé");
    const half = whole.slice(0, -1);
    new DataView(half.buffer).setUint32(5, 2, true);
    expect(decodeResult(half)).toEqual({ t: "string", v: "a", total: 3, cut: true });
  });

  test("nesting without end is cut, not followed", () => {
    const deep = concat(...Array.from({ length: 100_000 }, () => Uint8Array.of(8, 1, 0, 0, 0, 1, 0, 0, 0)));
    expect(JSON.stringify(decodeResult(deep))).toContain('"cut"');
  });
});

/** A small generator with a seed, so that a failure can be looked at again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

class Counting implements RecordSink {
  good = 0;
  bad = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  enter(record: Parameters<RecordSink["enter"]>[0]): void {
    this.#whole(record.args);
    decodeArguments(record.args);
    expect(record.parent).toBeLessThan(record.seq);
    expect(record.startMs).not.toBeNaN();
  }

  exit(record: Parameters<RecordSink["exit"]>[0]): void {
    this.#whole(record.versions);
    this.#whole(record.result);
    decodeResult(record.result);
  }

  text(record: Parameters<RecordSink["text"]>[0]): void {
    this.#whole(record.bytes);
    expect(record.total).toBeGreaterThanOrEqual(record.bytes.length);
  }

  sum(fn: number, calls: number, totalMs: number): void {
    this.good += 1;
    expect([fn, calls, totalMs].every(Number.isFinite)).toBe(true);
  }

  unreadable(): void {
    this.bad += 1;
  }

  #whole(bytes: Uint8Array): void {
    this.good += 1;
    expect(bytes.byteOffset + bytes.length).toBeLessThanOrEqual(this.#limit);
  }
}

describe("garbage", () => {
  const good = concat(
    enterRecord({
      seq: 1,
      fn: 1,
      args: ["key", [1n, 2n], { record: { a: "b" } }, { variant: "x", value: Uint8Array.of(1, 2, 3) }],
    }),
    textRecord(1, 1, 2, "printed"),
    exitRecord({ seq: 1, versions: [1, 2], result: [{ resource: "bucket", id: 1, label: "l" }] }),
    sumRecord(1, 5, 1),
  );

  test("any bytes at all are read without an error and within their bounds", () => {
    let seen = 0;
    for (let seed = 1; seed <= 2000; seed++) {
      const next = random(seed);
      const bytes = Uint8Array.from({ length: Math.floor(next() * 300) }, () => Math.floor(next() * 256));
      const sink = new Counting(bytes.buffer.byteLength);
      decodeRecords(bytes, sink);
      decodeArguments(bytes);
      decodeResult(bytes);
      seen += sink.bad;
    }
    expect(seen).toBeGreaterThan(0);
  });

  test("good records with flipped, missing and doubled bytes are read without an error and within their bounds", () => {
    const totals = { good: 0, bad: 0 };
    for (let seed = 1; seed <= 3000; seed++) {
      const next = random(seed);
      let bytes = good.slice();
      for (let i = 0; i <= seed % 4; i++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
      if (seed % 3 === 0) bytes = bytes.slice(0, Math.floor(next() * bytes.length));
      if (seed % 5 === 0) bytes = concat(bytes, good);
      const sink = new Counting(bytes.buffer.byteLength);
      decodeRecords(bytes, sink);
      totals.good += sink.good;
      totals.bad += sink.bad;
    }
    expect(totals.good).toBeGreaterThan(1000);
    expect(totals.bad).toBeGreaterThan(1000);
  });
});
