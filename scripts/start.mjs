// npm start [-- [--browser] [--electron] [PROJECT] [flags]]: the desktop app, or served mode where it cannot run.
import { join } from "node:path";

import { buildAll, EXAMPLE, examplesFor } from "./build.mjs";
import { goToCaller } from "./machine/caller.mjs";
import { downloadElectron } from "./machine/download-electron.mjs";
import { chromiumArguments, findElectron, hasDisplay, whyEnded } from "./machine/find-electron.mjs";
import { onPinnedNode, ROOT, run } from "./machine/pinned-node.mjs";
import { readStartArguments, servedFlags } from "./machine/start-arguments.mjs";

await onPinnedNode();
goToCaller("start");

/** An app that ends with an error before this has not come up; later it is the person's own session that ended. */
const START_LIMIT_MS = 15_000;

const given = process.argv.slice(2);
const has = (flag) => given.includes(flag);
const { project = EXAMPLE, flags } = readStartArguments(given);
const selfTest = has("--self-test");

// The self-test sends the smaller example a request.
if (!(await buildAll({ examples: selfTest ? ["counter"] : examplesFor(project) }))) process.exit(1);
process.exitCode = await start();

async function start() {
  if (has("--browser")) return serve("As asked");
  if (!hasDisplay()) return serve("There is no display for the desktop app");
  let electron = findElectron();
  if (!electron.ok && electron.version !== undefined && !process.env.ELECTRON_OVERRIDE_DIST_PATH) {
    const why = await downloadElectron(electron.version);
    electron = findElectron();
    if (!electron.ok) return serve(`Electron could not be downloaded (${why ?? electron.why})`);
  }
  if (!electron.ok) return serve(`The desktop app cannot start (${electron.why})`);
  return launch(electron.path);
}

async function launch(path) {
  const env = { ...process.env };
  // Terminals inside Electron apps set it; it would turn Electron into plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  const args = [...chromiumArguments(), ROOT, ...(selfTest ? [] : [project]), ...flags];
  const from = performance.now();
  const code = await run(path, args, { env, cwd: process.cwd() });
  const end = whyEnded(code, path, args);
  if (end === undefined || performance.now() - from > START_LIMIT_MS) return code;
  // Its report says the rest.
  if (selfTest && code === 1) return code;
  return serve(`The desktop app does not run here (${end.why})`, end.advice);
}

function serve(why, advice) {
  const only = has("--electron") || selfTest;
  console.error(only ? `${why}.` : `${why}: opening served mode.`);
  if (advice !== undefined) console.error(advice);
  if (only) {
    if (!findElectron().ok) console.error("To download Electron: node node_modules/electron/install.js");
    return 1;
  }
  const args = [join(ROOT, "out/main/cli.js"), "serve", project, ...servedFlags(flags)];
  return run(process.execPath, args, { cwd: process.cwd() });
}
