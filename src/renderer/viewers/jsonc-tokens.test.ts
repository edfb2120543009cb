import { expect, it } from "vitest";
import { jsoncTokens } from "./jsonc-tokens.ts";

const kinds = (text: string) =>
  jsoncTokens(text)
    .filter(({ kind }) => kind !== "plain")
    .map((token) => [token.kind, token.text]);

it("tells names from strings, and both from what stands in comments", () => {
  expect(kinds('{ // "a": 1\n "url": "http://x//y", /* 2 */ "n": [-1.5e3, true, null] }')).toEqual([
    ["comment", '// "a": 1'],
    ["name", '"url"'],
    ["string", '"http://x//y"'],
    ["comment", "/* 2 */"],
    ["name", '"n"'],
    ["number", "-1.5e3"],
    ["word", "true"],
    ["word", "null"],
  ]);
});

it.each(['{"a\\"b": "c\\\\"}', '"open', "/* open", "\r\n\t{}", "nulls 1a"])("loses nothing of %j", (text) => {
  expect(
    jsoncTokens(text)
      .map((token) => token.text)
      .join(""),
  ).toBe(text);
});
