import { expect, it } from "vitest";
import { invocationId } from "./invocation-id.ts";

it("is a number from 1, and nothing that only looks like one", () => {
  expect(["7", "abc", "", "0", "-1", "1.5", "1e3", "99999999999999999999"].map(invocationId)).toEqual([
    7,
    ...Array<undefined>(7).fill(undefined),
  ]);
});
