import { type ChildProcess, spawn } from "node:child_process";

import { OrphanGuard } from "./orphan-guard.ts";
import { descendantsOf, type ProcessId, stillRunning } from "./process-tree.ts";
import { findTool } from "./tool-environment.ts";

export interface BuildProcessOptions {
  /** Program and arguments; one text is a line for the shell. */
  readonly command: readonly string[] | string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly onOutput: (bytes: Uint8Array) => void;
}

export type BuildEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "signalled"; readonly signal: string }
  | { readonly kind: "cancelled" | "timed-out" }
  | { readonly kind: "not-started"; readonly reason: string };

/** How long a tool has to end by itself after it was asked to. */
const KILL_AFTER_MS = 3_000;
/** Where nobody collects ended processes, a group seems to live on: it is not waited for forever. */
const GONE_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 50;
/** A process left in the background may hold the output open; the build is over when its command is. */
const OUTPUT_AFTER_EXIT_MS = 500;

/** One run of a build command, with all the processes it starts. `ended` never rejects. */
export class BuildProcess {
  readonly ended: Promise<BuildEnd>;
  readonly #child: ChildProcess | undefined;
  readonly #guard: OrphanGuard | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  #stopping: { readonly kind: "cancelled" | "timed-out"; readonly done: Promise<void> } | undefined;

  constructor(options: BuildProcessOptions) {
    try {
      this.#child = start(options);
    } catch (error) {
      // Arguments with a NUL, for example.
      this.ended = Promise.resolve({
        kind: "not-started",
        reason: error instanceof Error ? error.message : String(error),
      });
      return;
    }
    if (this.#child.pid !== undefined) this.#guard = new OrphanGuard(this.#child.pid);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (bytes: Uint8Array) => options.onOutput(bytes));
    }
    this.#timer = setTimeout(() => this.#stop("timed-out"), options.timeoutMs);
    this.ended = this.#end(this.#child, options);
  }

  /** Ends the command and everything it started. `ended` tells when that is done. */
  cancel(): void {
    this.#stop("cancelled");
  }

  #stop(kind: "cancelled" | "timed-out"): void {
    const child = this.#child;
    if (child?.pid === undefined || this.#stopping !== undefined) return;
    if (child.exitCode !== null || child.signalCode !== null) return;
    this.#stopping = { kind, done: killTree(child.pid) };
  }

  async #end(child: ChildProcess, options: BuildProcessOptions): Promise<BuildEnd> {
    const end = await new Promise<BuildEnd>((resolve) => {
      child.once("error", (error: NodeJS.ErrnoException) => {
        if (child.pid === undefined) resolve({ kind: "not-started", reason: whyNotStarted(error, options) });
      });
      child.once("exit", (code, signal) => {
        const how: BuildEnd =
          code === null ? { kind: "signalled", signal: signal ?? "unknown" } : { kind: "exited", exitCode: code };
        const late = setTimeout(() => resolve(how), OUTPUT_AFTER_EXIT_MS);
        child.once("close", () => {
          clearTimeout(late);
          resolve(how);
        });
      });
    });
    clearTimeout(this.#timer);
    await this.#stopping?.done;
    this.#guard?.[Symbol.dispose]();
    child.stdout?.destroy();
    child.stderr?.destroy();
    return this.#stopping === undefined ? end : { kind: this.#stopping.kind };
  }
}

function start({ command, cwd, env }: BuildProcessOptions): ChildProcess {
  // A process group of its own: signals reach all of it, and Ctrl+C in the studio's terminal reaches none of it.
  const options = {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"] as ("ignore" | "pipe")[],
    detached: process.platform !== "win32",
    windowsHide: true,
  };
  if (typeof command === "string") return spawn(command, { ...options, shell: true });
  const [program = "", ...args] = command;
  const script = process.platform === "win32" ? findTool(program, env, "win32") : undefined;
  // Windows runs .cmd files, such as npm, only through its shell.
  if (script !== undefined && /\.(cmd|bat)$/i.test(script)) {
    return spawn([script, ...args].map(quoteForCmd).join(" "), { ...options, shell: true });
  }
  return spawn(program, args, options);
}

function quoteForCmd(text: string): string {
  return `"${text.replaceAll('"', '""').replaceAll("%", "%%")}"`;
}

function whyNotStarted(error: NodeJS.ErrnoException, { command, cwd, env }: BuildProcessOptions): string {
  const program = typeof command === "string" ? command : (command[0] ?? "");
  if (error.code !== "ENOENT") return `${program} cannot be started: ${error.message}`;
  const isPath = /[/\\]/.test(program);
  if (isPath || findTool(program, env, process.platform) !== undefined) {
    return `${program} cannot be started in ${cwd}: the program or that folder does not exist`;
  }
  return `${program} is not installed, or not on the PATH`;
}

async function killTree(pid: number): Promise<void> {
  if (process.platform === "win32") {
    const killer = spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    await new Promise<void>((resolve) => killer.once("close", () => resolve()).once("error", () => resolve()));
    return;
  }
  // Looked up first: once their parents are gone, nobody knows whose children they were.
  const others = await descendantsOf(pid);
  signal(-pid, "SIGTERM");
  signalAll(others, "SIGTERM");
  if (await areGone(pid, others, KILL_AFTER_MS)) return;
  const left = await stillRunning(others);
  // What they started since.
  const more = (await Promise.all(left.map((each) => descendantsOf(each.pid)))).flat();
  signal(-pid, "SIGKILL");
  signalAll([...left, ...more], "SIGKILL");
  await areGone(pid, [...left, ...more], GONE_WITHIN_MS);
}

/** Waits until a group and other processes have ended; false when some have not within that time. */
async function areGone(group: number, others: readonly ProcessId[], withinMs: number): Promise<boolean> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    if (!exists(-group) && (await stillRunning(others)).length === 0) return true;
    if (waited >= withinMs) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function signalAll(processes: readonly ProcessId[], name: NodeJS.Signals): void {
  for (const { pid } of processes) signal(pid, name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
