import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { describe, expect, it } from "vitest";

import { lowerMemoryMaximum, PAGE_BYTES } from "./core-module.ts";

async function lowered(wat: string, pages: number): Promise<Uint8Array> {
  const result = lowerMemoryMaximum(await parse(wat), pages);
  if (result.kind !== "lowered") throw new Error(`not lowered: ${JSON.stringify(result)}`);
  return result.bytes;
}

describe("lowerMemoryMaximum", () => {
  it.each([
    ["no maximum gets one", "(memory 1)", 10, "(memory 1 10)"],
    ["a higher maximum is lowered", "(memory 1 100)", 10, "(memory 1 10)"],
    ["a lower maximum stays", "(memory 1 5)", 10, "(memory 1 5)"],
    [
      "every memory is lowered",
      "(memory 1) (memory 2 300) (memory 3 4)",
      10,
      "(memory 1 10) (memory 2 10) (memory 3 4)",
    ],
    ["a shared memory stays shared", "(memory 1 100 shared)", 10, "(memory 1 10 shared)"],
    ["a 64-bit memory is lowered", "(memory i64 1)", 10, "(memory i64 1 10)"],
    ["a memory of exactly the limit fits", "(memory 10)", 10, "(memory 10 10)"],
    ["a limit beyond two LEB bytes is written in full", "(memory 1)", 65536, "(memory 1 65536)"],
    ["no memory, no change", "(func)", 10, "(func)"],
  ])("%s", async (_name, wat, pages, expected) => {
    expect(await lowered(`(module ${wat})`, pages)).toEqual(await parse(`(module ${expected})`));
  });

  it("lowers an imported memory only where the import names a maximum", async () => {
    const others = `(import "a" "t" (table 1 2 funcref)) (import "a" "g" (global (mut i64))) (import "a" "f" (func (param i32)))`;
    const after = `(import "b" "last" (func)) (global i32 (i32.const 7)) (data (i32.const 0) "kept")`;
    const before = `(module ${others} (import "a" "m" (memory 1 99)) (import "a" "n" (memory 1)) ${after})`;
    const wanted = `(module ${others} (import "a" "m" (memory 1 10)) (import "a" "n" (memory 1)) ${after})`;
    expect(await lowered(before, 10)).toEqual(await parse(wanted));
  });

  it("keeps all other bytes, names and data included", async () => {
    const rest = `(func $named (export "f") (result i32) (memory.size)) (data (i32.const 8) "some data") (@custom "mine" "bytes")`;
    expect(await lowered(`(module (memory $m (export "memory") 1) ${rest})`, 3)).toEqual(
      await parse(`(module (memory $m (export "memory") 1 3) ${rest})`),
    );
  });

  it("lets a guest grow to the limit and not one page further", async () => {
    const bytes = await lowered(
      `(module (memory 1) (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))`,
      3,
    );
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const grow = instance.exports["grow"] as (pages: number) => number;
    expect([grow(2), grow(1)]).toEqual([1, -1]);
  });

  it("says how much a memory needs that begins beyond the limit", async () => {
    const wasm = await parse(`(module (memory 1) (memory 12) (memory 11 20))`);
    expect(lowerMemoryMaximum(wasm, 10)).toEqual({ kind: "too-large", initialBytes: 12 * PAGE_BYTES });
  });

  it("answers for every truncation of a module and for bytes that are none", async () => {
    const wasm = await parse(`(module (import "a" "m" (memory 1 99)) (memory 1) (table 1 funcref) (func nop))`);
    const kinds = Array.from({ length: wasm.length }, (_, end) => lowerMemoryMaximum(wasm.slice(0, end), 10).kind);
    // Cut between sections it is a module still; cut elsewhere it is not.
    expect(new Set(kinds)).toEqual(new Set(["unreadable", "lowered"]));
    expect(kinds.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => "unreadable"));
    expect(lowerMemoryMaximum(new TextEncoder().encode("not a module"), 10).kind).toBe("unreadable");
  });

  it("answers for any change of a single byte", async () => {
    const wasm = await parse(`(module (import "a" "m" (memory 1 99)) (memory 1) (table 1 funcref) (func nop))`);
    for (let at = 0; at < wasm.length; at++) {
      for (const value of [0x00, 0x7f, 0x80, 0xff]) {
        const changed = wasm.slice();
        changed[at] = value;
        expect(["lowered", "too-large", "unreadable"]).toContain(lowerMemoryMaximum(changed, 10).kind);
      }
    }
  });
});
