import { readFile } from "node:fs/promises";

import { decodeComponent } from "../../wit/decode-component.ts";
import { importMap } from "../../wit/plan-imports.ts";
import type { Transpiler } from "../link/transpiler.ts";
import type { EarlyWorkers } from "../pool/starting-worker.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import { asComponent } from "./as-component.ts";
import { digestOf } from "./settle.ts";
import { transpileInput } from "./transpile-input.ts";

/**
 * Has the artefacts transpiled as they are now, and a worker started for each, while the project is still being opened.
 * Linking then finds both done or under way, and is where people are told what is wrong with one. Resolves when
 * everything is begun; never rejects.
 */
export async function transpileAhead(
  components: readonly ComponentManifest[],
  parts: { readonly transpiler: Transpiler; readonly workers: EarlyWorkers },
): Promise<void> {
  // Not there, no component, or not to be transpiled.
  await Promise.all(components.map((manifest) => begin(manifest, parts).catch(() => undefined)));
}

async function begin(
  manifest: ComponentManifest,
  { transpiler, workers }: { readonly transpiler: Transpiler; readonly workers: EarlyWorkers },
): Promise<void> {
  const file = new Uint8Array(await readFile(manifest.wasm));
  const digest = digestOf(file);
  const { bytes } = await asComponent({ bytes: file, digest }, transpiler);
  const map = importMap(decodeComponent(bytes));
  await transpiler.begin(transpileInput({ bytes, digest }, map, manifest));
  workers.begin(manifest.name);
}
