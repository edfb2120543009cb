import { describe, expect, test } from "vitest";
import { createIo, type Pollable } from "../io/index.ts";
import { hostFunction, testContext } from "../test-context.ts";
import { clocks } from "./index.ts";
import type { Datetime } from "./interface.ts";

function setUp() {
  const ctx = testContext();
  const modules = clocks.create(ctx, createIo(ctx));
  const call = <T>(module: string, name: string, ...args: unknown[]): T =>
    hostFunction(modules, module, name)(...args) as T;
  return { ctx, call };
}

describe("monotonic-clock", () => {
  test("counts nanoseconds of the context's clock", () => {
    const { ctx, call } = setUp();
    const before = call<bigint>("monotonic-clock", "now");
    ctx.clock.advance(123n);
    expect(call<bigint>("monotonic-clock", "now") - before).toBe(123n);
    expect(call("monotonic-clock", "resolution")).toBe(1n);
  });

  test("wakes who blocks on a duration when it is over, and not before", () => {
    const { ctx, call } = setUp();
    const start = ctx.clock.monotonicNs();
    const pollable = call<Pollable>("monotonic-clock", "subscribeDuration", 5_000_000n);
    ctx.clock.advance(4_999_999n);
    expect(pollable.ready()).toBe(false);
    pollable.block();
    expect(ctx.clock.monotonicNs() - start).toBe(5_000_000n);
    expect(pollable.ready()).toBe(true);
  });

  test("is ready at once for an instant that has passed and for no time at all", () => {
    const { ctx, call } = setUp();
    expect(call<Pollable>("monotonic-clock", "subscribeInstant", 0n).ready()).toBe(true);
    expect(call<Pollable>("monotonic-clock", "subscribeInstant", ctx.clock.monotonicNs()).ready()).toBe(true);
    expect(call<Pollable>("monotonic-clock", "subscribeDuration", 0n).ready()).toBe(true);
    expect(ctx.waits).toBe(0);
  });

  test("takes the longest duration there is", () => {
    expect(
      setUp()
        .call<Pollable>("monotonic-clock", "subscribeDuration", 2n ** 64n - 1n)
        .ready(),
    ).toBe(false);
  });
});

describe("wall-clock", () => {
  test("tells seconds since 1970 and the rest in nanoseconds", () => {
    const { ctx, call } = setUp();
    ctx.clock.advance(250_000n);
    const { seconds, nanoseconds } = call<Datetime>("wall-clock", "now");
    expect([seconds, nanoseconds]).toEqual([BigInt(Math.floor(Date.UTC(2026, 0, 2, 3, 4, 5) / 1000)), 6_250_000]);
  });

  test("never tells a full second of nanoseconds", () => {
    const { ctx, call } = setUp();
    const before = call<Datetime>("wall-clock", "now");
    ctx.clock.advance(994_000_000n - 300n);
    const after = call<Datetime>("wall-clock", "now");
    expect([after.seconds - before.seconds, after.nanoseconds]).toEqual([1n, 0]);
    expect(call("wall-clock", "resolution")).toEqual({ seconds: 0n, nanoseconds: 1000 });
  });
});

test("timezone is UTC", () => {
  const { call } = setUp();
  const when: Datetime = { seconds: 1n, nanoseconds: 0 };
  expect(call("timezone", "display", when)).toEqual({ utcOffset: 0, name: "UTC", inDaylightSavingTime: false });
  expect(call("timezone", "utcOffset", when)).toBe(0);
});
