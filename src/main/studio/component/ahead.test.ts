import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { componentFrom } from "../../../../test/guests/guests.ts";
import { mayCallAhead } from "../../../shared/ahead.ts";
import { starter } from "../fixtures/guests.ts";
import { openTestStudio, type TestProject, testProject, type TestStudio } from "../test-studio.ts";

/** Its initialisation makes a pollable, which is a resource of the instance that asks. */
function subscriber(): Promise<Uint8Array> {
  return componentFrom(
    `(module
      (import "wasi:clocks/monotonic-clock@0.2.12" "subscribe-duration" (func $subscribe (param i64) (result i32)))
      (func $start (drop (call $subscribe (i64.const 1))))
      (start $start)
      (func (export "answer") (result i32) (i32.const 7)))`,
    "package test:subscriber@0.1.0; world subscriber { import wasi:clocks/monotonic-clock@0.2.12; export answer: func() -> u32; }",
    "subscriber",
  );
}

/** Counts at an address that nothing initialises, and beside a text that a data segment does. */
function forgetful(): Promise<Uint8Array> {
  return componentFrom(
    `(module
      (memory (export "memory") 1)
      (data (i32.const 64) "\\07\\00\\00\\00")
      (global $count (mut i32) (i32.const 0))
      (func (export "count") (result i32)
        (i32.store (i32.const 32768) (i32.add (i32.load (i32.const 32768)) (i32.const 1)))
        (i32.store (i32.const 64) (i32.add (i32.load (i32.const 64)) (i32.const 1)))
        (global.set $count (i32.add (global.get $count) (i32.const 1)))
        (i32.add (global.get $count) (i32.mul (i32.const 100)
          (i32.add (i32.load (i32.const 32768)) (i32.mul (i32.const 100) (i32.load (i32.const 64))))))))`,
    "package test:forgetful@0.1.0; world forgetful { export count: func() -> u32; }",
    "forgetful",
  );
}

describe("an instance", () => {
  let project: TestProject;
  let studio: TestStudio;
  beforeAll(async () => {
    project = await testProject({
      components: {
        asks: await starter("asks the clock"),
        again: await starter("asks the clock"),
        subscribes: await subscriber(),
        forgetful: await forgetful(),
        kept: await forgetful(),
      },
      settings: { again: { limits: { instances: "reuse" } }, kept: { limits: { instances: "reuse" } } },
    });
    studio = await openTestStudio(project);
    for (const name of ["asks", "again", "subscribes", "forgetful", "kept"]) await studio.ready(name);
  });
  afterAll(() => studio[Symbol.asyncDispose]());

  /** The calls of a new invocation: before its start, or after. */
  async function calls(component: string) {
    const { invocation, outcome } = await studio.api.invoke({ component, target: "answer", args: [] });
    const made = await studio.api.hostCalls({ invocation, limit: 10 });
    const detail = await studio.ended(invocation);
    return {
      outcome,
      calls: made.map(({ seq, parent, function: name, startMs }) => [
        seq,
        parent,
        name,
        startMs < 0 ? "before" : "after",
      ]),
      counted: detail.calls,
    };
  }

  const AHEAD = {
    outcome: "ok",
    calls: [
      [1, 0, "instantiate", "before"],
      [2, 1, "now", "before"],
    ],
    counted: 1,
  };

  it("whose initialisation only asks the clock is made before it is needed, each time, and the record shows both", async () => {
    expect(await calls("asks")).toEqual(AHEAD);
    expect(await calls("asks")).toEqual(AHEAD);
  });

  it("that is kept is the one which showed that the build links", async () => {
    expect([(await calls("again")).calls, (await calls("again")).calls]).toEqual([[], []]);
  });

  it("whose initialisation asks for more is made when it is needed", async () => {
    const { outcome, calls: made } = await calls("subscribes");
    expect({ outcome, made }).toEqual({
      outcome: "ok",
      made: [
        [1, 0, "instantiate", "after"],
        [2, 1, "subscribe-duration", "after"],
      ],
    });
  });

  it("finds its memory as its build left it, whatever the one before it wrote, unless it is kept", async () => {
    const counted = async (component: string) =>
      (await studio.api.invoke({ component, target: "count", args: [] })).value;
    const fresh: unknown[] = [];
    for (let call = 0; call < 20; call++) fresh.push(await counted("forgetful"));
    expect(fresh).toEqual(fresh.map(() => 80_101));
    expect([await counted("kept"), await counted("kept")]).toEqual([80_101, 90_202]);
  });

  it("of a new build is made from that build", async () => {
    await calls("asks");
    const next = await subscriber();
    await project.replace("asks", next);
    await studio.serving("asks", next);
    expect((await calls("asks")).calls.map(([, , name]) => name)).toEqual(["instantiate", "subscribe-duration"]);
  });
});

it.each([
  ["wasi:clocks/wall-clock@0.2.0", "now", true],
  ["wasi:clocks/monotonic-clock", "subscribe-instant", false],
  ["wasi:random/insecure-seed@0.2.3", "insecure-seed", true],
  ["wasi:cli/environment@0.2.0", "get-environment", true],
  ["wasi:cli/environment@0.2.0", "get-arguments", false],
  ["wasi:cli/environment-like@0.2.0", "get-environment", false],
  ["wasi:cli/stdout@0.2.0", "get-stdout", false],
  ["wasi:keyvalue/store@0.2.0-draft", "open", false],
  ["acme:clocks/now", "now", false],
  ["", "measure", false],
])("ahead of need, %s#%s may be called: %s", (name, fn, expected) => {
  expect(mayCallAhead({ interface: name, function: fn, params: [] })).toBe(expected);
});
