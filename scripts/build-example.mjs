// Builds the components of the examples with tools from npm alone, where one is missing or was made from something else.
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = join(ROOT, "resources", "examples");
const COMPILER = join(ROOT, "node_modules", "@bytecodealliance", "componentize-js", "package.json");

/** `source` has its folder to itself. `without`: what the component does not use, or exports itself. */
const EXAMPLES = {
  counter: [{ name: "counter", source: "src/counter.js", without: ["fetch-event"] }],
  guestbook: [
    { name: "api", source: "src/api/api.js", without: ["fetch-event"] },
    { name: "worker", source: "src/worker/worker.js", without: ["fetch-event", "http"] },
  ],
};
const NAMES = Object.keys(EXAMPLES);

/** Builds what of these examples is not up to date; `force` builds all of it. A name that is none is left out. */
export async function buildExamples({ examples = NAMES, force = false, say = console.error } = {}) {
  for (const example of NAMES.filter((name) => examples.includes(name))) {
    const folder = join(FOLDER, example);
    await copySecrets(folder);
    for (const component of EXAMPLES[example]) await build(folder, component, force, say);
  }
}

async function build(folder, component, force, say) {
  const target = join(folder, "build", `${component.name}.wasm`);
  // What the present build was made of. Times say nothing after a clone or an install.
  const stamp = join(folder, "build", `${component.name}.made-of.sha256`);
  const where = relative(process.cwd(), target);
  const digest = await madeOf(folder, component);
  if (!force && (await isFresh(target, stamp, digest))) {
    say(`${where} is up to date`);
    return;
  }
  say(`building ${where} (about 20 seconds) …`);
  const began = performance.now();
  const bytes = await compile(folder, component);
  const temporary = `${target}.${process.pid}.tmp`;
  await mkdir(dirname(target), { recursive: true });
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, target);
    await writeFile(stamp, digest);
  } finally {
    await rm(temporary, { force: true });
  }
  say(`built ${where}: ${(bytes.length / 1e6).toFixed(1)} MB in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

async function isFresh(target, stamp, digest) {
  const [built, known] = await Promise.all([
    stat(target).catch(() => undefined),
    readFile(stamp, "utf8").catch(() => undefined),
  ]);
  return built !== undefined && known === digest;
}

/** One digest over the sources, the WIT, what this script is told of the component, and the version of the compiler. */
async function madeOf(folder, component) {
  const sources = await filesBelow(dirname(join(folder, component.source)));
  const files = [...sources, ...(await filesBelow(join(folder, "wit"))), COMPILER];
  const hash = createHash("sha256").update(`${JSON.stringify(component)}\n`);
  for (const path of files) {
    const bytes = await readFile(path);
    hash.update(`${relative(ROOT, path).replaceAll("\\", "/")} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

async function compile(folder, { name, source, without }) {
  // The tools read folders through the preview2 shim, which grants none by itself.
  const { _addPreopen } = await import("@bytecodealliance/preview2-shim/filesystem");
  _addPreopen("/", "/");
  const { componentize } = await import("@bytecodealliance/componentize-js");
  const { component } = await componentize({
    sourcePath: join(folder, source),
    witPath: join(folder, "wit"),
    worldName: name,
    disableFeatures: without,
  });
  return component;
}

/** What a person does after a clone: git keeps no file that only its owner may read. One that is there stays. */
async function copySecrets(folder) {
  const copy = join(folder, "secrets.env");
  try {
    await copyFile(join(folder, "secrets.env.example"), copy, constants.COPYFILE_EXCL);
    await chmod(copy, 0o600);
  } catch (error) {
    if (error.code !== "ENOENT" && error.code !== "EEXIST") throw error;
  }
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const named = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
  const unknown = named.find((name) => !NAMES.includes(name));
  if (unknown === undefined) {
    await buildExamples({ examples: named.length > 0 ? named : NAMES, force: process.argv.includes("--force") });
  } else {
    console.error(`There is no example ${unknown}. There is: ${NAMES.join(", ")}.`);
    process.exitCode = 2;
  }
}
