import { expect, it } from "vitest";
import { isBadPattern, matchRanges } from "./match-ranges.ts";

it("finds words regardless of case, and takes their signs literally", () => {
  expect([matchRanges("Boo boo", "BOO"), matchRanges("a.c abc", "a.c")]).toEqual([
    [
      [0, 3],
      [4, 7],
    ],
    [[0, 3]],
  ]);
});

it("finds a pattern between slashes, and nothing for one that matches nothing in many places", () => {
  expect([matchRanges("id 42, id 7", "/id \\d+/"), matchRanges("abc", "/x*/")]).toEqual([
    [
      [0, 5],
      [7, 11],
    ],
    [],
  ]);
});

it("finds nothing by a broken pattern, and says that it is one", () => {
  expect([matchRanges("(", "/(/"), isBadPattern("/(/"), isBadPattern("(")]).toEqual([[], true, false]);
});
