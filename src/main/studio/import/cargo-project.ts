import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";

import { readDocument, type SourceDocument } from "./source-document.ts";

export const CARGO_FILE = "Cargo.toml";
const COMPONENT_TARGET = "wasm32-wasip2";
/** What cargo-component builds for unless it is told otherwise. */
const CARGO_COMPONENT_TARGET = "wasm32-wasip1";

/** How a crate becomes a component. */
export interface LanguageBuild {
  readonly command: readonly string[] | string;
  readonly env?: Readonly<Record<string, string>>;
  /** Relative to the root of the component. */
  readonly wasm: string;
  /** Why it is built so, where that is not obvious. */
  readonly note?: string;
}

export interface Crate {
  readonly document: SourceDocument;
  /** Folder of the crate, relative to the project's, `.` for itself. */
  readonly root: string;
  readonly name: string;
  /** Without `.wasm`. */
  readonly artefact: string;
  /** It is made for cargo-component. */
  readonly isCargoComponent: boolean;
}

/** The crate in a folder; undefined where there is none, such as at the root of a workspace. */
export function readCrate(folder: string, root: string): Crate | undefined {
  const file = posix.join(root, CARGO_FILE);
  if (!existsSync(join(folder, file))) return undefined;
  const document = readDocument(folder, file);
  const name = document.text("package", "name");
  if (name === undefined) return undefined;
  const isLibrary = document.at("lib") !== undefined || existsSync(join(folder, root, "src/lib.rs"));
  // Cargo writes libraries with underscores, and programs as they are called.
  const artefact = isLibrary
    ? (document.text("lib", "name") ?? name).replaceAll("-", "_")
    : (document.text("bin", 0, "name") ?? name);
  const isCargoComponent = document.at("package", "metadata", "component") !== undefined;
  return { document, root, name, artefact, isCargoComponent };
}

/** Whether a crate is made to become a component, and not a program or a library of another kind. */
export function isComponentCrate(folder: string, { document, root, isCargoComponent }: Crate): boolean {
  const kinds = document.at("lib", "crate-type");
  const isDynamic = Array.isArray(kinds) && kinds.includes("cdylib");
  return isCargoComponent || isDynamic || existsSync(join(folder, root, "wit"));
}

export function cargoBuild(folder: string, crate: Crate, isRelease = true): LanguageBuild {
  const profile = isRelease ? ["--release"] : [];
  const target = crate.isCargoComponent ? CARGO_COMPONENT_TARGET : COMPONENT_TARGET;
  const command = crate.isCargoComponent
    ? ["cargo", "component", "build", ...profile]
    : ["cargo", "build", ...profile, "--target", target];
  const output = `${target}/${isRelease ? "release" : "debug"}/${crate.artefact}.wasm`;
  const workspace = workspaceOf(folder, crate.root);
  if (workspace === "outside") {
    return {
      command,
      env: { CARGO_TARGET_DIR: "target" },
      wasm: `target/${output}`,
      note: "the crate belongs to a workspace outside of this folder; CARGO_TARGET_DIR keeps the artefact inside",
    };
  }
  return { command, wasm: posix.join(posix.relative(crate.root, workspace), "target", output) };
}

/** The folder whose `target` a crate is built in, relative to the project's. */
function workspaceOf(folder: string, root: string): string {
  for (let at = root; ; at = posix.dirname(at)) {
    const file = posix.join(at, CARGO_FILE);
    if (existsSync(join(folder, file)) && readDocument(folder, file).at("workspace") !== undefined) return at;
    if (at === ".") break;
  }
  for (let at = dirname(folder); dirname(at) !== at; at = dirname(at)) {
    if (existsSync(join(at, CARGO_FILE)) && readDocument(at, CARGO_FILE).at("workspace") !== undefined)
      return "outside";
  }
  return root;
}
