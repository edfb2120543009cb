import { expect, it } from "vitest";
import { linkLength, pathLinks } from "./path-links.ts";

it.each([
  ["  --> src/lib.rs:41:7", [{ start: 6, text: "src/lib.rs:41:7" }]],
  ["src/index.ts(12,5): error TS2322", [{ start: 0, text: "src/index.ts:12:5" }]],
  [
    "./main.go:12: undefined: x and b/c.go:3:1",
    [
      { start: 0, text: "./main.go:12" },
      { start: 31, text: "b/c.go:3:1" },
    ],
  ],
  [String.raw`at C:\work\a b\c.js:3:1`, [{ start: 13, text: String.raw`b\c.js:3:1` }]],
  ["/home/ada/x/../y.wit:9", [{ start: 0, text: "/home/ada/x/../y.wit:9" }]],
  ["listening on http://127.0.0.1:8000/a.html:3", []],
  ["Finished in 12:30:01, ratio 3:4", []],
])("finds the places in %j", (line, links) => {
  expect(pathLinks(line)).toEqual(links);
});

it("covers the parentheses of a place", () => {
  const line = "a.ts(12,5): error";
  expect(pathLinks(line).map((link) => linkLength(line, link))).toEqual(["a.ts(12,5)".length]);
});
