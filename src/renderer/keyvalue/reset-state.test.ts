import { expect, it } from "vitest";

import { resetWords } from "./reset-state.ts";

it.each([
  ["cache", { deleted: 12, seeded: 3 }, "Reset cache: 12 keys deleted, 3 keys seeded."],
  ["cache", { deleted: 1, seeded: 0 }, "Reset cache: 1 key deleted."],
  [undefined, { deleted: 0, seeded: 1 }, "Reset all state: 0 keys deleted, 1 key seeded."],
  [undefined, { deleted: 0, seeded: 0 }, "Reset all state: there was nothing in it."],
])("says what a reset did: %s %j", (backend, counts, words) => {
  expect(resetWords(backend, { ...counts, unseeded: [], steps: [] })).toBe(words);
});

it("calls containers and objects together entries", () => {
  const reply = { deleted: 2, seeded: 1, unseeded: [], steps: [] };
  expect(resetWords("files", reply, "entry")).toBe("Reset files: 2 entries deleted, 1 entry seeded.");
});
