// npm start [-- [--browser] [--electron] [PROJECT] [flags]]: the desktop app, or served mode where it cannot run.
import { join } from "node:path";

import { buildAll, EXAMPLE, examplesFor } from "./build.mjs";
import { findElectron, hasDisplay, sandboxArguments } from "./machine/find-electron.mjs";
import { onPinnedNode, ROOT, run } from "./machine/pinned-node.mjs";

await onPinnedNode();

const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const PROGRESS_MS = 5_000;
/** An app that ends with an error before this has not come up; later it is the person's own session that ended. */
const START_LIMIT_MS = 15_000;

const given = process.argv.slice(2);
const has = (flag) => given.includes(flag);
const rest = given.filter((argument) => argument !== "--browser" && argument !== "--electron");
const selfTest = has("--self-test");
/** Flags without a value; what follows any other one is its value. */
const SWITCHES = new Set(["--browser", "--electron", "--fresh", "--json", "--no-open", "--self-test"]);
const named = projectOf(given);
const project = named ?? EXAMPLE;

if (!(await buildAll({ examples: examplesFor(project) }))) process.exit(1);
process.exitCode = await start();

async function start() {
  if (has("--browser")) return serve("As asked");
  if (!hasDisplay()) return serve("There is no display for the desktop app");
  let electron = findElectron();
  if (!electron.ok && electron.version !== undefined && !process.env.ELECTRON_OVERRIDE_DIST_PATH) {
    await download(electron.version);
    electron = findElectron();
    if (!electron.ok) return serve("Electron could not be downloaded");
  }
  if (!electron.ok) return serve(`The desktop app cannot start (${electron.why})`);
  return launch(electron.path);
}

async function launch(path) {
  const env = { ...process.env };
  // Terminals inside Electron apps set it; it would turn Electron into plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  const args = [...sandboxArguments(), ROOT, ...(named === undefined && !selfTest ? [project] : []), ...rest];
  const from = performance.now();
  const code = await run(path, args, { env, cwd: process.cwd() });
  if (code === 0 || selfTest || code > 128 || performance.now() - from > START_LIMIT_MS) return code;
  return serve(`The desktop app ended at once (code ${code})`);
}

/** Electron's own installer: checks the sum of what it gets and keeps it for later. */
async function download(version) {
  console.error(`Downloading Electron ${version} (over 100 MB, at most ${DOWNLOAD_LIMIT_MS / 60_000} minutes) …`);
  const from = performance.now();
  const progress = setInterval(() => {
    console.error(`  … still downloading, ${Math.round((performance.now() - from) / 1000)} s`);
  }, PROGRESS_MS);
  const installer = join(ROOT, "node_modules", "electron", "install.js");
  await run(process.execPath, [installer], { output: "ignore", timeoutMs: DOWNLOAD_LIMIT_MS });
  clearInterval(progress);
}

function serve(why) {
  if (has("--electron") || selfTest) {
    console.error(`${why}.\nTo download Electron: node node_modules/electron/install.js`);
    return 1;
  }
  console.error(`${why}: opening served mode.`);
  const flags = rest.filter((argument) => argument !== named);
  return run(process.execPath, [join(ROOT, "out/main/cli.js"), "serve", project, ...flags], { cwd: process.cwd() });
}

function projectOf(args) {
  return args.find((argument, index) => !argument.startsWith("-") && (index === 0 || SWITCHES.has(args[index - 1])));
}
