// The Node this repository runs on, whatever the machine has: the one of npm's per-platform packages.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(import.meta.dirname ?? fileURLToPath(new URL(".", import.meta.url)), "../..");
const MAJOR = 24;
const BELOW_NPM = process.env.npm_lifecycle_event !== undefined;
const PARENT = process.ppid;
const ORPHANED_MS = 500;

/** Absolute path of the pinned Node, or undefined when npm did not install one for this platform. */
function pinnedNode() {
  const { arch, platform } = process;
  const windows = platform === "win32";
  const folder = `node-${windows ? "win" : platform}-${arch}`;
  const path = join(ROOT, "node_modules", folder, "bin", windows ? "node.exe" : "node");
  return existsSync(path) ? path : undefined;
}

/** Returns under Node 24 or later; under an older one it runs the same command again with the pinned one and ends. */
export async function onPinnedNode() {
  if (Number(process.versions.node.split(".")[0]) >= MAJOR) return;
  const node = pinnedNode();
  if (node === undefined) {
    console.error(
      `Vitrine needs Node ${MAJOR}; this is ${process.version}, and node_modules has none for ${process.platform}-${process.arch}. ` +
        `Run npm ci, or install Node ${MAJOR}.`,
    );
    process.exit(1);
  }
  process.exit(await run(node, process.argv.slice(1), { cwd: process.cwd() }));
}

/**
 * Runs a program to its end with this terminal. Resolves to its exit code, 128 + the signal's number for a killed one,
 * 127 when there is no such program. Signals for us are passed on; below npm, losing our parent is one. `output` "stderr" keeps our stdout clean.
 */
export function run(command, args, { env = process.env, cwd = ROOT, output = "inherit", timeoutMs = Infinity } = {}) {
  const stdio = { inherit: "inherit", stderr: ["inherit", 2, 2], ignore: "ignore" }[output];
  const child = spawn(command, args, { cwd, env: withTools(env), stdio });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  // A terminal sends Ctrl+C to both of us: passed on as well, it would be the second one, which ends at once.
  const pass = (signal) => void ((signal === "SIGINT" && process.stdin.isTTY) || child.kill(signal));
  for (const signal of signals) process.on(signal, pass);
  // npm that is told to end ends the shell it started us in, and not us.
  const orphaned = BELOW_NPM
    ? setInterval(() => process.ppid !== PARENT && child.kill("SIGTERM"), ORPHANED_MS)
    : undefined;
  const timer = timeoutMs === Infinity ? undefined : setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  return new Promise((done) => {
    const end = (code) => {
      clearTimeout(timer);
      clearInterval(orphaned);
      for (const signal of signals) process.off(signal, pass);
      done(code);
    };
    child.on("error", () => end(127));
    child.on("exit", (code, signal) => end(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** Runs a tool of node_modules by its script, which works the same on every system. */
export function runTool(script, args, options) {
  return run(process.execPath, [join(ROOT, "node_modules", script), ...args], options);
}

/** Tools start each other by name, as they do below npm run. */
function withTools(env) {
  const name = Object.keys(env).find((key) => key.toLowerCase() === "path") ?? "PATH";
  const separator = process.platform === "win32" ? ";" : ":";
  return { ...env, [name]: `${join(ROOT, "node_modules", ".bin")}${separator}${env[name] ?? ""}` };
}
