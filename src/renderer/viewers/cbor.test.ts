import { describe, expect, it } from "vitest";
import { parseHex } from "./hex.ts";
import { packedText } from "./packed-text.ts";
import { readPacked } from "./read-packed.ts";

function bytesOf(hex: string): Uint8Array {
  const parsed = parseHex(hex);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.bytes;
}

/** Examples of RFC 8949, Appendix A, with what each says. */
const examples: readonly (readonly [hex: string, text: string])[] = [
  ["00", "0"],
  ["17", "23"],
  ["1818", "24"],
  ["1903e8", "1000"],
  ["1a000f4240", "1000000"],
  ["1b000000e8d4a51000", "1000000000000"],
  ["1bffffffffffffffff", "18446744073709551615"],
  ["c249010000000000000000", "tag 2 (18446744073709551616) h'01 00 00 00 00 00 00 00 00'"],
  ["3bffffffffffffffff", "-18446744073709551616"],
  ["c349010000000000000000", "tag 3 (-18446744073709551617) h'01 00 00 00 00 00 00 00 00'"],
  ["20", "-1"],
  ["3903e7", "-1000"],
  ["f90000", "0.0"],
  ["f98000", "-0.0"],
  ["f93c00", "1.0"],
  ["fb3ff199999999999a", "1.1"],
  ["f93e00", "1.5"],
  ["f97bff", "65504.0"],
  ["fa47c35000", "100000.0"],
  ["fa7f7fffff", "3.4028234663852886e+38"],
  ["fb7e37e43c8800759c", "1e+300"],
  ["f90001", "5.960464477539063e-8"],
  ["f90400", "0.00006103515625"],
  ["f9c400", "-4.0"],
  ["fbc010666666666666", "-4.1"],
  ["f97c00", "Infinity"],
  ["f97e00", "NaN"],
  ["f9fc00", "-Infinity"],
  ["fa7fc00000", "NaN"],
  ["fbfff0000000000000", "-Infinity"],
  ["f4", "false"],
  ["f5", "true"],
  ["f6", "null"],
  ["f7", "undefined"],
  ["f0", "simple(16)"],
  ["f8ff", "simple(255)"],
  ["c074323031332d30332d32315432303a30343a30305a", 'tag 0 "2013-03-21T20:04:00Z"'],
  ["c11a514b67b0", "tag 1 (2013-03-21T20:04:00Z) 1363896240"],
  ["c1fb41d452d9ec200000", "tag 1 (2013-03-21T20:04:00.5Z) 1363896240.5"],
  ["d74401020304", "tag 23 h'01 02 03 04'"],
  ["d818456449455446", "tag 24 h'64 49 45 54 46'"],
  ["40", "h''"],
  ["4401020304", "h'01 02 03 04'"],
  ["60", '""'],
  ["62225c", String.raw`"\"\\"`],
  ["64f0908591", '"𐅑"'],
  ["80", "[]"],
  ["8301820203820405", "[1, [2, 3], [4, 5]]"],
  ["a0", "{}"],
  ["a201020304", "{1: 2, 3: 4}"],
  ["a26161016162820203", "{a: 1, b: [2, 3]}"],
  ["5f42010243030405ff", "h'01 02 03 04 05'"],
  ["7f657374726561646d696e67ff", '"streaming"'],
  ["9fff", "[]"],
  ["9f018202039f0405ffff", "[1, [2, 3], [4, 5]]"],
  ["bf61610161629f0203ffff", "{a: 1, b: [2, 3]}"],
  ["826161bf61626163ff", '["a", {b: "c"}]'],
];

describe("CBOR", () => {
  it.each(examples)("%s says %s", (hex, text) => {
    const { value, fault } = readPacked("cbor", bytesOf(hex));
    expect([fault, value && packedText(value)]).toEqual([undefined, text]);
  });

  it("keeps keys of any kind apart, and those that come twice", () => {
    const { value } = readPacked("cbor", bytesOf("a6 01 00 61 31 01 01 02 f6 03 81 02 04 f9 3c 00 05"));
    expect(value && packedText(value)).toBe('{1: 0, "1": 1, 1: 2, null: 3, [2]: 4, 1.0: 5}');
  });

  it.each([
    ["18", /^At byte 0: 1 byte should follow, and there are 0 bytes\.$/],
    ["9bffffffffffffffff00", /18,446,744,073,709,552,000 values should follow, and there is 1 byte/],
    ["bb00000000ffffffff0000", /4,294,967,295 entries should follow, and there are 2 bytes/],
    ["5b00000000ffffffff00", /4,294,967,295 bytes should follow/],
    ["ff", /a break where nothing can end/],
    ["8201ff", /a break where nothing can end/],
    ["bf01ff", /a break where nothing can end/],
    ["1c", /a length of the kind 28/],
    ["fc", /a simple value of the kind 28/],
    ["f818", /the simple value 24 in two bytes/],
    ["1f", /a number without an end/],
    ["5f6161ff", /no part of the text it is in/],
    ["7f7fffff", /no part of the text it is in/],
    ["61ff", /not UTF-8/],
    ["0000", /the value is over, and 1 byte follows/],
    ["c1", /1 value should follow/],
    ["", /1 byte should follow/],
  ])("of %s says what is wrong, and where", (hex, fault) => {
    expect(readPacked("cbor", bytesOf(hex)).fault).toMatch(fault);
  });
});
