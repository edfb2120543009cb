import { expect, it } from "vitest";
import { outcomeLook } from "./outcome-look.ts";

it("gives each end of an invocation a word and a tone", () => {
  expect(
    [
      outcomeLook({}),
      outcomeLook({ outcome: "ok", status: 201 }),
      outcomeLook({ outcome: "ok", status: 404 }),
      outcomeLook({ outcome: "ok", status: 599 }),
      outcomeLook({ outcome: "trap", status: 200 }),
      outcomeLook({ outcome: "killed" }),
    ].map((look) => [look.kind, look.tone, look.long]),
  ).toEqual([
    ["running", "dim", "running"],
    ["ok", "ok", "201 Created"],
    ["refused", "warn", "404 Not Found"],
    ["refused", "bad", "599"],
    ["trap", "bad", "trap"],
    ["killed", "warn", "killed"],
  ]);
});
