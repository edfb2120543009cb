/** Real component binaries for the tests here, built from WIT or WAT by the tools that jco brings. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { componentEmbed, componentNew, parse } from "@bytecodealliance/jco-transpile/wasm-tools";

/** A component with the world's imports and exports that traps in every function. */
export async function dummyComponent(witSource: string, world?: string): Promise<Uint8Array> {
  const features = { tag: "all" as const };
  const core = await componentEmbed({ witSource, dummy: true, features, ...(world === undefined ? {} : { world }) });
  return componentNew(core, []);
}

/** A component from a world and a core module as text. */
export async function watComponent(witSource: string, wat: string): Promise<Uint8Array> {
  return componentNew(await componentEmbed({ witSource, binary: await parse(wat) }), []);
}

/** A component, or anything else, written out as text. */
export async function watBinary(wat: string): Promise<Uint8Array> {
  return parse(wat);
}

export interface WitTree {
  readonly name: string;
  /** Several packages in one text. */
  readonly witSource: string;
  /** Full names of its worlds. */
  readonly worlds: readonly string[];
}

const witFolder = new URL("../../../resources/wit/", import.meta.url);
const builtinFolder = new URL("../../../node_modules/@bytecodealliance/jco/lib/wit/builtin/", import.meta.url);

/** Every WIT package here and of jco, in trees that stand alone; what has no world gets one that imports everything. */
export function witTrees(): WitTree[] {
  const packages = new URL("packages/", witFolder);
  const variants = new URL("variants/", witFolder);
  return [
    tree("packages", subfolders(packages)),
    ...subfolders(variants).map((folder) => tree(folder.pathname.split("/").at(-2) ?? "", [folder])),
    tree("wasi 0.3.0", subfolders(new URL("0.3.0/", builtinFolder))),
    tree(
      "jco-node",
      ["jco-node-0.1.0/", "wasi-tls-0.2.0-draft/"]
        .map((folder) => new URL(folder, builtinFolder))
        .concat(subfolders(new URL("0.2.12/", builtinFolder))),
    ),
  ];
}

function tree(name: string, folders: readonly URL[]): WitTree {
  const texts = folders.map((folder) => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".wit"));
    return files
      .toSorted()
      .map((file) => readFileSync(new URL(file, folder), "utf8"))
      .join("\n");
  });
  const parts = texts.map((text) => {
    const id = /^package ([^;\s]+);/m.exec(text)?.[1] ?? "";
    const body = text.replaceAll(/^package [^;]+;/gm, "");
    const worlds = [...body.matchAll(/^world (\S+)/gm)].map((one) => one[1] ?? "");
    const imports = [...body.matchAll(/^interface (\S+)/gm)].map((one) => `import ${one[1] ?? ""};`);
    const all = worlds.length > 0 ? "" : `world all { ${imports.join(" ")} }`;
    return { id, text: `package ${id} {\n${body}\n${all}\n}`, worlds: all === "" ? worlds : ["all"] };
  });
  return {
    name,
    witSource: ["package test:root;", ...parts.map((part) => part.text)].join("\n"),
    worlds: parts.flatMap(({ id, worlds }) => worlds.map((world) => worldName(id, world))),
  };
}

/** `wasi:cli@0.2.0` and `command` make `wasi:cli/command@0.2.0`. */
function worldName(id: string, world: string): string {
  const at = id.indexOf("@");
  return at < 0 ? `${id}/${world}` : `${id.slice(0, at)}/${world}${id.slice(at)}`;
}

function subfolders(folder: URL): URL[] {
  return readdirSync(fileURLToPath(folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => new URL(`${entry.name}/`, folder))
    .toSorted((a, b) => (a.href < b.href ? -1 : 1));
}
