import { expect, it } from "vitest";
import { completionsOf } from "./filter-completion.ts";
import { filterKeys } from "./filter-grammar.ts";

const suggestions = ["component:api", "component:worker", "outcome:ok", "outcome:trap", "-outcome:ok", "fn:"];
const terms = (typed: string) => completionsOf(typed, filterKeys, suggestions).map(({ term }) => term);

it("offers keys that begin so, then terms that go on so", () => {
  expect([terms("o"), terms("trap"), terms("fn"), terms("zz")]).toEqual([
    ["outcome:", "component:api", "component:worker", "outcome:ok", "outcome:trap", "-outcome:ok"],
    ["outcome:trap"],
    ["fn:"],
    [],
  ]);
});

it("offers only values of a key that was typed, and none that is there already", () => {
  expect([terms("component:"), terms("component:ork"), terms("outcome:ok")]).toEqual([
    ["component:api", "component:worker"],
    ["component:worker"],
    [],
  ]);
});

it("turns what it offers around where that was asked for", () => {
  expect([terms("-outcome:"), terms("-out")]).toEqual([
    ["-outcome:ok", "-outcome:trap"],
    ["-outcome:", "-outcome:ok", "-outcome:trap"],
  ]);
});

it("offers every key, each with what it looks into, before anything was typed", () => {
  expect(completionsOf("", filterKeys, suggestions)).toEqual(
    filterKeys.map(({ key, meaning }) => ({ term: `${key}:`, note: meaning })),
  );
});
