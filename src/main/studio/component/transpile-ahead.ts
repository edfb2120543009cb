import { readFile } from "node:fs/promises";

import { decodeComponent } from "../../wit/decode-component.ts";
import { importMap } from "../../wit/plan-imports.ts";
import type { Transpiler } from "../link/transpiler.ts";
import type { EarlyWorkers } from "../pool/starting-worker.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import { asComponent } from "./as-component.ts";
import { type Artefact, digestOf } from "./settle.ts";
import { transpileInput } from "./transpile-input.ts";

interface AheadParts {
  readonly transpiler: Transpiler;
  readonly workers: EarlyWorkers;
}

/**
 * Has the artefacts transpiled as they are now, and a worker started for each, while the project is still being opened.
 * Linking then finds both done or under way, and is where people are told what is wrong with one. Resolves when
 * everything is begun; never rejects.
 */
export async function transpileAhead(components: readonly ComponentManifest[], parts: AheadParts): Promise<void> {
  const begin = async (manifest: ComponentManifest) => {
    const bytes = new Uint8Array(await readFile(manifest.wasm));
    await beginBuild(manifest, { bytes, digest: digestOf(bytes) }, parts);
  };
  // Not there, no component, or not to be transpiled.
  await Promise.all(components.map((manifest) => begin(manifest).catch(() => undefined)));
}

/**
 * The same for one artefact that may not have settled: one that is cut off is no component, and nothing is done. What
 * was begun and not asked for when this is disposed is forgotten.
 */
export function prepareBuild(manifest: ComponentManifest, artefact: Artefact, parts: AheadParts): AsyncDisposable {
  const begun = beginBuild(manifest, artefact, parts).catch(() => undefined);
  return {
    [Symbol.asyncDispose]: async () => (await begun)?.[Symbol.asyncDispose](),
  };
}

async function beginBuild(
  manifest: ComponentManifest,
  artefact: Artefact,
  { transpiler, workers }: AheadParts,
): Promise<AsyncDisposable> {
  const { digest } = artefact;
  const { bytes } = await asComponent(artefact, transpiler);
  const map = importMap(decodeComponent(bytes));
  const transpiling = await transpiler.begin(transpileInput({ bytes, digest }, map, manifest));
  const worker = workers.begin(manifest.name);
  return {
    [Symbol.asyncDispose]: () => {
      transpiling[Symbol.dispose]();
      return worker[Symbol.asyncDispose]();
    },
  };
}
