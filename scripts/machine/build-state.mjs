// Is `out/` what the sources say? By content, not by time: a clone, a stash or an install changes times.
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { ROOT, runTool } from "./pinned-node.mjs";

const LOCK_POLL_MS = 200;
const STAMP = "made-of.sha256";
const OUT = join(ROOT, "out");
const NEXT = join(ROOT, "node_modules", ".cache", "vitrine-out");

/** One digest over everything the bundler reads. */
export function sourceDigest(root = ROOT) {
  const inputs = ["package.json", "package-lock.json", "electron.vite.config.ts"].map((name) => join(root, name));
  const sources = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(test|suite)\.tsx?$|^tsconfig/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const path of [...inputs, ...sources].toSorted()) {
    const bytes = readFileSync(path);
    hash.update(`${relative(root, path).replaceAll("\\", "/")} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

export function isBuilt(digest, root = ROOT) {
  const stamp = join(root, "out", STAMP);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === digest;
}

/** Builds `out/` unless it is up to date. Resolves to true when it is; the bundler has told why not. */
export async function ensureBuilt({ force = false, output = "inherit", say = console.error } = {}) {
  const digest = sourceDigest();
  if (!force && isBuilt(digest)) return true;
  return withLock(async () => {
    // Whoever held the lock before may have built the same.
    if (!force && isBuilt(digest)) return true;
    say("building Vitrine …");
    // Beside the old build, which stays in use until the new one is whole.
    rmSync(NEXT, { recursive: true, force: true });
    const args = ["build", "--logLevel", "warn", "--outDir", NEXT];
    if ((await runTool("electron-vite/bin/electron-vite.js", args, { output })) !== 0) return false;
    writeFileSync(join(NEXT, STAMP), digest);
    rmSync(OUT, { recursive: true, force: true });
    renameSync(NEXT, OUT);
    return true;
  });
}

/** Two commands at once must not build over each other. The lock holds a process id: a dead one's lock is taken away. */
async function withLock(work) {
  const folder = join(ROOT, "node_modules", ".cache");
  const path = join(folder, "vitrine-build.lock");
  mkdirSync(folder, { recursive: true });
  while (!take(path)) {
    if (!isAlive(Number(tryRead(path)))) rmSync(path, { force: true });
    else await pause(LOCK_POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path) {
  try {
    const file = openSync(path, "wx");
    writeFileSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch {
    return false;
  }
}

function tryRead(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function isAlive(pid) {
  // Empty: its owner is between creating and writing it.
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
