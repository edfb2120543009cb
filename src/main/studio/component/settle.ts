import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { StudioError } from "../../../shared/errors.ts";
import type { Digest } from "../../../shared/model.ts";

/** A build tool that still writes changes size or time between two looks this far apart. */
const LOOK_EVERY_MS = 20;
/** A file that grows for longer than this is read as it is. */
const GIVE_UP_MS = 10_000;

export interface Artefact {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digest: Digest;
}

/**
 * Reads a file once it stopped changing. Undefined when there is no such file (a build that cleans first).
 * The digest decides what a change is: times and permissions do not. `onFirst` is told what the file holds before that,
 * for whoever can prepare for it: mostly nothing changes any more, and sometimes it is half of a file.
 */
export async function readSettled(
  path: string,
  signal: AbortSignal,
  onFirst?: (artefact: Artefact) => void,
): Promise<Artefact | undefined> {
  const giveUp = Date.now() + GIVE_UP_MS;
  let before = await look(path);
  // What is wrong with it is said when it has settled.
  const first = onFirst === undefined ? undefined : await read(path).catch(() => undefined);
  if (first !== undefined) onFirst?.(first);
  for (;;) {
    signal.throwIfAborted();
    await sleep(LOOK_EVERY_MS, undefined, { signal });
    const now = await look(path);
    if (now === before || Date.now() > giveUp) break;
    before = now;
  }
  return before === undefined ? undefined : read(path, first);
}

/** `same`: what it may be. */
async function read(path: string, same?: Artefact): Promise<Artefact | undefined> {
  try {
    const bytes = new Uint8Array(await readFile(path));
    // To compare is much cheaper than to hash.
    return same !== undefined && Buffer.compare(same.bytes, bytes) === 0 ? same : { bytes, digest: digestOf(bytes) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export function digestOf(bytes: Uint8Array): Digest {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Why an artefact that is there cannot be read. */
export function unreadable(path: string, cause: unknown): StudioError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StudioError("component-invalid", `${path} cannot be read: ${reason}.`, { cause });
}

/** What of a file changes while it is written; undefined when it is not there. */
async function look(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return `${size} ${mtimeMs} ${ino}`;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
