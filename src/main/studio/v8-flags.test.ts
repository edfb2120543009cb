import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { afterEach, beforeEach, expect, it } from "vitest";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vitrine-flags-"));
  await writeFile(join(folder, "replaced.wasm"), await replacedCode());
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A function of some 180 KB of first code, which V8 replaces while this runs; then there is something to collect. */
function replacedCode(): Promise<Uint8Array> {
  const steps = "(local.set 0 (i32.add (local.get 0) (i32.const 7)))".repeat(60_000);
  return parse(`(module (func (export "f") (param i32) (result i32) ${steps} local.get 0))`);
}

/** What V8 says of its collections of wasm code in a process of its own; `before` runs first. */
async function collections(before: string): Promise<string> {
  const run = `${before}
    const { readFileSync } = await import("node:fs");
    const module = new WebAssembly.Module(readFileSync("replaced.wasm"));
    const { f } = new WebAssembly.Instance(module).exports;
    for (let left = 300; left > 0; left--) {
      for (let calls = 0; calls < 20; calls++) f(1);
      await new Promise(setImmediate);
    }`;
  const flags = ["--trace-wasm-code-gc", "--wasm-tiering-budget=1000", "--input-type=module", "--eval", run];
  return (await promisify(execFile)(process.execPath, flags, { cwd: folder })).stdout;
}

it("no wasm code is collected where flags were set, as it is otherwise", async () => {
  const path = new URL("./v8-flags.ts", import.meta.url).href;
  expect(await collections("")).toContain("[wasm-gc] Triggering GC");
  expect(await collections(`(await import(${JSON.stringify(path)})).setV8Flags();`)).toBe("");
});
