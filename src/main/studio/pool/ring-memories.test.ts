import { expect, test } from "vitest";

import { Control, controlViews } from "../../../shared/ring.ts";
import { RingMemories } from "./ring-memories.ts";

test("memory that was given back is taken again, as if it were new", () => {
  const memories = new RingMemories(3);
  const first = memories.take();
  const { words, sums } = controlViews(first.control);
  words[Control.written] = 77;
  sums[2] = 5;
  memories.giveBack(first);
  const second = memories.take();
  expect(second).toBe(first);
  expect([words[Control.written], sums[2]]).toEqual([0, 0]);
  expect(memories.take()).not.toBe(first);
});
