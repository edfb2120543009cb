import { expect, test } from "vitest";

import { closest } from "./closest.ts";

test.each([
  ["componets", ["components", "configs"], "components"],
  ["Staus", ["status", "dur"], "status"],
  ["htpp", ["http", "run"], "http"],
  ["fm", ["fn", "kind"], "fn"],
  ["zebra", ["components", "configs"], undefined],
  ["", ["a"], "a"],
  ["anything", [], undefined],
])("%j among %j is meant as %j", (name, candidates, meant) => {
  expect(closest(name, candidates)).toBe(meant);
});
