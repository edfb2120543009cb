import { expect, it } from "vitest";

import { componentFrom } from "../../../../test/guests/guests.ts";
import { openTestStudio, testProject } from "../test-studio.ts";
import { withoutVariableArguments } from "./rename-arguments.ts";

/** Names that JavaScript keeps for itself, wherever WIT lets a component use them. */
function reserved(): Promise<Uint8Array> {
  return componentFrom(
    `(module
      (import "test:reserved/asked" "arguments" (func $asked (param i32) (result i32)))
      (import "$root" "eval" (func $eval (param i32) (result i32)))
      (func (export "arguments") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
      (func (export "test:reserved/arguments#arguments") (param i32) (result i32) (i32.add (local.get 0) (i32.const 2)))
      (func (export "test:reserved/arguments#eval") (param i32) (result i32) (i32.add (local.get 0) (i32.const 3)))
      (func (export "ask") (param i32) (result i32) (call $asked (local.get 0)))
      (func (export "ask-eval") (param i32) (result i32) (call $eval (local.get 0))))`,
    `package test:reserved;
     interface asked { arguments: func(arguments: u32) -> u32; }
     interface arguments { arguments: func(arguments: u32) -> u32; eval: func(eval: u32) -> u32; }
     world reserved {
       import asked;
       import eval: func(arguments: u32) -> u32;
       export arguments;
       export %arguments: func(arguments: u32) -> u32;
       export ask: func(eval: u32) -> u32;
       export ask-eval: func(eval: u32) -> u32;
     }`,
    "reserved",
  );
}

it("serves exports and imports called `arguments` and `eval`", async () => {
  const project = await testProject({ components: { reserved: await reserved() } });
  await using studio = await openTestStudio(project);
  await studio.ready("reserved");
  const call = async (target: string) => {
    const reply = await studio.api.invoke({ component: "reserved", target, args: [40] });
    return reply.outcome === "ok" ? reply.value : (await studio.ended(reply.invocation)).reason;
  };
  expect(await call("arguments")).toBe(41);
  expect(await call("test:reserved/arguments#arguments")).toBe(42);
  expect(await call("test:reserved/arguments#eval")).toBe(43);
  expect(await call("ask")).toMatch(/^test:reserved\/asked#arguments was called, but nobody offers it/);
  expect(await call("ask-eval")).toMatch(/eval was called, but nobody offers it/);
});

it("leaves code alone that has no such variable, and the arguments that functions spread", () => {
  const plain = "join() { return this.x.join(...arguments); }\nconst a = b.arguments;";
  expect(withoutVariableArguments(plain)).toBe(plain);
  expect(
    withoutVariableArguments(`${plain}\nconst { arguments } = c; f({ arguments, x: arguments(1), arguments: 2 });`),
  ).toBe(
    `${plain}\nconst { arguments: _arguments_ } = c; f({ arguments: _arguments_, x: _arguments_(1), arguments: 2 });`,
  );
});
