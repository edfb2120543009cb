import { expect, test } from "vitest";
import { matchesVersion, newest } from "./version.ts";

test.each([
  ["0.2.x", "0.2.0", true],
  ["0.2.x", "0.2.12", true],
  ["0.2.x", "0.3.0", false],
  ["0.2.x", "0.2.0-rc-2023-11-10", false],
  ["0.2.x", "", false],
  ["0.2.3", "0.2.9", true],
  ["1.x", "1.4.0", true],
  ["1.0.0", "1.4.0", true],
  ["1.0.0", "2.0.0", false],
  ["0.0.1", "0.0.2", false],
  ["0.2.0-draft", "0.2.0-draft", true],
  ["0.2.0-draft", "0.2.0-draft2", false],
  ["0.2.0-draft", "0.2.0", false],
  ["0.2.0", "0.2.0-draft", false],
  ["", "", true],
  ["", "0.1.0", false],
])("what is served as %j satisfies an import of %j: %s", (served, wanted, satisfied) => {
  expect(matchesVersion(served, wanted)).toBe(satisfied);
});

test("the newest version is found by number, not by text", () => {
  expect(newest(["0.2.9", "0.2.12", "0.2.0"])).toBe("0.2.12");
});
