import { describe, expect, it } from "vitest";
import { formatHex, hexRow, parseHex } from "./hex.ts";

const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);

describe("hex", () => {
  it("comes back without a difference, whatever the bytes and however many", () => {
    for (const bytes of [every, every.subarray(0, 0), every.subarray(3, 4), every.subarray(0, 17)]) {
      expect(parseHex(formatHex(bytes))).toEqual({ ok: true, bytes: Uint8Array.from(bytes) });
    }
  });

  it("reads pairs with and without blanks, in both cases, over several lines", () => {
    expect(parseHex("DEad be\n  ef\r\n\n00")).toEqual({
      ok: true,
      bytes: Uint8Array.from([0xde, 0xad, 0xbe, 0xef, 0]),
    });
  });

  it("names the line of what is no byte", () => {
    expect(parseHex("00\n0g")).toMatchObject({ ok: false, line: 2 });
    expect(parseHex("abc")).toMatchObject({ ok: false, line: 1 });
  });

  it("shows offset, bytes and ASCII of a row", () => {
    expect(hexRow(new TextEncoder().encode("0123456789abcdef\nHi"), 1)).toEqual({
      offset: "00000010",
      hex: "0a 48 69",
      ascii: "·Hi",
    });
  });
});
