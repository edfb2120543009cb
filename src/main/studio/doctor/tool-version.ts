import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Tools that ask the network, or wait for a lock, must not hold up the others. */
const ANSWER_WITHIN_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;

export type ToolAnswer =
  | { readonly kind: "answered"; readonly text: string }
  | { readonly kind: "missing" }
  /** It is there but does not say what it is. */
  | { readonly kind: "broken"; readonly why: string };

/** Runs a tool for what it prints about itself. Never rejects; a signal ends the tool, whose answer is then worth nothing. */
export async function askTool(
  command: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
  withinMs = ANSWER_WITHIN_MS,
  signal?: AbortSignal,
): Promise<ToolAnswer> {
  const [program, ...args] = command;
  const quiet = { ...env, FORCE_COLOR: "0", CLICOLOR_FORCE: "0", CARGO_TERM_COLOR: "never" };
  // Windows runs .cmd files, such as npm, only through its shell; nothing here comes from a project.
  const child = spawn(program, args, {
    env: quiet,
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
    windowsHide: true,
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      if (text.length < MAX_ANSWER_BYTES) text += chunk;
    });
  }
  return new Promise((resolve) => {
    const onAbort = () => void child.kill("SIGKILL");
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      resolve({ kind: "broken", why: `it did not answer within ${withinMs / 1000} s` });
    }, withinMs);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      settle();
      // What cannot be run, be it a folder or in one that nobody may enter, is refused as if it were the tool.
      const isMissing = error.code === "ENOENT" || (error.code === "EACCES" && !isOnPath(program, env));
      resolve(isMissing ? { kind: "missing" } : { kind: "broken", why: error.message });
    });
    child.once("close", (code, killedBy) => {
      settle();
      if (code === 0) resolve({ kind: "answered", text: text.trim() });
      else if (process.platform === "win32" && code === 1 && /not recognized/i.test(text)) resolve({ kind: "missing" });
      else
        resolve({ kind: "broken", why: text.trim().split("\n").at(-1)?.trim() || `it ended with ${code ?? killedBy}` });
    });
  });
}

function isOnPath(program: string, env: NodeJS.ProcessEnv): boolean {
  return (env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      return statSync(join(folder, program)).isFile();
    } catch {
      return false;
    }
  });
}
