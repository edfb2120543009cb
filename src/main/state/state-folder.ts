import { accessSync, constants, lstatSync, mkdirSync, type Stats } from "node:fs";
import { join } from "node:path";

import { StudioError } from "../../shared/errors.ts";
import { systemCode } from "./storage-error.ts";

/** The names of a state folder, and the distrust it deserves: a folder may come with a project from anywhere. */
export interface StatePaths {
  readonly folder: string;
  readonly database: string;
  /** Bytes of large values, files named by digest. */
  readonly content: string;
}

export function statePaths(folder: string): StatePaths {
  return { folder, database: join(folder, "state.sqlite"), content: join(folder, "content") };
}

/**
 * Makes the folders where they are missing and refuses what leads elsewhere.
 * @throws StudioError `store-damaged` for a link or anything else that is not what its name says; `store-not-writable`.
 */
export function prepareFolder(paths: StatePaths, create: boolean): void {
  for (const folder of [paths.folder, paths.content]) requireFolder(folder, create);
  for (const file of databaseFiles(paths.database)) requireKind(file, "file");
  for (const path of [paths.folder, paths.content, paths.database]) requireWritable(path);
}

/** As `prepareFolder`, for a folder that holds no store yet. */
export function prepareLockFolder(folder: string): void {
  requireFolder(folder, true);
  requireWritable(folder);
}

/** A database and what SQLite keeps beside it. */
export function databaseFiles(database: string): string[] {
  return ["", "-wal", "-shm", "-journal"].map((suffix) => database + suffix);
}

/** @throws StudioError `store-damaged` unless the path is of this kind, or nothing at all. */
export function requireKind(path: string, kind: "file" | "folder"): void {
  const found = inspect(path);
  if (found === undefined) return;
  if (kind === "file" ? found.isFile() : found.isDirectory()) return;
  const is = found.isSymbolicLink() ? "a link" : `not a ${kind}`;
  throw new StudioError(
    "store-damaged",
    `${path} is ${is}. Vitrine follows no links inside a state folder. Remove it, then open the project again.`,
    { details: { path } },
  );
}

function requireFolder(path: string, create: boolean): void {
  requireKind(path, "folder");
  if (create) makeFolder(path);
}

function inspect(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw notWritable(path, error);
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw notWritable(path, error);
  }
}

function requireWritable(path: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return;
    throw notWritable(path, error);
  }
}

/** SQLite opens no file of 512 bytes or more, names beside it included. */
const MAX_PATH_BYTES = 500;

export function notWritable(path: string, cause: unknown): StudioError {
  const code = systemCode(cause);
  if (code === undefined && Buffer.byteLength(path) > MAX_PATH_BYTES) {
    return new StudioError(
      "store-not-writable",
      `${path} cannot be written: a store's path may have ${MAX_PATH_BYTES} bytes at most. Move the project to a folder with a shorter one.`,
      { cause, details: { path } },
    );
  }
  return new StudioError(
    "store-not-writable",
    `${path} cannot be written${code === undefined ? "" : ` (${code})`}. Give yourself write permission, or choose another place for state.`,
    { cause, details: { path } },
  );
}
