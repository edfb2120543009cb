// npm run build: the app into out/, and the example component where it is missing or was made from something else.
import { fileURLToPath, pathToFileURL } from "node:url";

import { ensureBuilt } from "./machine/build-state.mjs";
import { onPinnedNode } from "./machine/pinned-node.mjs";

await onPinnedNode();

export const EXAMPLE = fileURLToPath(new URL("../resources/examples/counter", import.meta.url));

/** Builds what is missing or stale; everything with `force`. False when something did not build. */
export async function buildAll({ force = false, output = "inherit", say = console.error } = {}) {
  const { buildExample } = await import("./build-example.mjs");
  await buildExample({ say });
  return ensureBuilt({ force, output, say });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await buildAll({ force: true })) ? 0 : 1;
}
