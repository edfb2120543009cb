import { expect, it } from "vitest";
import { noteLine, OutputQueue } from "./output-queue.ts";

function drained(queue: OutputQueue): readonly (string | number)[] {
  const all: (string | number)[] = [];
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
    all.push(typeof item.data === "string" ? item.data : item.data.length);
  }
  return all;
}
const queueOf = (...items: readonly (string | number)[]) => {
  const queue = new OutputQueue(1000);
  for (const item of items) queue.push({ data: typeof item === "string" ? item : new Uint8Array(item) });
  return queue;
};

it("gives back in order what fits", () => {
  expect(drained(queueOf(400, "text", 500))).toEqual([400, "text", 500]);
});

it("leaves out the oldest bytes, never text, and says how many where they were", () => {
  expect(drained(queueOf("a", 600, 300, "b", 400))).toEqual([
    "a",
    noteLine("600 B came faster than they could be shown"),
    300,
    "b",
    400,
  ]);
});

it("keeps the newest however large it is", () => {
  expect(drained(queueOf(100, 5000))).toEqual([noteLine("100 B came faster than they could be shown"), 5000]);
});

it("is empty after it was cleared, but still calls back who waits", () => {
  const queue = queueOf(100, 5000);
  const drawn = () => undefined;
  queue.push({ data: "", drawn });
  queue.clear();
  expect([queue.shift(), queue.isEmpty]).toEqual([{ data: "", drawn }, true]);
});
