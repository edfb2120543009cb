import { expect, it } from "vitest";
import { packedRows } from "./packed-rows.ts";
import { readPacked } from "./read-packed.ts";

const rowsOf = (bytes: readonly number[], toggled: readonly string[] = []) => {
  const { value } = readPacked("cbor", Uint8Array.from(bytes));
  return value === undefined
    ? []
    : packedRows(value, new Set(toggled)).map(({ path, depth, name, text, kind, open }) => [
        `${" ".repeat(depth)}${name === undefined ? "" : `${name}: `}${text}`,
        kind,
        ...(open === undefined ? [] : [open]),
        path,
      ]);
};

it("opens two levels, shows tags on the row of what they are of, and tells keys that are alike apart", () => {
  // {"a": [[1]], 1: 1("…"), "1": h'00', "1": {}}
  const bytes = [
    0xa4, 0x61, 0x61, 0x81, 0x81, 1, 1, 0xc1, 0x1a, 0x51, 0x4b, 0x67, 0xb0, 0x61, 0x31, 0x41, 0, 0x61, 0x31, 0xa0,
  ];
  expect(rowsOf(bytes)).toEqual([
    ["{4}", "object", true, "$"],
    [" a: [1]", "array", true, "$.0"],
    ["  0: [1]", "array", false, "$.0.0"],
    [" 1: tag 1 (2013-03-21T20:04:00Z) 1363896240", "number", "$.1"],
    [" \"1\": h'00'", "bytes", "$.2"],
    [' "1": {0}', "object", "$.3"],
  ]);
  expect(rowsOf(bytes, ["$.0.0"])[3]).toEqual(["   0: 1", "number", "$.0.0.0"]);
  expect(rowsOf(bytes, ["$"])).toEqual([["{4}", "object", false, "$"]]);
});

it("shows a key whose value is missing, and a tag of nothing", () => {
  expect(rowsOf([0xa2, 1, 2, 3])).toEqual([["…", "word", "$"]].slice(1));
  expect(rowsOf([0xbf, 1, 2, 3]).map(([text]) => text)).toEqual(["{2}", " 1: 2", " 3: …"]);
});
