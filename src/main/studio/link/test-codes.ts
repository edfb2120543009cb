// For tests: a component's generated code as jco writes it and as it is after patching, run through the same scenario.
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { $init, generate } from "@bytecodealliance/jco-transpile/component";

import { patchCode } from "./patch-code.ts";

export type GuestFunction = (...args: unknown[]) => unknown;
/** An instance by interface, or a function of the world itself. */
export type GuestExports = Record<string, Record<string, GuestFunction> & GuestFunction>;
export type Host = Record<string, Record<string, unknown>>;

interface GeneratedModule {
  instantiate(core: (name: string) => WebAssembly.Module, imports: Host): GuestExports;
}

export interface Generated {
  readonly plain: string;
  readonly patched: string;
  readonly warnings: readonly string[];
  readonly core: ReadonlyMap<string, WebAssembly.Module>;
}

export type Scenario = (instantiate: () => GuestExports, attempt: (what: string, call: () => unknown) => void) => void;

/** Owns a temporary folder; dispose it. */
export interface TestCodes {
  /** Runs a scenario on both codes; what host and scenario wrote down on each. */
  both(
    component: Uint8Array,
    makeHost: (log: unknown[]) => Host,
    scenario: Scenario,
  ): Promise<{ readonly plain: unknown[]; readonly patched: unknown[]; readonly warnings: readonly string[] }>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openTestCodes(): Promise<TestCodes> {
  const folder = await mkdtemp(join(tmpdir(), "vitrine-codes-"));
  const load = async (code: string): Promise<GeneratedModule> => {
    const path = join(folder, `${randomUUID()}.mjs`);
    await writeFile(path, code);
    return (await import(pathToFileURL(path).href)) as GeneratedModule;
  };
  return {
    async both(component, makeHost, scenario) {
      const { plain, patched, core, warnings } = await generated(component);
      const run = async (code: string): Promise<unknown[]> => {
        const module = await load(code);
        const log: unknown[] = [];
        const instantiate = (): GuestExports =>
          module.instantiate((file) => core.get(file) as WebAssembly.Module, makeHost(log));
        scenario(instantiate, (what, call) => log.push(outcome(what, call)));
        return log;
      };
      return { plain: await run(plain), patched: await run(patched), warnings };
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** Both codes of a component, with its core modules compiled. */
export async function generated(component: Uint8Array): Promise<Generated> {
  await $init;
  const core = new Map<string, WebAssembly.Module>();
  let plain = "";
  const options = { name: "c", noTypescript: true, noNodejsCompat: true, instantiation: { tag: "sync" } } as const;
  for (const [file, content] of generate(component, options).files) {
    if (file.endsWith(".wasm")) core.set(file, new WebAssembly.Module(content));
    else plain = new TextDecoder().decode(content);
  }
  const { code, warnings } = patchCode(plain);
  return { plain, patched: code, warnings, core };
}

function outcome(what: string, call: () => unknown): unknown {
  try {
    return [what, call()];
  } catch (error) {
    return [what, "threw", described(error)];
  }
}

function described(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const payload: unknown = "payload" in error ? error.payload : "none";
  const trap = error instanceof WebAssembly.RuntimeError;
  return { type: error.constructor.name, message: error.message, payload, trap };
}
