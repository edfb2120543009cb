import { execFile } from "node:child_process";
import { basename, dirname } from "node:path";

/** A repository on a slow disk must not hold up the project. */
const LIMIT_MS = 5_000;
const NOT_IGNORED = 1;

/**
 * Whether a file may come to be committed: it lies in a git repository, and nothing there says to ignore it. False
 * where git cannot tell.
 */
export function mayBeCommitted(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    // A repository may come from anybody: its configuration names programs, and none of them is run for this.
    const args = ["-c", "core.fsmonitor=false", "-C", dirname(path), "check-ignore", "--quiet", "--", basename(path)];
    const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
    execFile("git", args, { timeout: LIMIT_MS, env }, (error) => resolve(error?.code === NOT_IGNORED));
  });
}
