import { lstatSync } from "node:fs";

import { StudioError } from "../../shared/errors.ts";
import { ContentFolder } from "./content.ts";
import { Database } from "./database.ts";
import { damaged, migrate, requireIntact, requireKnown, schemaVersion } from "./migrate.ts";
import { PAGE_BYTES, SCHEMA_STEPS } from "./schema.ts";
import { notWritable, prepareFolder, type StatePaths } from "./state-folder.ts";
import { asStorageError, sqliteCode } from "./storage-error.ts";

/** How long a statement waits while others write. SQLite queues nobody: eight writers without pause cost one 2 s at worst. */
const BUSY_MS = 20_000;

/** A checkpoint every 16 MiB of WAL: each one waits for the disk. */
const CHECKPOINT_PAGES = 8192;

export interface StoreOptions {
  /** The folder with `state.sqlite`. */
  readonly folder: string;
  /** False: the store is thrown away with its folder, so nothing is ever flushed to the disk. */
  readonly persist: boolean;
  /** No shared memory there, so no WAL: slower, and readers wait for writers. */
  readonly networkFileSystem: boolean;
  /** The host creates, migrates and checks the store before anything else opens it. */
  readonly create: boolean;
}

/** @throws StudioError `store-newer`, `store-damaged`, `store-not-writable`. */
export function openDatabase(paths: StatePaths, options: StoreOptions, steps = SCHEMA_STEPS): Database {
  prepareFolder(paths, options.create);
  const file = paths.database;
  if (!options.create && lstatSync(file, { throwIfNoEntry: false }) === undefined)
    throw damaged(file, "it does not exist");
  if (options.create) requireNotEmptied(paths);
  let db: Database | undefined;
  try {
    db = new Database(file, BUSY_MS);
    if (options.create) host(db, file, options, steps);
    else guest(db, file, steps);
    db.exec(
      `PRAGMA synchronous = ${options.persist ? "NORMAL" : "OFF"}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
    );
    return db;
  } catch (error) {
    db?.[Symbol.dispose]();
    throw explain(file, error);
  }
}

/**
 * A store begins as an empty file, but then there is nothing beside it. SQLite would take one that lost its bytes for a
 * new one and remove the log, which holds the newest of what was in it.
 */
function requireNotEmptied({ database, content }: StatePaths): void {
  if (sizeOf(database) !== 0) return;
  if ((sizeOf(`${database}-wal`) ?? 0) > 0) throw damaged(database, "it is empty, but the log of its writes is not");
  if (new ContentFolder(content).digests().length > 0)
    throw damaged(database, "it is empty, but contents of its values are there");
}

function sizeOf(file: string): number | undefined {
  return lstatSync(file, { throwIfNoEntry: false })?.size;
}

function host(db: Database, file: string, options: StoreOptions, steps: readonly string[]): void {
  requireKnown(db, file, steps.length);
  db.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
  db.exec(`PRAGMA journal_mode = ${options.networkFileSystem ? "DELETE" : "WAL"}`);
  migrate(db, file, steps);
  requireIntact(db, file, steps);
}

function guest(db: Database, file: string, steps: readonly string[]): void {
  requireKnown(db, file, steps.length);
  if (schemaVersion(db) !== steps.length) throw damaged(file, "the host has not migrated it yet");
}

function explain(file: string, error: unknown): unknown {
  if (error instanceof StudioError) return error;
  switch (sqliteCode(error) ?? -1) {
    case 8: // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
      return notWritable(file, error);
    case 1: // SQLITE_ERROR: a schema that does not parse
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return damaged(file, error instanceof Error ? error.message : String(error), error);
    default:
      return asStorageError(error);
  }
}
