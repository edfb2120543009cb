#!/usr/bin/env node
// The `vitrine` command from a checkout: builds when stale (told on stderr alone), then runs the built command.
import { join } from "node:path";

import { ensureBuilt } from "./machine/build-state.mjs";
import { goToCaller } from "./machine/caller.mjs";
import { onPinnedNode, ROOT, run } from "./machine/pinned-node.mjs";

await onPinnedNode();
goToCaller("vitrine");

const args = process.argv.slice(2);
const [first] = args;
// `vitrine` and `vitrine PATH` open the app. A bare word is a command: a folder of that name is written ./name.
const opensApp = first === undefined || /^\.{0,2}[\\/]|^\.{1,2}$|[\\/]|\.(wasm|jsonc)$/.test(first);

if (opensApp && !first?.startsWith("-")) {
  const project = first ?? ".";
  process.exitCode = await run(process.execPath, [join(ROOT, "scripts/start.mjs"), project, ...args.slice(1)], {
    cwd: process.cwd(),
  });
} else if (await ensureBuilt({ output: "stderr" })) {
  process.exitCode = await run(process.execPath, [join(ROOT, "out/main/cli.js"), ...args], { cwd: process.cwd() });
} else {
  process.exitCode = 3;
}
