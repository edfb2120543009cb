/**
 * A real component whose functions give back what they get, for any list of types, and jco's code for it: what comes
 * out has been lowered into its memory and lifted again.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { $init, generate } from "@bytecodealliance/jco-transpile/component";
import { decodeComponent } from "./decode-component.ts";
import { watComponent } from "./test-components.ts";
import { importMap } from "./plan-imports.ts";
import type { ComponentWorld, WitFunction } from "./world.ts";
import { interfacesOf } from "./world.ts";

export type JsExports = Readonly<Record<string, unknown>>;

/** More parameters than the canonical ABI passes flat: then they come as one pointer, and so does the result. */
const PADDING = 16;

export interface Echo {
  readonly functions: readonly WitFunction[];
  /** Calls the function of that position with a value of its type; gives back the value after its way through. */
  call(position: number, value: unknown): unknown;
}

/** `declarations`: named types that `types` refer to. */
export async function buildEcho(declarations: string, types: readonly string[]): Promise<Echo> {
  const padding = Array.from({ length: PADDING }, () => "u64").join(", ");
  const functions = types.map(
    (type, index) => `echo${index}: func(x: tuple<${type}, ${padding}>) -> tuple<${type}, ${padding}>;`,
  );
  const wit = `package test:echo; interface values { ${declarations} ${functions.join("\n")} } world w { export values; }`;
  // A pointer in, the same pointer out: parameter and result lie in memory alike.
  const bodies = types.map(
    (_, index) => `(func (export "test:echo/values#echo${index}") (param i32) (result i32) local.get 0)`,
  );
  const wat = `(module (memory (export "memory") 16) (global $heap (mut i32) (i32.const 1024))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (local i32)
      (local.set 4 (i32.and (i32.add (global.get $heap) (i32.sub (local.get 2) (i32.const 1)))
        (i32.sub (i32.const 0) (local.get 2))))
      (global.set $heap (i32.add (local.get 4) (local.get 3)))
      (local.get 4))
    ${bodies.join("\n")})`;
  const component = await watComponent(wit, wat);
  const world = decodeComponent(component);
  const { renew } = await instantiate(component, world, {});
  const zeros = Array.from({ length: PADDING }, () => 0n);
  return {
    functions: interfacesOf(world.exports)[0]?.functions ?? [],
    call(position, value) {
      // A new instance each time, since the heap of this one never frees.
      const module = renew()["test:echo/values"] as Readonly<Record<string, (x: unknown) => unknown[]>>;
      return module[`echo${position}`]?.([value, ...zeros])[0];
    },
  };
}

/** jco's code for a component, in memory and instantiated. */
export async function instantiate(
  component: Uint8Array,
  world: ComponentWorld,
  imports: Readonly<Record<string, unknown>>,
): Promise<{ readonly exports: JsExports; readonly code: string; readonly renew: () => JsExports }> {
  await $init;
  const { files } = generate(component, {
    name: "echo",
    noTypescript: true,
    noNodejsCompat: true,
    instantiation: { tag: "sync" },
    map: importMap(world).map(([from, to]): [string, string] => [from, to]),
  });
  const contents = new Map(files);
  const code = new TextDecoder().decode(contents.get("echo.js"));
  const modules = new Map(
    files
      .filter(([name]) => name.endsWith(".wasm"))
      .map(([name, bytes]) => [name, new WebAssembly.Module(new Uint8Array(bytes))]),
  );
  const folder = mkdtempSync(join(tmpdir(), "vitrine-wit-"));
  try {
    const path = join(folder, "echo.mjs");
    writeFileSync(path, code);
    const loaded = (await import(pathToFileURL(path).href)) as {
      instantiate(getCoreModule: (name: string) => unknown, imports: unknown): JsExports;
    };
    const renew = (): JsExports => loaded.instantiate((name) => modules.get(name), imports);
    return { exports: renew(), code, renew };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
