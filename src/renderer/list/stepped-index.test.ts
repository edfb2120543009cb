import { expect, it } from "vitest";
import { steppedIndex } from "./stepped-index.ts";

it.each([
  ["ArrowDown", 3, 4],
  ["ArrowDown", 9, 9],
  ["ArrowUp", 0, 0],
  ["PageDown", 5, 9],
  ["PageUp", 5, 0],
  ["Home", 5, 0],
  ["End", 5, 9],
  ["ArrowDown", undefined, 0],
  ["ArrowUp", undefined, 9],
  ["x", 5, undefined],
] as const)("%s leads from %s to %s among ten rows, eight to a page", (key, from, to) => {
  expect(steppedIndex(key, from, 10, 8)).toBe(to);
});

it("leads nowhere in an empty list", () => {
  expect(steppedIndex("ArrowDown", undefined, 0, 8)).toBeUndefined();
});
