// npm run dev [-- PROJECT]: the desktop app with Vite's server and reload; without a binary, served mode built anew on
// every change.
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";

import { buildAll, EXAMPLE, examplesFor } from "./build.mjs";
import { ensureBuilt } from "./machine/build-state.mjs";
import { chromiumArguments, findElectron, hasDisplay } from "./machine/find-electron.mjs";
import { onPinnedNode, ROOT, runTool } from "./machine/pinned-node.mjs";

await onPinnedNode();

/** Editors write a file in several steps. */
const SETTLE_MS = 200;
const project = process.argv[2] ?? EXAMPLE;
const electron = findElectron();

// Even for the app's own dev server: it hangs without a word when the first build fails.
if (!(await buildAll({ examples: examplesFor(project) }))) process.exit(1);
if (electron.ok && hasDisplay()) {
  const args = ["dev", "--watch", "--", project, ...chromiumArguments()];
  process.exitCode = await runTool("electron-vite/bin/electron-vite.js", args, { cwd: process.cwd() });
} else {
  console.error(`Without the desktop app (${electron.ok ? "there is no display" : electron.why}): served mode.`);
  serveAnew();
}

function serveAnew() {
  let child = serve([]);
  let timer;
  let building = Promise.resolve();
  const rebuild = async () => {
    if (!(await ensureBuilt())) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await ended;
    child = serve(["--no-open"]);
  };
  watch(join(ROOT, "src"), { recursive: true }, (_event, name) => {
    if (name === null || /\.test\.tsx?$/.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      building = building.then(rebuild);
    }, SETTLE_MS);
  });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      child.once("exit", () => process.exit(0));
      child.kill(signal);
    });
  }
}

function serve(flags) {
  return spawn(process.execPath, [join(ROOT, "out/main/cli.js"), "serve", project, ...flags], { stdio: "inherit" });
}
