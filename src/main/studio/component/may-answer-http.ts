import { readFile } from "node:fs/promises";

import { listExports } from "../../wit/check/check.ts";
import { decodeComponent } from "../../wit/decode-component.ts";
import type { Transpiler } from "../link/transpiler.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import { asComponent } from "./as-component.ts";

/** Whether one of the components exports an HTTP handler, or may do so once it is there or mended. Runs nothing. */
export async function mayAnswerHttp(
  components: readonly ComponentManifest[],
  transpiler: Pick<Transpiler, "wrap">,
): Promise<boolean> {
  for (const { wasm } of components) {
    try {
      const { bytes } = await asComponent({ bytes: await readFile(wasm) }, transpiler);
      const world = decodeComponent(bytes);
      if (listExports(world).some(({ kind }) => kind === "http")) return true;
    } catch {
      // Not built yet, or broken: nobody knows what it will export.
      return true;
    }
  }
  return false;
}
