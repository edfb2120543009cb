import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";

import { importMemory, MAX_REUSED_PAGES } from "./import-memory.ts";
import { Unreadable } from "./wasm-bytes.ts";

const OURS = '(import "vitrine:memory" "1..10" (memory 1 10))';

describe("importMemory", () => {
  it.each([
    ["the only memory becomes an import", "(memory 1 10)", OURS],
    ["types stay before it", "(type (func (param i64))) (memory 1 10)", `(type (func (param i64))) ${OURS}`],
    [
      "it comes behind the other imports, so that no function changes its number",
      '(import "a" "f" (func)) (import "a" "g" (global i32)) (memory 1 10) (func (export "x") call 0)',
      `(import "a" "f" (func)) (import "a" "g" (global i32)) ${OURS} (func (export "x") call 0)`,
    ],
    [
      "a memory that is imported already keeps its number",
      '(import "a" "m" (memory 2)) (memory 1 10) (data (memory 1) (i32.const 0) "second")',
      `(import "a" "m" (memory 2)) ${OURS} (data (memory 1) (i32.const 0) "second")`,
    ],
    [
      "exports, data and code stay as they are",
      '(memory (export "memory") 1 10) (func (export "f") (result i32) memory.size) (data (i32.const 8) "data")',
      `(import "vitrine:memory" "1..10" (memory 1 10)) (export "memory" (memory 0)) (func (export "f") (result i32) memory.size) (data (i32.const 8) "data")`,
    ],
  ])("%s", async (_name, before, after) => {
    expect(importMemory(await parse(`(module ${before})`))).toEqual(await parse(`(module ${after})`));
  });

  it.each([
    ["no memory", "(func)"],
    ["several memories", "(memory 1 10) (memory 1 10)"],
    ["a shared memory", "(memory 1 10 shared)"],
    ["a 64-bit memory", "(memory i64 1 10)"],
    ["a memory without a maximum", "(memory 1)"],
    ["a memory that is dear to clear", `(memory ${MAX_REUSED_PAGES + 1} 1000)`],
  ])("leaves a module with %s as it is", async (_name, wat) => {
    const wasm = await parse(`(module ${wat})`);
    expect(importMemory(wasm)).toEqual(wasm);
  });

  it("refuses what is cut off inside a section", async () => {
    const wasm = await parse("(module (memory 1 10) (func nop))");
    expect(() => importMemory(wasm.slice(0, -1))).toThrow(Unreadable);
  });
});
