import { describe, expect, test } from "vitest";
import type { Waitable } from "../context.ts";
import { testContext } from "../test-context.ts";
import { createIo } from "./create-io.ts";
import { outcomeOf } from "./streams.suite.ts";

function switchable(ready = false): Waitable & { set(ready: boolean): void } {
  let now = ready;
  return {
    ready: () => now,
    deadlineNs: () => undefined,
    set: (value) => {
      now = value;
    },
  };
}

function setUp() {
  const ctx = testContext();
  const io = createIo(ctx);
  return { ctx, io, poll: io.modules.poll["poll"] as (list: readonly unknown[]) => number[] };
}

describe("poll", () => {
  test("traps on an empty list", () => {
    expect(outcomeOf(() => setUp().poll([]))).toBe("trap: empty poll list");
  });

  test("returns positions, both of a pollable that is given twice, and only those that are ready", () => {
    const { ctx, io, poll } = setUp();
    const [a, b] = [io.pollable(switchable(true)), io.pollable(switchable())];
    expect(poll([b, a, b, a])).toEqual([1, 3]);
    expect(ctx.waits).toBe(0);
  });

  test("waits until one is ready and reports it at each of its positions", () => {
    const { ctx, io, poll } = setUp();
    const [late, never] = [switchable(), switchable()];
    ctx.later(() => late.set(true));
    const pollable = io.pollable(late);
    expect(poll([pollable, io.pollable(never), pollable])).toEqual([0, 2]);
    expect(ctx.waits).toBe(1);
  });

  test("traps on what is no pollable of this host, or not any more", () => {
    const { io, poll } = setUp();
    const [live, dropped] = [io.pollable(switchable(true)), io.pollable(switchable(true))];
    dropped[Symbol.dispose]();
    expect(outcomeOf(() => poll([live, dropped]))).toBe("trap: resource not present");
    expect(outcomeOf(() => poll([live, {}]))).toBe("trap: resource is of another type");
    expect(outcomeOf(() => poll([createIo(testContext()).pollable(switchable(true))]))).toBe(
      "trap: resource is of another type",
    );
  });
});

describe("a pollable", () => {
  test("follows its source: ready, not ready, and ready again", () => {
    const { io } = setUp();
    const source = switchable(true);
    const pollable = io.pollable(source);
    const seen = [pollable.ready()];
    source.set(false);
    seen.push(pollable.ready());
    source.set(true);
    seen.push(pollable.ready());
    expect(seen).toEqual([true, false, true]);
  });

  test("blocks only while it is not ready", () => {
    const { ctx, io } = setUp();
    const source = switchable();
    const pollable = io.pollable(source);
    ctx.later(() => source.set(true));
    pollable.block();
    pollable.block();
    expect(ctx.waits).toBe(1);
  });

  test("keeps its parent from being dropped until all of the parent's children are gone", () => {
    const { io } = setUp();
    const parent = {};
    const [a, b] = [io.pollable(switchable(), parent), io.pollable(switchable(), parent)];
    a[Symbol.dispose]();
    a[Symbol.dispose]();
    expect([io.hasChildren(parent), outcomeOf(() => io.drop(parent))]).toEqual([true, "trap: resource has children"]);
    b[Symbol.dispose]();
    expect([io.hasChildren(parent), outcomeOf(() => io.drop(parent))]).toEqual([false, "ok"]);
  });

  test("cannot be used after its drop", () => {
    const { io } = setUp();
    const pollable = io.pollable(switchable());
    pollable[Symbol.dispose]();
    expect(outcomeOf(() => pollable.ready())).toBe("trap: resource not present");
    expect(outcomeOf(() => pollable.block())).toBe("trap: resource not present");
  });
});

test("a child that is adopted again belongs to its new parent alone", () => {
  const { io } = setUp();
  const [first, second, child] = [{}, {}, {}];
  io.adopt(first, child);
  io.adopt(second, child);
  expect([io.hasChildren(first), io.hasChildren(second)]).toEqual([false, true]);
  io.release(child);
  io.release(child);
  expect(io.hasChildren(second)).toBe(false);
});
