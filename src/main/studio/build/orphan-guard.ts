import { type ChildProcess, spawn } from "node:child_process";

/**
 * Waits on its standard input, which ends with whoever started it. The first line is the process whose group is
 * guarded, the second one says that it has ended. Without that, the group is asked to end, and is ended.
 */
const POSIX_GUARD = `
read -r group || exit 0
read -r over && exit 0
kill -s TERM -- "-$group" || exit 0
for tenth in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
  sleep 0.1
  kill -s 0 -- "-$group" || exit 0
done
kill -s KILL -- "-$group"
`;

const WINDOWS_GUARD =
  "$id = [Console]::In.ReadLine(); if ($null -eq $id) { exit } " +
  "if ($null -eq [Console]::In.ReadLine()) { taskkill /pid $id /T /F }";

/**
 * Ends a process and its group when this process dies without having disposed of the guard, even by SIGKILL: nothing of
 * ours runs then, but the pipe closes. Processes that left the group are not found; on Windows it is the tree that ends.
 */
export class OrphanGuard implements Disposable {
  readonly #guard: ChildProcess;

  constructor(pid: number, platform: NodeJS.Platform = process.platform) {
    const [program, ...args] =
      platform === "win32"
        ? ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", WINDOWS_GUARD]
        : ["/bin/sh", "-c", POSIX_GUARD];
    // In a group of its own: what ends ours must not end it as well.
    this.#guard = spawn(program ?? "", args, {
      stdio: ["pipe", "ignore", "ignore"],
      detached: platform !== "win32",
      windowsHide: true,
    });
    // A machine without a shell builds all the same; and a guard that is gone needs no word.
    this.#guard.on("error", () => undefined);
    this.#guard.stdin?.on("error", () => undefined);
    this.#guard.stdin?.write(`${pid}\n`);
    this.#guard.unref();
  }

  /** The process has ended. */
  [Symbol.dispose](): void {
    this.#guard.stdin?.end("over\n");
  }
}
