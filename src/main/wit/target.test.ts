import { expect, test } from "vitest";
import { decodeComponent } from "./decode-component.ts";
import { listTargets, resolveTarget } from "./target.ts";
import { dummyComponent, watComponent } from "./test-components.ts";
import { instantiate } from "./test-echo.ts";
import type { ComponentWorld } from "./world.ts";

const world = decodeComponent(
  await dummyComponent(
    `package demo:app;
    package demo:counter@0.1.0 {
      interface ops { hit: func() -> u64; reset-all: func(); resource handle { peek: func() -> u8; } }
      interface other { reset-all: func(); }
    }
    package demo:counter@0.2.0 { interface ops { hit: func() -> u64; } }
    world app {
      export demo:counter/ops@0.1.0;
      export demo:counter/ops@0.2.0;
      export demo:counter/other@0.1.0;
      export inline-thing: interface { ping-pong: func(); }
      export run-me: func(x: u32) -> u32;
      export delete: func();
    }`,
    "demo:app/app",
  ),
);

test.each([
  ["demo:counter/ops@0.1.0#hit", "demo:counter/ops@0.1.0#hit", "demo:counter/ops@0.1.0", "hit"],
  [" ops@0.2.0#hit ", "demo:counter/ops@0.2.0#hit", "demo:counter/ops@0.2.0", "hit"],
  ["ops#reset-all", "demo:counter/ops@0.1.0#reset-all", "demo:counter/ops@0.1.0", "resetAll"],
  ["demo:counter/other#reset-all", "demo:counter/other@0.1.0#reset-all", "demo:counter/other@0.1.0", "resetAll"],
  ["ops#handle.peek", "demo:counter/ops@0.1.0#handle.peek", "demo:counter/ops@0.1.0", "peek"],
  ["inline-thing#ping-pong", "inline-thing#ping-pong", "inlineThing", "pingPong"],
  ["ping-pong", "inline-thing#ping-pong", "inlineThing", "pingPong"],
  ["run-me", "run-me", undefined, "runMe"],
  ["delete", "delete", undefined, "delete"],
])("%s means %s", (text, full, key, member) => {
  expect(resolveTarget(world, text)).toMatchObject({ text: full, member });
  expect(resolveTarget(world, text).interface).toBe(key);
});

function message(text: string, of: ComponentWorld = world): unknown {
  try {
    return resolveTarget(of, text);
  } catch (error) {
    return error;
  }
}

test.each([
  ["hit", "could be any of `demo:counter/ops@0.1.0#hit`, `demo:counter/ops@0.2.0#hit`"],
  ["demo:counter/ops#hit", "could be any of"],
  ["runme", "Did you mean `run-me`?"],
  ["ops#hti", "Did you mean `demo:counter/ops@0.1.0#hit`?"],
  ["demo:counter/ops@0.3.0#reset-all", "Did you mean `demo:counter/ops@0.1.0#reset-all`?"],
  ["demo:counter/ops@0.1.0", "There is no export `demo:counter/ops@0.1.0`"],
  ["", "This component exports `run-me`, `delete`, `demo:counter/ops@0.1.0#"],
])("%j is not found, with what there is", (text, says) => {
  expect(message(text)).toMatchObject({
    code: "export-not-found",
    message: expect.stringContaining(says),
    details: { exports: listTargets(world).map((target) => target.text) },
  });
});

test("a component without exported functions says so", async () => {
  const silent = decodeComponent(await dummyComponent("package a:b; world w { import log: func(); }"));
  expect(message("run", silent)).toMatchObject({ message: expect.stringContaining("exports no function at all") });
});

test("interface and member are where jco's exports have the function", async () => {
  const wit = `package demo:app; package demo:plain { interface ops { get-one: func() -> u32; } }
    package demo:counter@0.1.0 { interface ops { get-two: func() -> u32; } }
    world app {
      export demo:plain/ops; export demo:counter/ops@0.1.0;
      export inline-thing: interface { get-three: func() -> u32; } export get-four: func() -> u32; export delete: func() -> u32;
    }`;
  const names = [
    "demo:plain/ops#get-one",
    "demo:counter/ops@0.1.0#get-two",
    "inline-thing#get-three",
    "get-four",
    "delete",
  ];
  const bodies = names.map((name, index) => `(func (export "${name}") (result i32) i32.const ${index + 1})`);
  const component = await watComponent(wit, `(module (memory (export "memory") 1) ${bodies.join(" ")})`);
  const decoded = decodeComponent(component);
  const { exports } = await instantiate(component, decoded, {});
  const results = names.map((name) => {
    const target = resolveTarget(decoded, name);
    const holder = target.interface === undefined ? exports : exports[target.interface];
    return (holder as Record<string, () => number>)[target.member]?.();
  });
  expect(results).toEqual([1, 2, 3, 4, 5]);
});
