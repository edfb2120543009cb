import { readFile } from "node:fs/promises";

import { decodeComponent } from "../../wit/decode-component.ts";
import { importMap } from "../../wit/plan-imports.ts";
import type { Transpiler } from "../link/transpiler.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import { digestOf } from "./settle.ts";
import { transpileInput } from "./transpile-input.ts";

/**
 * Has the artefacts transpiled as they are now, while the project is still being opened: it is what a start waits for
 * longest. Linking then finds it done or under way, and is where people are told what is wrong with one.
 */
export function transpileAhead(components: readonly ComponentManifest[], transpiler: Transpiler): void {
  for (const manifest of components) {
    // Not there, no component, or not to be transpiled.
    begin(manifest, transpiler).catch(() => undefined);
  }
}

async function begin(manifest: ComponentManifest, transpiler: Transpiler): Promise<void> {
  const bytes = new Uint8Array(await readFile(manifest.wasm));
  const map = importMap(decodeComponent(bytes));
  await transpiler.begin(transpileInput({ bytes, digest: digestOf(bytes) }, map, manifest));
}
