import { constants, copyFileSync, existsSync, lstatSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { StudioError } from "../../shared/errors.ts";
import { APPLICATION_ID, MIGRATIONS } from "./schema.ts";

/** Everything SQLite may keep next to the file. */
const COMPANIONS = ["", "-wal", "-shm", "-journal"];

const PRIMARY_CODE_MASK = 0xff;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
const SQLITE_PERM_CODES = new Set([3, 8, 10, 13, 14]);

export interface DatabaseOptions {
  readonly networkFileSystem: boolean;
  /** Only for tests of migration. */
  readonly migrations?: readonly string[];
}

/**
 * Opens the journal's file, creating or migrating it. The file may come from anybody: nothing in it is trusted before
 * it was checked.
 * @throws StudioError `store-newer`, `store-damaged` or `store-not-writable`; the file is then left as it was.
 */
export function openDatabase(file: string, options: DatabaseOptions): DatabaseSync {
  refuseLinks(file);
  const migrations = options.migrations ?? MIGRATIONS;
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: 5000, enableDoubleQuotedStringLiterals: false, allowExtension: false });
    db.exec("PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = OFF;");
    const version = check(db, file, migrations);
    // Before the file's first page is written, or it has no effect.
    if (version === 0) db.exec("PRAGMA auto_vacuum = INCREMENTAL");
    // A reader and a writer through memory mapped over a network do not see each other; the rollback journal does without.
    db.exec(`PRAGMA journal_mode = ${options.networkFileSystem ? "DELETE" : "WAL"}`);
    db.exec("PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 8388608; PRAGMA cache_size = -16384;");
    migrate(db, file, version, migrations);
    return db;
  } catch (error) {
    db?.close();
    throw asStudioError(error, file);
  }
}

/** Moves a damaged journal out of the way, so that a new one can begin and nothing is lost. Returns where it is now. */
export function setAside(file: string, now: Date): string {
  const stamp = now.toISOString().replaceAll(/[:.]/g, "-");
  const folder = dirname(file);
  const target = join(folder, `${basename(file, ".sqlite")}.damaged-${stamp}.sqlite`);
  for (const suffix of COMPANIONS) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
  return target;
}

/** What an error of SQLite means to a person; anything else is passed on as it is. */
export function asStudioError(error: unknown, file: string): unknown {
  if (error instanceof StudioError || !(error instanceof Error) || !("errcode" in error)) return error;
  const code = Number(error.errcode) & PRIMARY_CODE_MASK;
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) return damaged(file, error.message, error);
  if (!SQLITE_PERM_CODES.has(code)) return error;
  return new StudioError(
    "store-not-writable",
    `The journal ${file} cannot be written: ${error.message}. Check the disk's free space and the permissions of its folder.`,
    { cause: error, details: { file } },
  );
}

function refuseLinks(file: string): void {
  for (const path of [dirname(file), ...COMPANIONS.map((suffix) => file + suffix)]) {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isSymbolicLink() === true) {
      throw damaged(file, `${path} is a symbolic link, and links are not followed here`);
    }
  }
}

/** The version of the schema; 0 for a file that is new. */
function check(db: DatabaseSync, file: string, migrations: readonly string[]): number {
  const version = pragma(db, "user_version");
  const owner = pragma(db, "application_id");
  if (version === 0 && owner === 0 && schemaOf(db).length === 0) return 0;
  if (owner !== APPLICATION_ID) throw damaged(file, "it is a database of another program");
  if (version > migrations.length) {
    throw new StudioError(
      "store-newer",
      `The journal ${file} was written by a newer Vitrine (its format is ${version}, this one knows up to ${migrations.length}). ` +
        "Open the project with that version, or move the file away to begin a new journal.",
      { details: { file, version, supported: migrations.length } },
    );
  }
  // A trigger or a view somebody put in would run with every statement of ours.
  if (schemaOf(db).join("\n") !== expectedSchema(migrations.slice(0, version)))
    throw damaged(file, "its tables are not ours");
  const verdict = db.prepare("PRAGMA quick_check(1)").get();
  const text = String(Object.values(verdict ?? {})[0]);
  if (text !== "ok") throw damaged(file, text);
  return version;
}

function migrate(db: DatabaseSync, file: string, version: number, migrations: readonly string[]): void {
  if (version === migrations.length) return;
  if (version > 0) keepCopy(db, file, version);
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const step of migrations.slice(version)) db.exec(step);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}; COMMIT`);
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

function keepCopy(db: DatabaseSync, file: string, version: number): void {
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  const copy = file.replace(/\.sqlite$/, `.v${version}.sqlite`);
  // Never through what is there already, which may be a link.
  rmSync(copy, { force: true });
  copyFileSync(file, copy, constants.COPYFILE_EXCL);
}

function schemaOf(db: DatabaseSync): string[] {
  const rows = db.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY name").all();
  return rows.map((row) => `${String(row["type"])} ${String(row["name"])} ${String(row["sql"])}`);
}

function expectedSchema(steps: readonly string[]): string {
  const model = new DatabaseSync(":memory:");
  try {
    for (const step of steps) model.exec(step);
    return schemaOf(model).join("\n");
  } finally {
    model.close();
  }
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

function damaged(file: string, what: string, cause?: unknown): StudioError {
  return new StudioError(
    "store-damaged",
    `The journal ${file} cannot be used: ${what}. Move it away to begin a new one; the project's state is kept elsewhere and is not touched.`,
    { cause, details: { file, what } },
  );
}
