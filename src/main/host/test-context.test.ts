import { expect, test } from "vitest";
import type { Waitable } from "./context.ts";
import { testContext } from "./test-context.ts";

const NEVER: Waitable = { ready: () => false, deadlineNs: () => undefined };

test("a wait that nothing can end fails instead of hanging", () => {
  expect(() => testContext().wait([NEVER])).toThrow("can never happen");
  expect(() => testContext().wait([])).toThrow("never ends");
  expect(() => testContext().wait([{ ready: () => false, deadlineNs: () => 0n }])).toThrow("past its deadline");
});

test("a wait lets events and deadlines come in the order of time", () => {
  const ctx = testContext();
  const start = ctx.clock.monotonicNs();
  const seen: string[] = [];
  ctx.later(() => seen.push("late"), 30n);
  ctx.later(() => seen.push("early"), 10n);
  const timer: Waitable = { ready: () => ctx.clock.monotonicNs() >= start + 20n, deadlineNs: () => start + 20n };
  expect(ctx.wait([NEVER, timer])).toEqual([1]);
  expect([seen, ctx.clock.monotonicNs() - start, ctx.waits]).toEqual([["early"], 20n, 1]);
});

test("what was registered for the end of an instance runs once, last first", () => {
  const ctx = testContext();
  const seen: number[] = [];
  ctx.onInstanceEnd(() => seen.push(1));
  ctx.onInstanceEnd(() => seen.push(2));
  ctx.endInstance();
  ctx.endInstance();
  expect(seen).toEqual([2, 1]);
});
