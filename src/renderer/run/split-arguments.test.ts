import { expect, it } from "vitest";
import { splitArguments } from "./split-arguments.ts";

it.each([
  ["", []],
  ["  one   two ", ["one", "two"]],
  [`--name 'Ada L.' "a \\"b\\" c"`, ["--name", "Ada L.", 'a "b" c']],
  [String.raw`a\ b '\n' "\n" ''`, ["a b", String.raw`\n`, String.raw`\n`, ""]],
  ["half 'open quote", ["half", "open quote"]],
  ["pre'fix 'ed", ["prefix ed"]],
])("parts %j as a shell would", (text, args) => {
  expect(splitArguments(text)).toEqual(args);
});
