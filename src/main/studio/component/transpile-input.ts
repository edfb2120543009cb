import type { TranspileInput } from "../link/transpiler.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import type { Artefact } from "./settle.ts";

const MEBIBYTE = 1024 * 1024;

/** What the transpiler is asked for a build: the same whenever it is asked, so that it finds what it made. */
export function transpileInput(
  { bytes, digest }: Artefact,
  map: TranspileInput["map"],
  { limits }: Pick<ComponentManifest, "limits">,
): TranspileInput {
  return { bytes, digest, map, memoryMaxBytes: limits.memoryMiB * MEBIBYTE };
}
