import { componentEmbed } from "@bytecodealliance/jco-transpile/wasm-tools";
import { expect, test } from "vitest";
import { dummyComponent, watBinary } from "../test-components.ts";
import { coreModuleKind } from "./wrapping.ts";

/** With the WIT of a world, as a compiler leaves it. */
async function withWit(fields: string): Promise<Uint8Array> {
  const binary = await watBinary(`(module ${fields} (func (export "f")))`);
  return componentEmbed({ binary, witSource: "package demo:a; world w { export f: func(); }" });
}

const WRITE = '(import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))';

test.each([
  ["a program for preview 1", () => watBinary(`(module ${WRITE} (func (export "_start")))`), "command"],
  ["a library for preview 1 with its WIT", () => withWit(WRITE), "reactor"],
  ["a program for preview 1 with its WIT", () => withWit(`${WRITE} (func (export "_start"))`), "command"],
  ["a module with its WIT alone", () => withWit(""), "plain"],
  ["a library for preview 1 without WIT", () => watBinary(`(module ${WRITE} (func (export "run")))`), undefined],
  ["a program without preview 1", () => watBinary('(module (func (export "_start")))'), undefined],
  [
    "a program for preview 1 and another host",
    () => watBinary(`(module ${WRITE} (import "env" "x" (func)) (func (export "_start")))`),
    undefined,
  ],
])("%s is wrapped as it needs to be, or not at all", async (_title, make, wrapping) => {
  expect(coreModuleKind(await make())?.wrapping).toBe(wrapping);
});

test("nothing else is a core module", async () => {
  const component = await dummyComponent("package demo:a; world w { export f: func(); }");
  const module = await watBinary("(module)");
  const others = [component, new Uint8Array(), module.subarray(0, 7), Uint8Array.of(0, 97, 115, 109, 2, 0, 0, 0)];
  expect(others.map((bytes) => coreModuleKind(bytes))).toEqual(others.map(() => undefined));
  expect(coreModuleKind(module)).toMatchObject({ imports: [], carriesWit: false, program: false });
});
