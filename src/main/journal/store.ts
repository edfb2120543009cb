import type { DatabaseSync } from "node:sqlite";
import { join } from "node:path";

import { StudioError } from "../../shared/errors.ts";
import type { InvocationId, SubjectBranchView, SubjectQuery } from "../../shared/model.ts";
import { asStudioError, openDatabase, setAside } from "./database.ts";
import { Ingest } from "./ingest.ts";
import { MessageReader } from "./message-rows.ts";
import { OwedEnds } from "./owed-ends.ts";
import type { JournalBoot, JournalNews, JournalOpened, JournalOperation, Retention } from "./protocol.ts";
import { Reader, type Search } from "./reader.ts";
import { Retainer } from "./retainer.ts";
import { countSubjects } from "./subject-counts.ts";

/**
 * Invocation ids that are set apart in the file before they are given out. A killed process may have used ids whose
 * invocations were never committed, and the versioned store may name them: they must not be given out again.
 */
const IDS_SET_APART = 1000;

const ORPHANED =
  "Vitrine ended before the end of this invocation was on record. The time shown is that of its last record.";

/** Lines that one notification carries; a person cannot read more, a query finds the rest. */
const MAX_NEWS_LINES = 2000;

/** The journal's file with everything that is done to it: one transaction at a time, reads included. */
export class JournalStore {
  readonly file: string;
  readonly opened: JournalOpened;
  readonly #db: DatabaseSync;
  readonly #ingest: Ingest;
  readonly #reader: Reader;
  readonly #retainer: Retainer;
  readonly messages: MessageReader;
  readonly #ends = new OwedEnds();
  #idsSetApart = 0;

  /** @throws StudioError as `openDatabase`, but for a damaged file when it may be set aside. */
  constructor(boot: JournalBoot, now: Date) {
    this.file = join(boot.folder, "journal.sqlite");
    const aside = this.#openOrSetAside(boot, now);
    this.#db = aside.db;
    this.#ingest = new Ingest(this.#db);
    this.#reader = new Reader(this.#db);
    this.messages = new MessageReader(this.#db);
    const orphans = this.#begin(() => this.#adopt());
    this.#retainer = new Retainer(this.#db, boot.retention);
    this.opened = {
      nextInvocationId: this.#nextId(),
      nextMessageId: this.messages.nextId(),
      orphans,
      ...(aside.path === undefined ? {} : { setAside: aside.path }),
    };
    // Of a new file it is not known yet which ids are free: other stores of the project may name some.
    if (this.opened.nextInvocationId > 1) this.#begin(() => this.#setIdsApart(this.opened.nextInvocationId));
  }

  /** Everything after the last `commit` is one transaction. What throws is not written; the rest is. */
  apply(operation: JournalOperation): void {
    if (operation.t === "end") this.#ends.told(operation);
    if (!this.#db.isTransaction) this.#beginToTell();
    try {
      this.#ingest.apply(operation);
      if (operation.t !== "begin") return;
      this.#retainer.added();
      if (operation.begin.id > this.#idsSetApart - IDS_SET_APART / 2) this.#setIdsApart(operation.begin.id);
    } catch (error) {
      // SQLite ends the transaction itself when the disk is full or the file is broken.
      if (!this.#db.isTransaction) this.#forget();
      throw asStudioError(error, this.file);
    }
  }

  commit(): void {
    if (this.#db.isTransaction) this.#commit();
    if (this.#ends.any) this.#payEnds();
  }

  /** For reading: sees what was applied, committed or not. */
  get reader(): Reader {
    if (this.#db.isTransaction) this.#ingest.flush();
    return this.#reader;
  }

  get hasNews(): boolean {
    return this.#ingest.hasNews;
  }

  takeNews(): JournalNews {
    const reader = this.reader;
    const { invocations, lines } = this.#ingest.takeNews();
    return {
      invocations: reader.summaries(invocations),
      logs: reader.logLines(lines.slice(-MAX_NEWS_LINES)),
      skippedLogs: Math.max(0, lines.length - MAX_NEWS_LINES),
    };
  }

  get retainer(): Retainer {
    this.commit();
    return this.#retainer;
  }

  subjects(query: SubjectQuery): Search<SubjectBranchView> {
    return countSubjects(this.#db, query);
  }

  /** Not inside a transaction. */
  clearMessages(): void {
    this.commit();
    // The counts first: the trigger then has nothing to take from.
    this.#begin(() => this.#db.exec("DELETE FROM subject; DELETE FROM message"));
  }

  /** Not inside a transaction. */
  setIdsApart(from: InvocationId): void {
    this.commit();
    this.#begin(() => this.#setIdsApart(from));
  }

  retain(retention: Retention): void {
    this.#retainer.retention = retention;
  }

  /** @param next the first invocation id that was not given out */
  close(next: InvocationId): void {
    try {
      this.commit();
      this.#begin(() => this.#setNext(Math.max(next, this.opened.nextInvocationId)));
    } finally {
      this.#db.close();
    }
  }

  #beginToTell(): void {
    try {
      this.#db.exec("BEGIN IMMEDIATE");
    } catch (error) {
      this.#ends.lost();
      throw asStudioError(error, this.file);
    }
  }

  #commit(): void {
    try {
      this.#ingest.flush();
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      this.#forget();
      throw asStudioError(error, this.file);
    }
    this.#ends.committed();
    const failure = this.#ingest.takeFailure();
    if (failure !== undefined) throw asStudioError(failure, this.file);
  }

  /** Nothing since the last commit is in the file. */
  #forget(): void {
    this.#ingest.forget();
    this.#ends.lost();
  }

  #payEnds(): void {
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      for (const end of this.#ends.all()) this.#ingest.apply(end);
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      this.#ingest.forget();
      throw asStudioError(error, this.file);
    }
    this.#commit();
    this.#ends.paid();
  }

  #openOrSetAside(boot: JournalBoot, now: Date): { readonly db: DatabaseSync; readonly path?: string } {
    try {
      return { db: openDatabase(this.file, boot) };
    } catch (error) {
      const damaged = error instanceof StudioError && error.code === "store-damaged";
      if (!damaged || boot.damaged === "refuse") throw error;
      return { path: setAside(this.file, now), db: openDatabase(this.file, boot) };
    }
  }

  /** Ends what an earlier run left without an end, and forgets builds that no invocation needs any more. */
  #adopt(): number {
    const { changes } = this.#db
      .prepare(
        "UPDATE invocation SET outcome = 'killed', reason = ?, duration_ms = (SELECT max(coalesce(c.end_ms, c.start_ms)) " +
          "FROM call c WHERE c.invocation = invocation.id) WHERE outcome IS NULL",
      )
      .run(ORPHANED);
    this.#db.exec("DELETE FROM build WHERE id NOT IN (SELECT build FROM invocation)");
    for (const table of ["fn", "link"]) this.#db.exec(`DELETE FROM ${table} WHERE build NOT IN (SELECT id FROM build)`);
    return Number(changes);
  }

  #nextId(): InvocationId {
    const row = this.#db
      .prepare(
        "SELECT max(coalesce((SELECT value FROM meta WHERE name = 'next-invocation'), 1), " +
          "coalesce((SELECT max(id) FROM invocation), 0) + 1) AS next",
      )
      .get();
    return Number(row?.["next"]);
  }

  #setIdsApart(from: InvocationId): void {
    this.#idsSetApart = from + IDS_SET_APART;
    this.#setNext(this.#idsSetApart);
  }

  #setNext(next: InvocationId): void {
    this.#db
      .prepare(
        "INSERT INTO meta (name, value) VALUES ('next-invocation', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
      )
      .run(next);
  }

  #begin<Result>(act: () => Result): Result {
    this.#db.exec("BEGIN IMMEDIATE");
    const result = act();
    this.#db.exec("COMMIT");
    return result;
  }
}
