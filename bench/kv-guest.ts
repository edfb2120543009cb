// The guest of the host-call benchmarks, made both ways: by our transpiler, and by jco alone.
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { sourceEntries } from "../src/main/studio/source-entries.ts";
import { Transpiler } from "../src/main/studio/link/transpiler.ts";
import type { TranspiledModule } from "../src/main/worker/instantiate.ts";
import { guest } from "../test/guests/guests.ts";

/** Exports of `test:kv/ops`, as far as they are measured. */
export interface KvOps {
  incrementTimes(key: string, times: number): bigint;
  getTimes(key: string, times: number): number;
  set(key: string, value: Uint8Array): void;
  setTimes(key: string, size: number, times: number): void;
}

export interface KvGuest {
  readonly module: TranspiledModule;
  readonly core: ReadonlyMap<string, WebAssembly.Module>;
}

export const MEMORY_MAX_BYTES = 512 * 1024 * 1024;

/** A fresh folder that the owner removes. */
export function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "vitrine-bench-"));
}

/** What the studio runs. */
export async function ourKvGuest(folder: string): Promise<KvGuest> {
  const bytes = await guest("kv");
  const { transpile: entry, adapters } = sourceEntries();
  const transpiler = new Transpiler({ entry, adapters, cacheFolder: join(folder, "transpiled") });
  try {
    const digest = createHash("sha256").update(bytes).digest("hex");
    const made = await transpiler.transpile({ bytes, digest, map: [], memoryMaxBytes: MEMORY_MAX_BYTES });
    if (made.warnings.length > 0) throw new Error(`this would measure unpatched code: ${made.warnings.join(", ")}`);
    const core = new Map<string, WebAssembly.Module>();
    for (const [name, path] of made.coreModules) core.set(name, new WebAssembly.Module(await readFile(path)));
    return { module: (await import(made.moduleUrl)) as TranspiledModule, core };
  } finally {
    await transpiler[Symbol.asyncDispose]();
  }
}

/** What jco writes, untouched. */
export async function plainKvGuest(folder: string): Promise<KvGuest> {
  const { $init, generate } = await import("@bytecodealliance/jco-transpile/component");
  await $init;
  const core = new Map<string, WebAssembly.Module>();
  const path = join(folder, "plain.mjs");
  const options = { name: "kv", noTypescript: true, instantiation: { tag: "sync" } } as const;
  for (const [name, content] of generate(await guest("kv"), options).files) {
    if (name.endsWith(".wasm")) core.set(name, new WebAssembly.Module(content));
    else await writeFile(path, content);
  }
  return { module: (await import(pathToFileURL(path).href)) as TranspiledModule, core };
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}
