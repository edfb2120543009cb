import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { afterEach, beforeEach, expect, it } from "vitest";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vitrine-flags-"));
  await writeFile(join(folder, "replaced.wasm"), await replacedCode());
  // As JavaScript: what Node strips types with is wasm itself, and V8 collects code of that before any flag is set.
  const source = await readFile(new URL("./v8-flags.ts", import.meta.url), "utf8");
  await writeFile(join(folder, "v8-flags.mjs"), stripTypeScriptTypes(source));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Functions of some 180 KB of first code each, which V8 replaces while they run; then there is something to collect. */
function replacedCode(): Promise<Uint8Array> {
  const steps = "(local.set 0 (i32.add (local.get 0) (i32.const 7)))".repeat(60_000);
  const named = ["f", "g"].map((name) => `(func (export "${name}") (param i32) (result i32) ${steps} local.get 0)`);
  return parse(`(module ${named.join("\n")})`);
}

const WITH_FLAGS = 'const { setV8Flags } = await import("./v8-flags.mjs"); setV8Flags();';

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
  expect(await collections("")).toContain("[wasm-gc] Triggering GC");
  expect(await collections(WITH_FLAGS)).toBe("");
});

/** Whether V8 replaced the first code of a function that ran some 27 MB, in a process of its own. */
async function replaces(before: string, until: "f" | "g"): Promise<string> {
  const run = `${before}
    const { readFileSync } = await import("node:fs");
    const module = new WebAssembly.Module(readFileSync("replaced.wasm"));
    const { f, g } = new WebAssembly.Instance(module).exports;
    for (let calls = 0; calls < 150; calls++) f(1);
    for (let calls = 0; calls < 1000; calls++) g(1);
    while (!%IsTurboFanFunction(${until})) await new Promise(setImmediate);
    process.stdout.write(%IsTurboFanFunction(f) ? "replaced" : "first");`;
  const flags = ["--allow-natives-syntax", "--no-wasm-lazy-compilation", "--input-type=module", "--eval", run];
  return (await promisify(execFile)(process.execPath, flags, { cwd: folder })).stdout;
}

it("what runs as little as most of jco does stays in its first code where flags were set", async () => {
  expect(await replaces("", "f")).toBe("replaced");
  // By then the other one would have been, too.
  expect(await replaces(WITH_FLAGS, "g")).toBe("first");
});
