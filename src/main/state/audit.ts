import { chmodSync, closeSync, constants, existsSync, openSync, renameSync } from "node:fs";
import { join } from "node:path";

import { StudioError } from "../../shared/errors.ts";
import type { AuditQuery, AuditView, InvocationId } from "../../shared/model.ts";
import { AUDIT_STEPS } from "./audit-schema.ts";
import type { Database, SqlValue, Statement } from "./database.ts";
import { openDatabase } from "./open-database.ts";
import { databaseFiles, notWritable, requireKind } from "./state-folder.ts";
import { asStorageError } from "./storage-error.ts";

export interface AuditLocation {
  /** The folder with `audit.sqlite`: the one of the state. */
  readonly folder: string;
  readonly networkFileSystem: boolean;
}

/** Rows that one query returns at most. */
const MAX_PAGE = 1_000;

type AuditTuple = [
  id: number,
  at: number,
  kind: string,
  component: string | null,
  build: string | null,
  invocation: number | null,
  span: number | null,
  key: string,
  source: string,
  outcome: string,
  place: string | null,
  form: string | null,
  fn: string | null,
];

/** One connection to the audit of a folder. Every thread that adds to it opens its own. */
export class Audit implements Disposable {
  readonly #db: Database;
  readonly #insert: Statement<[]>;

  constructor(db: Database) {
    this.#db = db;
    this.#insert = db.prepare("INSERT INTO audit VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  }

  /** Committed when it returns: the row outlives the process. Its id. @throws StorageError */
  append(row: Omit<AuditView, "id">): number {
    const { component = null, build = null, invocation = null, span = null } = row;
    const { place = null, form = null, function: fn = null } = row;
    try {
      const { lastInsertRowid } = this.#insert.run(
        Math.round(row.at),
        row.kind,
        component,
        build,
        invocation,
        span,
        row.key,
        row.source,
        row.outcome,
        place,
        form,
        fn,
      );
      return Number(lastInsertRowid);
    } catch (error) {
      throw asStorageError(error);
    }
  }

  /** Newest first. */
  page(query: AuditQuery): readonly AuditView[] {
    const conditions: string[] = [];
    const values: (string | number)[] = [];
    for (const column of ["component", "key", "kind", "outcome", "invocation"] as const) {
      const wanted = query[column];
      if (wanted === undefined) continue;
      if (column === "outcome" && wanted === "not-found") {
        // Only from a literal does SQLite see that the index of these rows has all that fit.
        conditions.push("outcome = 'not-found'");
        continue;
      }
      conditions.push(`${column} = ?`);
      values.push(wanted);
    }
    if (query.before !== undefined) {
      conditions.push("id < ?");
      values.push(query.before);
    }
    const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
    const limit = Math.max(0, Math.min(MAX_PAGE, Math.floor(query.limit)));
    return this.#rows(`${where} ORDER BY id DESC LIMIT ?`, [...values, limit]);
  }

  /** Leaks, and gets that found nothing, after a row; oldest first. */
  noteworthyAfter(id: number): readonly AuditView[] {
    return this.#rows("WHERE id > ? AND (kind = 'leak' OR outcome = 'not-found') ORDER BY id LIMIT ?", [id, MAX_PAGE]);
  }

  /** The id of the newest row; 0: there is none. */
  newest(): number {
    return this.#db.prepare<[number | null]>("SELECT max(id) FROM audit").get()?.[0] ?? 0;
  }

  /** The highest number of an invocation that a row names; 0: none. Reads them all. */
  lastInvocation(): InvocationId {
    return this.#db.prepare<[number | null]>("SELECT max(invocation) FROM audit").get()?.[0] ?? 0;
  }

  [Symbol.dispose](): void {
    this.#db[Symbol.dispose]();
  }

  #rows(rest: string, values: readonly SqlValue[]): readonly AuditView[] {
    try {
      return this.#db
        .prepare<AuditTuple>(`SELECT ${COLUMNS} FROM audit ${rest}`)
        .all(...values)
        .map(view);
    } catch (error) {
      throw asStorageError(error);
    }
  }
}

const COLUMNS = "id, at, kind, component, build, invocation, span, key, source, outcome, place, form, function";

function view(row: AuditTuple): AuditView {
  const [id, at, kind, component, build, invocation, span, key, source, outcome, place, form, fn] = row;
  const optional = { component, build, invocation, span, place, form, function: fn };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null));
  // The file was checked to be ours when it was opened: what stands in a column is what was put there.
  return { id, at, kind, key, source, outcome, ...given } as unknown as AuditView;
}

/** For adding to an audit that the host has opened. @throws StudioError `store-newer`, `store-damaged`, `store-not-writable` */
export function openAudit(location: AuditLocation): Audit {
  return new Audit(open(location, false));
}

export interface OpenedAudit {
  readonly audit: Audit;
  /** Where a damaged one is kept; a new one was begun then. */
  readonly setAside?: string;
}

/**
 * As the host of the project: creates or migrates it and checks it. A damaged one is kept under another name.
 * @throws StudioError `store-newer`, `store-not-writable`
 */
export function createAudit(location: AuditLocation, now: Date): OpenedAudit {
  try {
    return { audit: new Audit(open(location, true)) };
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== "store-damaged") throw error;
    const setAside = keepDamaged(auditFile(location.folder), now);
    return { audit: new Audit(open(location, true)), setAside };
  }
}

function auditFile(folder: string): string {
  return join(folder, "audit.sqlite");
}

function open({ folder, networkFileSystem }: AuditLocation, create: boolean): Database {
  const database = auditFile(folder);
  if (create) makePrivate(database);
  return openDatabase(
    { folder, database, content: folder },
    { folder, persist: true, networkFileSystem, create },
    AUDIT_STEPS,
  );
}

/** SQLite gives its companions the mode of the file itself. */
function makePrivate(file: string): void {
  requireKind(file, "file");
  try {
    closeSync(openSync(file, constants.O_CREAT | constants.O_RDWR | (constants.O_NOFOLLOW ?? 0), 0o600));
    chmodSync(file, 0o600);
  } catch (error) {
    throw notWritable(file, error);
  }
}

/** A link is moved away as such, never followed. */
function keepDamaged(file: string, now: Date): string {
  const target = file.replace(/\.sqlite$/, `.damaged-${now.toISOString().replaceAll(/[:.]/g, "-")}.sqlite`);
  for (const [at, path] of databaseFiles(file).entries()) {
    if (at === 0 || existsSync(path)) renameSync(path, databaseFiles(target)[at] ?? target);
  }
  return target;
}
