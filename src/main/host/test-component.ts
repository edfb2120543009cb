import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { $init as bindgenReady, generate } from "@bytecodealliance/jco-transpile/component";
import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { _addPreopen } from "@bytecodealliance/preview2-shim/filesystem";

export interface TestComponentSource {
  /** A core module that imports and exports by the names of the component ABI. */
  readonly wat: string;
  /** One package with one world; it may use all of WASI 0.2.12 as jco ships it. */
  readonly wit: string;
  readonly world: string;
}

export interface TestComponent {
  /** A fresh instance; `imports` is keyed without versions, `wasi:io/streams`. */
  instantiate(imports: Readonly<Record<string, unknown>>): Readonly<Record<string, (...args: unknown[]) => unknown>>;
}

/** The shim's types resolve to those of its browser half, whose function takes file contents. */
const addPreopen = _addPreopen as unknown as (guestPath: string, hostPath: string) => void;

type Instantiate = (
  coreModule: (path: string) => WebAssembly.Module,
  imports: Readonly<Record<string, unknown>>,
) => Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** Builds a real component from text and transpiles it as the studio does. */
export async function buildTestComponent(source: TestComponentSource): Promise<TestComponent> {
  // The tools read files through the shim's WASI, which grants no folder by itself.
  addPreopen("/", "/");
  const folder = await mkdtemp(join(tmpdir(), "vitrine-component-"));
  try {
    await cp(wasiWitFolder(), join(folder, "wit", "deps"), { recursive: true });
    await writeFile(join(folder, "wit", "world.wit"), source.wit);
    const binary = await parse(source.wat);
    const embedded = await componentEmbed({ binary, witPath: join(folder, "wit"), world: source.world });
    const component = await componentNew(embedded);
    await bindgenReady;
    const { files } = generate(component, {
      name: "guest",
      instantiation: { tag: "sync" },
      noTypescript: true,
      noNodejsCompat: true,
    });
    const modules = new Map<string, WebAssembly.Module>();
    for (const [name, bytes] of files) {
      if (name.endsWith(".wasm")) modules.set(name, await WebAssembly.compile(bytes));
      else await writeFile(join(folder, name.replace(/\.js$/, ".mjs")), bytes);
    }
    const guest = (await import(pathToFileURL(join(folder, "guest.mjs")).href)) as {
      readonly instantiate: Instantiate;
    };
    return {
      instantiate: (imports) => guest.instantiate((path) => found(modules, path), imports),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The folder with one folder a package of WASI 0.2.12, each with its `package.wit`. */
export function wasiWitFolder(): string {
  const jco = dirname(createRequire(import.meta.url).resolve("@bytecodealliance/jco"));
  return join(jco, "..", "lib", "wit", "builtin", "0.2.12");
}

function found(modules: ReadonlyMap<string, WebAssembly.Module>, path: string): WebAssembly.Module {
  const module = modules.get(path);
  if (module === undefined) throw new Error(`the transpiled code asks for ${path}, which was not made`);
  return module;
}
