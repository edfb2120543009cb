import { existsSync } from "node:fs";
import { join } from "node:path";

import type { LanguageBuild } from "./cargo-project.ts";
import { readText } from "./source-document.ts";

export const GO_FILE = "go.mod";

export interface TinygoOptions {
  readonly name: string;
  /** Folder of artefacts. */
  readonly build: string;
  readonly wit: string;
  readonly world: string;
  readonly generate: boolean;
  readonly options: readonly string[];
}

/** The last part of the module's path. */
export function goModuleName(folder: string): string | undefined {
  if (!existsSync(join(folder, GO_FILE))) return undefined;
  const path = /^\s*module\s+"?([^\s"]+)"?/m.exec(readText(folder, GO_FILE))?.[1];
  return path?.split("/").findLast((part) => !/^v\d+$/.test(part));
}

export function tinygoBuild({ name, build, wit, world, generate, options }: TinygoOptions): LanguageBuild {
  const wasm = `${build.replace(/^\.\//, "")}/${name}.wasm`;
  const command = [
    "tinygo",
    "build",
    "-target",
    "wasip2",
    "-wit-package",
    `./${wit.replace(/^\.\//, "")}`,
    "-wit-world",
    world,
    ...options,
    "-o",
    wasm,
    ".",
  ];
  return generate
    ? {
        command: `go generate ./... && ${command.map(shellQuoted).join(" ")}`,
        wasm,
        note: "go generate and tinygo, as wash build runs them, without signing",
      }
    : { command, wasm };
}

function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
