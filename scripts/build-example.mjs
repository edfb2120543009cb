// Builds the example component with tools from npm alone, when it is missing or was made from something else.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const EXAMPLE = join(ROOT, "resources", "examples", "counter");
const SOURCE = join(EXAMPLE, "src", "counter.js");
const WIT = join(EXAMPLE, "wit");
const TARGET = join(EXAMPLE, "build", "counter.wasm");
/** What the present build was made of. Times say nothing after a clone or an install. */
const STAMP = join(EXAMPLE, "build", "made-of.sha256");
const COMPILER = join(ROOT, "node_modules", "@bytecodealliance", "componentize-js", "package.json");

/** Builds unless the target is up to date; `force` always builds. Resolves to the path of the component. */
export async function buildExample({ force = false, say = console.error } = {}) {
  const where = relative(process.cwd(), TARGET);
  const stamp = await madeOf();
  if (!force && (await isFresh(stamp))) {
    say(`${where} is up to date`);
    return TARGET;
  }
  say(`building ${where} (about 20 seconds) …`);
  const began = performance.now();
  const bytes = await compile();
  const temporary = `${TARGET}.${process.pid}.tmp`;
  await mkdir(join(EXAMPLE, "build"), { recursive: true });
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, TARGET);
    await writeFile(STAMP, stamp);
  } finally {
    await rm(temporary, { force: true });
  }
  say(`built ${where}: ${(bytes.length / 1e6).toFixed(1)} MB in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return TARGET;
}

async function isFresh(stamp) {
  const [built, known] = await Promise.all([
    stat(TARGET).catch(() => undefined),
    readFile(STAMP, "utf8").catch(() => undefined),
  ]);
  return built !== undefined && known === stamp;
}

/** One digest over the sources, the version of the compiler and this script, which knows its options. */
async function madeOf() {
  const files = [SOURCE, COMPILER, fileURLToPath(import.meta.url), ...(await filesBelow(WIT))];
  const hash = createHash("sha256");
  for (const path of files) {
    const bytes = await readFile(path);
    hash.update(`${relative(ROOT, path).replaceAll("\\", "/")} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

async function compile() {
  // The tools read folders through the preview2 shim, which grants none by itself.
  const { _addPreopen } = await import("@bytecodealliance/preview2-shim/filesystem");
  _addPreopen("/", "/");
  const { componentize } = await import("@bytecodealliance/componentize-js");
  const { component } = await componentize({
    sourcePath: SOURCE,
    witPath: WIT,
    worldName: "counter",
    // The component exports incoming-handler itself.
    disableFeatures: ["fetch-event"],
  });
  return component;
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildExample({ force: process.argv.includes("--force") });
}
