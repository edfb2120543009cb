import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

const LISTENING = "0A";
/** What is said of a port that this process listens on. */
export const THIS_STUDIO = "this studio";

/**
 * Who listens on a TCP port: `python3 (process 4711)`. Undefined where the system does not tell (only Linux does, and
 * only about processes one may look into).
 */
export async function findPortHolder(port: number, procFolder = "/proc"): Promise<string | undefined> {
  const inodes = await listeningInodes(port, procFolder);
  if (inodes.size === 0) return undefined;
  const processes = (await list(procFolder)).filter((name) => /^\d+$/.test(name));
  for (const id of processes) {
    if (!(await holdsSocket(join(procFolder, id, "fd"), inodes))) continue;
    if (Number(id) === process.pid) return THIS_STUDIO;
    const name = await readFile(join(procFolder, id, "comm"), "utf8").catch(() => "");
    return `${name.trim() || "a process"} (process ${id})`;
  }
  return "a process of another user";
}

async function listeningInodes(port: number, procFolder: string): Promise<Set<string>> {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const inodes = new Set<string>();
  for (const table of ["tcp", "tcp6"]) {
    const text = await readFile(join(procFolder, "net", table), "utf8").catch(() => "");
    for (const line of text.split("\n")) {
      const columns = line.trim().split(/\s+/);
      const inode = columns[9];
      if (columns[1]?.endsWith(`:${wanted}`) === true && columns[3] === LISTENING && inode !== undefined)
        inodes.add(inode);
    }
  }
  return inodes;
}

async function holdsSocket(folder: string, inodes: ReadonlySet<string>): Promise<boolean> {
  for (const name of await list(folder)) {
    const target = await readlink(join(folder, name)).catch(() => "");
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}

/** A process may end, or belong to somebody else, while we look: then there is nothing to see. */
async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
