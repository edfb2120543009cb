import { expect, it } from "vitest";
import { jsonRows, parseJsonTree } from "./json-rows.ts";

const lines = (text: string, toggled: readonly string[] = []) =>
  jsonRows(parseJsonTree(text), new Set(toggled)).map((row) => `${" ".repeat(row.depth)}${row.name ?? ""} ${row.text}`);

it("keeps the digits of numbers that a double cannot hold", () => {
  expect(lines("[12345678901234567890, 1.10, 1e400, 7]")).toEqual([
    " [4]",
    " 0 12345678901234567890",
    " 1 1.10",
    " 2 1e400",
    " 3 7",
  ]);
});

it("opens two levels, and what a person opens", () => {
  const text = '{"a":{"b":{"c":1}},"d":[]}';
  expect(lines(text)).toEqual([" {2}", " a {1}", "  b {1}", " d [0]"]);
  expect(lines(text, ["$.a.b"])).toContain("   c 1");
  expect(lines(text, ["$"])).toEqual([" {2}"]);
});

it("gives every row a place of its own", () => {
  const paths = jsonRows(parseJsonTree('{"a":[{"x":1},{"x":2}],"b":null}'), new Set(["$.a[0]", "$.a[1]"])).map(
    (row) => row.path,
  );
  expect(new Set(paths).size).toBe(paths.length);
});
