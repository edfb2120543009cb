import { closeSync, constants, fstatSync, openSync, readFile, readFileSync } from "node:fs";
import { promisify } from "node:util";

import { confine } from "../project/confine.ts";

export const MIB = 1024 * 1024;
/** What is reasonable to begin with; all of it is in memory at once while it is written. */
export const MAX_VALUE_BYTES = 32 * MIB;
export const MAX_SEED_BYTES = 128 * MIB;

/** To have another thread read so much takes five times as long as to read it. */
const MAX_AT_ONCE_BYTES = 256 * 1024;
const readOpened = promisify(readFile);

interface Unreadable {
  readonly wrong: string;
  readonly fix: string;
}

/**
 * The bytes of a file of the project, or what is wrong with it.
 * @throws StudioError `path-outside-project`
 */
export async function readInside(root: string, path: string, maxBytes: number): Promise<Uint8Array | Unreadable> {
  // Links may have been turned since the project was read.
  confine(root, path, "seed");
  let opened: number | undefined;
  try {
    // A pipe must not be waited for. Windows has no such flag.
    opened = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(opened);
    if (!stat.isFile()) return { wrong: "is not a file", fix: "Name a file." };
    if (stat.size > maxBytes) {
      return { wrong: `has ${mib(stat.size)}; ${mib(maxBytes)} are the most`, fix: TOO_LARGE };
    }
    return new Uint8Array(stat.size > MAX_AT_ONCE_BYTES ? await readOpened(opened) : readFileSync(opened));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    if (code === "ENOENT" || code === "ENOTDIR")
      return { wrong: "does not exist", fix: "Make it, or correct the path." };
    return { wrong: `cannot be read (${code})`, fix: "Check its permissions." };
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

const TOO_LARGE = "Begin with less, put large values into files of their own, or write them with vitrine state.";

export function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(bytes % MIB === 0 ? 0 : 1)} MiB`;
}
