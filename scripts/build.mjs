// npm run build: the app into out/, and the examples' components where one is missing or was made from something else.
import { join, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { ensureBuilt } from "./machine/build-state.mjs";
import { onPinnedNode } from "./machine/pinned-node.mjs";

await onPinnedNode();

/** The example that opens when no project is named. */
const FIRST = "guestbook";
const EXAMPLES = fileURLToPath(new URL("../resources/examples", import.meta.url));
export const EXAMPLE = join(EXAMPLES, FIRST);

/** The examples that have to be built to open this project: the one it is, or lies in, if any. */
export function examplesFor(project) {
  const path = resolve(project);
  return path.startsWith(EXAMPLES + sep) ? path.slice(EXAMPLES.length + 1).split(sep, 1) : [];
}

/** Builds what is missing or stale; Vitrine in any case with `force`. False when something did not build. */
export async function buildAll({ force = false, output = "inherit", say = console.error, examples } = {}) {
  const { buildExamples } = await import("./build-example.mjs");
  await buildExamples({ say, examples });
  return ensureBuilt({ force, output, say });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await buildAll({ force: true })) ? 0 : 1;
}
