import { existsSync } from "node:fs";
import { join } from "node:path";

import type { LanguageBuild } from "./cargo-project.ts";
import { insidePath } from "./proposal.ts";
import type { SourceDocument } from "./source-document.ts";

export const NPM_FILE = "package.json";
/** Tools that make components; without one of them a package is something else. */
const COMPONENT_TOOLS = [
  "@bytecodealliance/jco",
  "@bytecodealliance/componentize-js",
  "componentize-qjs",
  "@bytecodealliance/componentize-qjs",
];
/** Scripts that make the component, the likeliest first. */
const BUILD_SCRIPTS = ["build", "build:component", "build:wasm", "componentize"];

export function isComponentPackage(document: SourceDocument): boolean {
  const names = ["dependencies", "devDependencies"].flatMap((key) => document.entries(key).map(([name]) => name));
  const scripts = document.entries("scripts").map(([, text]) => String(text));
  return (
    names.some((name) => COMPONENT_TOOLS.includes(name)) ||
    scripts.some((text) => /\bcomponentize(-js|-qjs)?\b/.test(text))
  );
}

/** How the package's own scripts make the component; undefined when none seems to. */
export function npmBuild(
  folder: string,
  document: SourceDocument,
  name: string,
): (LanguageBuild & { readonly script: string }) | undefined {
  const script = BUILD_SCRIPTS.find((each) => document.text("scripts", each) !== undefined);
  if (script === undefined) return undefined;
  const output = outputOf(document, script, new Set());
  const needsInstall = !existsSync(join(folder, "node_modules"));
  const notes = [
    ...(output === undefined ? ["its scripts do not tell where the artefact goes: correct the path"] : []),
    ...(needsInstall ? ["run npm install first"] : []),
  ];
  return {
    script,
    command: ["npm", "run", script],
    wasm: output ?? `dist/${name}.wasm`,
    ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
  };
}

/** The `.wasm` that a script, or one it runs, is told to write last. */
function outputOf(document: SourceDocument, script: string, seen: Set<string>): string | undefined {
  const text = document.text("scripts", script);
  if (text === undefined || seen.has(script)) return undefined;
  seen.add(script);
  let found: string | undefined;
  for (const step of text.split(/&&|\|\||;/)) {
    const [, other] = /\bnpm\s+run(?:-script)?\s+(?:-\S+\s+)*([\w:.-]+)/.exec(step) ?? [];
    const [, written] = /(?:^|\s)(?:-o|--out|--output)[\s=]+["']?([^\s"']+\.wasm)/.exec(step) ?? [];
    const inside = written === undefined ? undefined : insidePath(written);
    found = inside ?? (other === undefined ? undefined : outputOf(document, other, seen)) ?? found;
  }
  return found;
}
