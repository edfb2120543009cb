import { closeSync, constants, openSync, readSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { StudioError } from "../../shared/errors.ts";
import { Database } from "./database.ts";
import { databaseFiles, notWritable, prepareLockFolder, requireKind } from "./state-folder.ts";
import { sqliteCode, systemCode } from "./storage-error.ts";

/** Who hosts a project. */
export interface HostInfo {
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly started: number;
  /** Where it listens, once it does. */
  readonly url?: string;
}

export interface HostLock extends Disposable {
  /** Tells others where this host listens. */
  announce(url: string): void;
}

/** A killed host's lock is gone with its process; this bridges the moment in between. */
const PATIENCE_MS = 250;

const MAX_HOLDER_BYTES = 4096;

/**
 * Makes this process the one host of a project until the lock is disposed or the process dies. The lock is an open
 * transaction on `lock.sqlite`, which the system ends with the process; who holds it stands in `lock.json`, because
 * nobody can read what a transaction has not committed.
 * @throws StudioError `store-locked`, naming the first host; `store-not-writable`; `store-damaged`.
 */
export function acquireHostLock(folder: string, self: { readonly pid: number; readonly started: number }): HostLock {
  const file = join(folder, "lock.sqlite");
  const holder = join(folder, "lock.json");
  prepareLockFolder(folder);
  for (const path of [...databaseFiles(file), holder]) requireKind(path, "file");
  const db = lock(file, holder);
  const tell = (info: HostInfo) => {
    const unfinished = `${holder}.tmp`;
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, JSON.stringify(info), { mode: 0o600, flag: "wx" });
    renameSync(unfinished, holder);
  };
  try {
    tell(self);
  } catch (error) {
    db[Symbol.dispose]();
    throw notWritable(holder, error);
  }
  let held = true;
  return {
    announce: (url) => tell({ ...self, url }),
    [Symbol.dispose]: () => {
      if (!held) return;
      held = false;
      rmSync(holder, { force: true });
      db[Symbol.dispose]();
    },
  };
}

/** The host that holds a folder's lock, as far as it told; undefined when none did. */
export function readHolder(holder: string): HostInfo | undefined {
  const text = readShort(holder);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, started, url } = value as Partial<Record<keyof HostInfo, unknown>>;
    if (typeof pid !== "number" || typeof started !== "number" || Number.isNaN(new Date(started).getTime()))
      return undefined;
    return typeof url === "string" ? { pid, started, url } : { pid, started };
  } catch {
    // Whatever stands there, it names nobody.
    return undefined;
  }
}

/** The returned connection holds the lock until it is closed. */
function lock(file: string, holder: string): Database {
  let db: Database | undefined;
  try {
    db = new Database(file, PATIENCE_MS);
    db.exec("BEGIN EXCLUSIVE");
    return db;
  } catch (error) {
    db?.[Symbol.dispose]();
    switch (sqliteCode(error) ?? -1) {
      case 5: // SQLITE_BUSY
        throw locked(file, readHolder(holder), error);
      case 8: // SQLITE_READONLY
      case 14: // SQLITE_CANTOPEN
        throw notWritable(file, error);
      case 11: // SQLITE_CORRUPT
      case 26: // SQLITE_NOTADB
        throw noLock(file, error);
      default:
        throw error;
    }
  }
}

function noLock(path: string, cause: unknown): StudioError {
  return new StudioError(
    "store-damaged",
    `${path} is not a database. Nothing of value was ever in it: remove it, then open the project again.`,
    { cause, details: { path } },
  );
}

function locked(file: string, holder: HostInfo | undefined, cause: unknown): StudioError {
  const who =
    holder === undefined
      ? "another Vitrine"
      : `the Vitrine with process id ${holder.pid}, started ${new Date(holder.started).toISOString()}${holder.url === undefined ? "" : `, at ${holder.url}`}`;
  return new StudioError("store-locked", `This project is open in ${who}. Use that one, or end it first.`, {
    cause,
    details: { path: file, ...holder },
  });
}

function readShort(path: string): string | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
  try {
    const bytes = new Uint8Array(MAX_HOLDER_BYTES);
    return new TextDecoder().decode(bytes.subarray(0, readSync(fd, bytes)));
  } finally {
    closeSync(fd);
  }
}
