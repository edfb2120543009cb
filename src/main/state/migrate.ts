import { renameSync, rmSync } from "node:fs";

import { StudioError } from "../../shared/errors.ts";
import { Database } from "./database.ts";
import { APPLICATION_ID } from "./schema.ts";

/** What `PRAGMA user_version` and `application_id` say about a file. */
export function schemaVersion(db: Database): number {
  return db.prepare<[number]>("PRAGMA user_version").get()?.[0] ?? 0;
}

/**
 * Leads a file to the newest schema, an empty one included. Before an older store is changed, a copy stays beside it
 * as `<name>.v<version>`. Interrupted, it leaves the file as it was.
 * @throws StudioError `store-newer`; `store-damaged` for a file that is not a store.
 */
export function migrate(db: Database, file: string, steps: readonly string[]): void {
  const from = schemaVersion(db);
  if (from === steps.length) return requireOurs(db, file);
  requireKnown(db, file, steps.length);
  if (from > 0) {
    requireOurs(db, file);
    keepCopy(db, file, from);
  }
  db.immediate(() => {
    // Another process may have come first while this one waited for the lock.
    for (const step of steps.slice(schemaVersion(db))) db.exec(step);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${steps.length}`);
  });
}

/** @throws StudioError `store-newer`, or `store-damaged` for a database of some other program. */
export function requireKnown(db: Database, file: string, newest: number): void {
  const found = schemaVersion(db);
  if (found > newest) {
    throw new StudioError(
      "store-newer",
      `${file} was written by a newer Vitrine (store version ${found}, this one reads up to ${newest}). Update Vitrine, or open the project with another state folder.`,
      { details: { path: file, found, newest } },
    );
  }
  if (found === 0 && tables(db) !== 0) throw notOurs(file);
}

/**
 * @throws StudioError `store-damaged` unless pages and schema are as this version of Vitrine writes them: a trigger or
 * a view that somebody added would run with our own statements.
 */
export function requireIntact(db: Database, file: string, steps: readonly string[]): void {
  const [verdict] = db.prepare<[string]>("PRAGMA quick_check(1)").get() ?? ["no answer"];
  if (verdict !== "ok") throw damaged(file, verdict);
  using wanted = new Database(":memory:", 0);
  for (const step of steps) wanted.exec(step);
  if (schemaText(db) !== schemaText(wanted)) throw damaged(file, "its tables are not those of a store");
}

export function damaged(file: string, what: string, cause?: unknown): StudioError {
  return new StudioError(
    "store-damaged",
    `The store ${file} is damaged: ${what}. Move it away, with those beside it whose names begin like it, to start with an empty store, or put back a copy of all of them.`,
    { cause, details: { path: file } },
  );
}

function requireOurs(db: Database, file: string): void {
  if (db.prepare<[number]>("PRAGMA application_id").get()?.[0] !== APPLICATION_ID) throw notOurs(file);
}

function notOurs(file: string): StudioError {
  return damaged(file, "it is a database of another program");
}

function tables(db: Database): number {
  return db.prepare<[number]>("SELECT count(*) FROM sqlite_schema").get()?.[0] ?? 0;
}

function schemaText(db: Database): string {
  const rows = db.prepare<[string, string, string, string | null]>(
    "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name",
  );
  return JSON.stringify([db.prepare("PRAGMA encoding").get(), ...rows.all()]);
}

/** SQLite writes the copy: opening the file by other means would drop this process's locks on it. */
function keepCopy(db: Database, file: string, version: number): void {
  const copy = `${file}.v${version}`;
  const unfinished = `${copy}.tmp`;
  rmSync(unfinished, { force: true });
  db.prepare("VACUUM INTO ?").run(unfinished);
  renameSync(unfinished, copy);
}
