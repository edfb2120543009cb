import { encode, ExtData } from "@msgpack/msgpack";
import { describe, expect, it } from "vitest";
import { packedText } from "./packed-text.ts";
import { MAX_DEPTH, MAX_VALUES, readPacked } from "./read-packed.ts";

const said = (bytes: Uint8Array) => {
  const { value, fault } = readPacked("messagepack", bytes);
  return fault ?? (value === undefined ? undefined : packedText(value));
};

describe("MessagePack", () => {
  it.each([
    [0, "0"],
    [127, "127"],
    [128, "128"],
    [65_535, "65535"],
    [4_294_967_295, "4294967295"],
    [18_446_744_073_709_551_615n, "18446744073709551615"],
    [-1, "-1"],
    [-32, "-32"],
    [-33, "-33"],
    [-32_768, "-32768"],
    [-2_147_483_648, "-2147483648"],
    [-9_223_372_036_854_775_808n, "-9223372036854775808"],
    [1.5, "1.5"],
    [-0.1, "-0.1"],
    [NaN, "NaN"],
    [-Infinity, "-Infinity"],
    [true, "true"],
    [null, "null"],
    ["ü", '"ü"'],
    ["x".repeat(40), JSON.stringify("x".repeat(40))],
    [Uint8Array.of(0xde, 0xad), "h'de ad'"],
    [{ a: [1, { b: "c" }], "two words": null, true: false }, '{a: [1, {b: "c"}], "two words": null, "true": false}'],
    [new ExtData(5, Uint8Array.of(1, 2, 3)), "ext 5 h'01 02 03'"],
    [new Date("2026-01-02T03:04:05.678Z"), /^timestamp \(2026-01-02T03:04:05\.678Z\) h'/],
    [new Date("1901-01-01T00:00:00Z"), /^timestamp \(1901-01-01T00:00:00Z\) h'/],
  ] as const)("says what was written: %s", (value, text) => {
    const bytes = encode(value, { useBigInt64: true });
    if (typeof text === "string") expect(said(bytes)).toBe(text);
    else expect(said(bytes)).toMatch(text);
  });

  it("reads long lists, maps, texts and bytes with their longer heads", () => {
    const many = Array.from({ length: 70_000 }, () => 1);
    const long = "y".repeat(70_000);
    const wide = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`k${at}`, at]));
    for (const value of [many, long, "z".repeat(300), wide, new Uint8Array(300), new Uint8Array(70_000)]) {
      expect(readPacked("messagepack", encode(value)).fault).toBeUndefined();
    }
  });

  it("tells a float that is whole from an integer, and a key that is a number from one that is a text", () => {
    expect(said(Uint8Array.of(0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0))).toBe("1.0");
    expect(said(Uint8Array.of(0x83, 1, 2, 0xa1, 0x31, 3, 1, 4))).toBe('{1: 2, "1": 3, 1: 4}');
  });

  it("shows a string that is no text by its bytes", () => {
    expect(said(Uint8Array.of(0x91, 0xa2, 0xff, 0xfe))).toBe("[string (not UTF-8) h'ff fe']");
  });

  it.each([
    [[0xc1], /^At byte 0: c1, which MessagePack never uses\.$/],
    [[0xdd, 0xff, 0xff, 0xff, 0xff, 0], /4,294,967,295 values should follow, and there is 1 byte/],
    [[0xdf, 0xff, 0xff, 0xff, 0xff, 0], /4,294,967,295 entries should follow/],
    [[0xc6, 0xff, 0xff, 0xff, 0xff, 0], /4,294,967,295 bytes should follow/],
    [[0x93, 1, 2], /3 values should follow, and there are 2 bytes/],
    [[0xa5, 0x61], /5 bytes should follow, and there is 1 byte/],
    [[1, 2], /the value is over, and 1 byte follows/],
    [[], /1 byte should follow/],
  ])("of %j says what is wrong, and where", (bytes, fault) => {
    expect(said(Uint8Array.from(bytes))).toMatch(fault);
  });

  it("gives what it read before the fault", () => {
    const { value, fault } = readPacked("messagepack", Uint8Array.of(0x82, 0xa1, 0x61, 0x92, 1, 0xcd, 0xa1));
    expect(value && packedText(value)).toBe("{a: [1]}");
    expect(fault).toMatch(/2 bytes should follow/);
  });
});

describe.each(["messagepack", "cbor"] as const)("hostile bytes as %s", (format) => {
  const list = format === "cbor" ? 0x81 : 0x91;

  it("are not followed deeper than the bound", () => {
    expect(readPacked(format, new Uint8Array(4_000_000).fill(list)).fault).toMatch(
      `nested more than ${MAX_DEPTH} deep`,
    );
  });

  it("are not read beyond so many values", () => {
    const claimed = [MAX_VALUES * 2].flatMap((n) => [n >>> 24, (n >> 16) & 0xff, (n >> 8) & 0xff, n & 0xff]);
    const bytes = new Uint8Array(MAX_VALUES * 2 + 5);
    bytes.set([format === "cbor" ? 0x9a : 0xdd, ...claimed]);
    const { value, fault } = readPacked(format, bytes);
    expect(fault).toMatch("more than 100,000 values");
    expect(value?.t === "list" && value.items.length).toBe(MAX_VALUES - 1);
  });

  it("end in a value or a fault, whatever they are", () => {
    // Reproducible: a linear congruential generator.
    let state = 42;
    const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24;
    for (let round = 0; round < 5000; round += 1) {
      const { value, fault } = readPacked(format, Uint8Array.from({ length: 1 + (round % 40) }, next));
      expect(value !== undefined || fault !== undefined).toBe(true);
    }
  });
});
