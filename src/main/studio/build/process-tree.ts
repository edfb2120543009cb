import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";

/** A process as it can be told from a later one with the same number. */
export interface ProcessId {
  readonly pid: number;
  readonly startedAt: string;
}

interface ProcessEntry extends ProcessId {
  readonly parent: number;
}

/** The processes below one, it not included; those in groups of their own are found, too. Empty where that is unknown. */
export async function descendantsOf(root: number): Promise<readonly ProcessId[]> {
  const all = process.platform === "linux" ? await fromProc() : await fromPs();
  const found: ProcessEntry[] = [];
  const parents = new Set([root]);
  for (let grown = true; grown;) {
    const more = all.filter(({ pid, parent }) => parents.has(parent) && !parents.has(pid));
    for (const entry of more) {
      parents.add(entry.pid);
      found.push(entry);
    }
    grown = more.length > 0;
  }
  return found.map(({ pid, startedAt }) => ({ pid, startedAt }));
}

/** Those that still run: not ended, and not another process that got the number since. */
export async function stillRunning(processes: readonly ProcessId[]): Promise<readonly ProcessId[]> {
  const all = process.platform === "linux" ? await fromProc() : await fromPs();
  return processes.filter(({ pid, startedAt }) => all.some((now) => now.pid === pid && now.startedAt === startedAt));
}

async function fromProc(): Promise<readonly ProcessEntry[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(pids.map((pid) => procEntry(pid)));
  return entries.filter((entry) => entry !== undefined);
}

async function procEntry(pid: string): Promise<ProcessEntry | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    // The name stands in parentheses and may hold anything; what follows is plain.
    const [state, parent, ...rest] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") return undefined;
    return { pid: Number(pid), parent: Number(parent), startedAt: rest[17] ?? "" };
  } catch {
    return undefined;
  }
}

async function fromPs(): Promise<readonly ProcessEntry[]> {
  const child = spawn("ps", ["-A", "-o", "pid=,ppid=,lstart="], { stdio: ["ignore", "pipe", "ignore"] });
  const chunks: Uint8Array[] = [];
  child.stdout.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  await new Promise<void>((resolve) => child.once("close", () => resolve()).once("error", () => resolve()));
  return Buffer.concat(chunks)
    .toString("utf8")
    .split("\n")
    .flatMap((line) => {
      const [, pid, parent, startedAt = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), startedAt }];
    });
}
