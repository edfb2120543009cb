import { describe, expect, it } from "vitest";

import { closing, occurrences } from "./js-scan.ts";

describe("closing", () => {
  it.each([
    ["nested brackets", "(a[b{c}](d))rest", "(a[b{c}](d))"],
    ["brackets in strings", `(")", '(', "\\")")rest`, `(")", '(', "\\")")`],
    ["brackets in templates", "(`)${f(`}`)})`)rest", "(`)${f(`}`)})`)"],
    ["brackets in comments", "(a // )\n /* ) */ b)rest", "(a // )\n /* ) */ b)"],
    [
      "brackets in regular expressions",
      String.raw`(x.replace(/[)/]\)/g, "("))rest`,
      String.raw`(x.replace(/[)/]\)/g, "("))`,
    ],
    ["a division is no regular expression", "(a / b, c / d)rest", "(a / b, c / d)"],
  ])("passes over %s", (_name, code, expected) => {
    expect(code.slice(0, closing(code, 0))).toBe(expected);
  });

  it("finds no end where none is", () => {
    expect([closing("(a", 0), closing("(']')", 0), closing("(`${", 0)]).toEqual([-1, 5, -1]);
  });
});

describe("occurrences", () => {
  it("finds the text in code only", () => {
    const code = "log(1); 'log(2)'; `log(3) ${x}`; // log(4)\n/* log(5) */ log(6)";
    expect(occurrences(code, "log(").map((at) => code.slice(at, at + 6))).toEqual(["log(1)", "log(6)"]);
  });

  it("is not misled by a division, nor by characters that mean something in a pattern", () => {
    expect(occurrences("a / 2; $.log(a / b); xlog(a)", "$.log(")).toEqual([7]);
  });
});
