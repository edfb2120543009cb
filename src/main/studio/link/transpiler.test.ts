import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { preview1Program } from "../../../../test/guests/core-modules.ts";
import { guest } from "../../../../test/guests/guests.ts";
import { coreModule, jcoPanics, jcoRefuses, text, truncatedComponent } from "../../../../test/guests/not-components.ts";
import { MEMORY_IMPORT_MODULE, parseMemoryImportName } from "../../../shared/memory-import.ts";
import { listExports } from "../../wit/check/check.ts";
import { decodeComponent } from "../../wit/decode-component.ts";
import { sourceEntries } from "../source-entries.ts";
import { Transpiler, type TranspileInput, type TranspilerOptions } from "./transpiler.ts";

const MIB = 1024 * 1024;
const { transpile: entry, adapters } = sourceEntries();
const STUCK = new URL("data:text/javascript,for(;;);");
let cacheFolder: string;
let opened: Transpiler[];

beforeEach(async () => {
  cacheFolder = join(await mkdtemp(join(tmpdir(), "vitrine-transpiler-")), "cache");
  opened = [];
});
afterEach(async () => {
  for (const transpiler of opened) await transpiler[Symbol.asyncDispose]();
  await rm(join(cacheFolder, ".."), { recursive: true });
});

function open(options: Partial<TranspilerOptions> = {}): Transpiler {
  const transpiler = new Transpiler({ entry, adapters, cacheFolder, ...options });
  opened.push(transpiler);
  return transpiler;
}

function input(bytes: Uint8Array, options: Partial<TranspileInput> = {}): TranspileInput {
  const digest = createHash("sha256").update(bytes).digest("hex");
  return { bytes, digest, map: [], memoryMaxBytes: 512 * MIB, ...options };
}

type Modules = Record<string, Record<string, unknown>>;

interface Loaded {
  instantiate(
    core: (name: string) => WebAssembly.Module,
    imports: object,
    instantiateCore: (module: WebAssembly.Module, imports?: Modules) => WebAssembly.Instance,
  ): Record<string, (...args: unknown[]) => unknown>;
}

async function instantiate(
  made: Awaited<ReturnType<Transpiler["transpile"]>>,
  imports: object = {},
): Promise<Record<string, (...args: unknown[]) => unknown>> {
  const core = new Map<string, WebAssembly.Module>();
  for (const [name, path] of made.coreModules) core.set(name, await WebAssembly.compile(await readFile(path)));
  const module = (await import(made.moduleUrl)) as Loaded;
  return module.instantiate(
    (name) => core.get(name) as WebAssembly.Module,
    imports,
    (each, given) => new WebAssembly.Instance(each, { ...given, [MEMORY_IMPORT_MODULE]: memoriesFor(each) } as never),
  );
}

/** The memories that a core module asks for, as its import names size them. */
function memoriesFor(module: WebAssembly.Module): Record<string, WebAssembly.Memory> {
  const names = WebAssembly.Module.imports(module).filter((each) => each.module === MEMORY_IMPORT_MODULE);
  return Object.fromEntries(
    names.flatMap(({ name }) => {
      const limits = parseMemoryImportName(name);
      return limits === undefined ? [] : [[name, new WebAssembly.Memory({ ...limits })]];
    }),
  );
}

describe("Transpiler", () => {
  it("makes a module that runs, without a warning, and finds it again", async () => {
    const transpiler = open();
    const { compiling: _compiling, ...made } = await transpiler.transpile(input(await guest("trap-unreachable")));
    expect(made.warnings).toEqual([]);
    expect((await instantiate(made))["answer"]?.()).toBe(7);
    // A worker that can do nothing: the answer has to come from the cache.
    expect(await open({ entry: STUCK }).transpile(input(await guest("trap-unreachable")))).toEqual(made);
  });

  it("makes a component of a core module, keeps it, and goes on", async () => {
    const transpiler = open();
    const module = input(await preview1Program());
    const component = await transpiler.wrap(module, "command");
    expect(listExports(decodeComponent(component)).map(({ kind }) => kind)).toEqual(["run"]);
    expect(await open({ entry: STUCK }).wrap(module, "command")).toEqual(component);
    await transpiler.transpile(input(component));
  });

  it("says in one readable line why no component can be made of a core module, and goes on", async () => {
    const transpiler = open();
    const failure: unknown = await transpiler
      .wrap(input(await parse(`(module (import "acme:host/env" "f" (func)))`)), "plain")
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "component-invalid" });
    expect((failure as Error).message).toMatch(/^This is a core module, \P{Cc}*acme:host\/env\P{Cc}*\.$/u);
    await transpiler.wrap(input(await preview1Program()), "command");
  });

  it("keeps versions of an interface apart as the map says", async () => {
    const map = [["wasi:keyvalue/*@0.2.0-draft", "wasi:keyvalue@0.2.0-draft/*"]] as const;
    const made = await open().transpile(input(await guest("kv"), { map }));
    const code = await readFile(new URL(made.moduleUrl), "utf8");
    expect([...code.matchAll(/= imports\['([^']+)'\]/g)].map((match) => match[1])).toEqual([
      "wasi:keyvalue@0.2.0-draft/atomics",
      "wasi:keyvalue@0.2.0-draft/store",
    ]);
  });

  it("transpiles again when the map or the memory limit is another", async () => {
    const transpiler = open();
    const bytes = await guest("kv");
    await transpiler.transpile(input(bytes));
    await transpiler.transpile(input(bytes, { memoryMaxBytes: MIB }));
    await transpiler.transpile(input(bytes, { map: [["wasi:keyvalue/store@0.2.0-draft", "store"]] }));
    expect(await readdir(cacheFolder)).toHaveLength(3);
  });

  it("has jco see what the functions of an asynchronous component do", async () => {
    const bytes = await parse(`(component
      (core module $libc (memory (export "memory") 1))
      (core instance $libc (instantiate $libc))
      (core module $m
        (import "" "wait" (func $wait (param i32 i32) (result i32)))
        (import "" "return" (func $return (param i32)))
        (func (export "run") (result i32) (call $return (i32.const 7)) (i32.const 0))
        (func (export "callback") (param i32 i32 i32) (result i32)
          (drop (call $wait (i32.const 0) (i32.const 0))) (i32.const 0)))
      (canon waitable-set.wait (memory (core memory $libc "memory")) (core func $wait))
      (canon task.return (result u32) (core func $return))
      (core instance $m (instantiate $m (with "" (instance
        (export "wait" (func $wait)) (export "return" (func $return))))))
      (func (export "run") async (result u32)
        (canon lift (core func $m "run") async (callback (core func $m "callback")))))`);
    const { moduleUrl } = await open().transpile(input(bytes));
    // Its callback waits.
    const marked = /callback_0 = .*_jcoMaySuspend: false/;
    expect(await readFile(new URL(moduleUrl), "utf8")).not.toMatch(marked);
  });

  it("stops a guest's memory at the limit", async () => {
    const made = await open().transpile(input(await guest("grow-memory"), { memoryMaxBytes: 2 * MIB }));
    const exports = await instantiate(made);
    expect(exports["growTo"]?.(1000)).toBe(32);
    expect(() => exports["run"]?.()).toThrow(WebAssembly.RuntimeError);
  });

  it("refuses a component that begins with more memory than it may have", async () => {
    await expect(open().transpile(input(await guest("grow-memory"), { memoryMaxBytes: 0 }))).rejects.toMatchObject({
      code: "transpile-failed",
      message: expect.stringMatching(
        /begins with 1 MiB of memory and may have 0 MiB; raise limits.memoryMiB/,
      ) as string,
    });
  });

  it("names jco's reason when it refuses, and goes on with the next", async () => {
    const transpiler = open();
    await expect(transpiler.transpile(input(await jcoRefuses()))).rejects.toMatchObject({
      code: "transpile-failed",
      message:
        "This component cannot be transpiled: failed to translate component: component export `g` is a reexport of an imported function which is not implemented.",
    });
    await transpiler.transpile(input(await guest("loop")));
  });

  it("survives a panic of jco, names its reason, and goes on with a fresh instance", async () => {
    const transpiler = open();
    for (let round = 0; round < 2; round++) {
      await expect(transpiler.transpile(input(await jcoPanics()))).rejects.toMatchObject({
        code: "transpile-failed",
        message: expect.stringMatching(/jco failed inside .*: not implemented \(\w+\.rs:\d+\)\./) as string,
      });
    }
    await transpiler.transpile(input(await guest("loop")));
  });

  it.each([
    ["a truncated component", truncatedComponent],
    ["a core module", coreModule],
    ["text", () => Promise.resolve(text())],
    ["nothing", () => Promise.resolve(new Uint8Array())],
  ])("refuses %s in one readable line", async (_what, make) => {
    const failure: unknown = await open()
      .transpile(input(await make()))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "transpile-failed" });
    expect((failure as Error).message).toMatch(/^This component cannot be transpiled: \P{Cc}+\.$/u);
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  it("lets no name of a component become code", async () => {
    const evil = "url=<https://a.b/'];globalThis.caught=1;['>";
    const bytes = await parse(`(component
      (import "${evil}" (instance $i (export "f" (func))))
      (core func $l (canon lower (func $i "f")))
      (core module $m (import "" "f" (func)))
      (core instance (instantiate $m (with "" (instance (export "f" (func $l)))))))`);
    await expect(open().transpile(input(bytes))).rejects.toMatchObject({ code: "transpile-failed" });
  });

  it("does many at once, one after the other", async () => {
    const transpiler = open();
    const inputs = await Promise.all(
      (["kv", "loop", "typed", "kv", "loop"] as const).map(async (name) => input(await guest(name))),
    );
    const made = await Promise.all(inputs.map((each) => transpiler.transpile(each)));
    expect(new Set(made.map((each) => each.moduleUrl)).size).toBe(3);
    expect(await readdir(cacheFolder)).toHaveLength(3);
  });

  it("gives what was begun ahead to whoever asks for it, refusals too, and what is in the cache", async () => {
    const transpiler = open();
    await transpiler.begin(input(await guest("kv")));
    const { compiling, ...stored } = await transpiler.transpile(input(await guest("kv")));
    expect([...(compiling?.keys() ?? [])]).toEqual(stored.coreModules.map(([name]) => name));
    await transpiler.begin(input(await guest("kv")));
    expect(await transpiler.transpile(input(await guest("kv")))).toEqual(stored);
    await transpiler.begin(input(await jcoRefuses()));
    for (let time = 0; time < 2; time++) {
      await expect(transpiler.transpile(input(await jcoRefuses()))).rejects.toMatchObject({ code: "transpile-failed" });
    }
  });

  it("forgets what was begun ahead when it is not wanted any more, and finds what was made of it in the cache", async () => {
    const transpiler = open();
    {
      using _begun = await transpiler.begin(input(await guest("kv")));
    }
    const { compiling, ...stored } = await transpiler.transpile(input(await guest("kv")));
    // It was made by what was begun, and was not held for us.
    expect(compiling).toBeUndefined();
    expect(stored.coreModules.length).toBeGreaterThan(0);
  });

  it("lets whoever asks for what was begun ahead give up, and keeps it for the next who asks", async () => {
    const transpiler = open({ entry: STUCK });
    await transpiler.begin(input(await guest("kv")));
    const asking = new AbortController();
    const asked = transpiler.transpile(input(await guest("kv")), asking.signal);
    asking.abort(new Error("not any more"));
    await expect(asked).rejects.toThrow("not any more");
    const next = expect(transpiler.transpile(input(await guest("kv")))).rejects.toMatchObject({
      code: "invocation-aborted",
    });
    await transpiler[Symbol.asyncDispose]();
    await next;
  });

  it("gives up when told to, at once while it queues, and does the others", async () => {
    const transpiler = open({ entry: STUCK });
    const [first, second] = [new AbortController(), new AbortController()];
    const running = transpiler.transpile(input(await guest("kv")), first.signal);
    const queued = transpiler.transpile(input(await guest("typed")), second.signal);
    second.abort(new Error("the queued one"));
    await expect(queued).rejects.toThrow("the queued one");
    first.abort(new Error("the running one"));
    await expect(running).rejects.toThrow("the running one");
    await expect(
      transpiler.transpile(input(await guest("kv")), AbortSignal.abort(new Error("before"))),
    ).rejects.toThrow("before");
  });

  it("stops what takes too long, and says so", async () => {
    await expect(open({ entry: STUCK, timeoutMs: 1000 }).transpile(input(await guest("kv")))).rejects.toMatchObject({
      code: "transpile-failed",
      message: "Transpiling this component took longer than 1 seconds and was stopped.",
    });
  });

  it("says so when its worker dies", async () => {
    const entryThatEnds = new URL("data:text/javascript,process.exit(3)");
    await expect(open({ entry: entryThatEnds }).transpile(input(await guest("kv")))).rejects.toMatchObject({
      code: "transpile-failed",
      message: expect.stringContaining("ended with code 3") as string,
    });
  });

  it("ends what is under way when it is disposed, also twice", async () => {
    const transpiler = open({ entry: STUCK });
    const running = transpiler.transpile(input(await guest("kv")));
    const failed = expect(running).rejects.toMatchObject({ code: "invocation-aborted" });
    await transpiler[Symbol.asyncDispose]();
    await transpiler[Symbol.asyncDispose]();
    await failed;
  });
});
