import type { DatabaseSync, StatementSync } from "node:sqlite";

import type { JournalCounts, Retention } from "./protocol.ts";

/** Oldest invocations that one step removes; a step is as long as writing and reading have to wait. */
const REMOVED_A_STEP = 64;
/** Free pages in the file beyond which space goes back to the disk: below, new records fill them anyway. */
const KEPT_FREE_PAGES = 2048;
const PAGES_GIVEN_BACK_A_STEP = 512;

const TABLES = ["call", "usage", "log", "detail"] as const;

/** Keeps the journal within its bounds, and removes what a person clears. Running invocations always stay. */
export class Retainer {
  readonly #db: DatabaseSync;
  readonly #oldest: StatementSync;
  readonly #removals: readonly StatementSync[];
  readonly #pageCount: StatementSync;
  readonly #freePages: StatementSync;
  readonly #pageSize: number;
  #retention: Retention;
  #count: number;

  constructor(db: DatabaseSync, retention: Retention) {
    this.#db = db;
    this.#retention = retention;
    this.#oldest = db.prepare("SELECT id FROM invocation WHERE outcome IS NOT NULL ORDER BY id LIMIT ?");
    this.#removals = [
      ...TABLES.map((table) => db.prepare(`DELETE FROM ${table} WHERE invocation IN (SELECT value FROM json_each(?))`)),
      db.prepare("DELETE FROM invocation WHERE id IN (SELECT value FROM json_each(?))"),
    ];
    this.#pageCount = db.prepare("PRAGMA page_count");
    this.#freePages = db.prepare("PRAGMA freelist_count");
    this.#pageSize = this.#scalar("PRAGMA page_size");
    this.#count = this.#scalar("SELECT count(*) FROM invocation");
  }

  /** One invocation more. */
  added(): void {
    this.#count += 1;
  }

  set retention(retention: Retention) {
    this.#retention = retention;
  }

  /** Removes some of the oldest if there are too many. True: there is more to remove. Not inside a transaction. */
  step(): boolean {
    const tooMany = this.#count - this.#retention.maxInvocations;
    const tooLarge = this.#usedBytes() > this.#retention.maxBytes;
    if (tooMany <= 0 && !tooLarge) return this.#giveBack();
    const wanted = tooLarge ? REMOVED_A_STEP : Math.min(tooMany, REMOVED_A_STEP);
    const ids = this.#oldest.all(wanted).map((row) => Number(row["id"]));
    if (ids.length === 0) return false;
    this.#transaction(() => {
      const list = JSON.stringify(ids);
      for (const removal of this.#removals) removal.run(list);
    });
    this.#count -= ids.length;
    return true;
  }

  /** Removes every invocation that has ended. Not inside a transaction. */
  clear(): void {
    const running = "SELECT id FROM invocation WHERE outcome IS NULL";
    this.#transaction(() => {
      for (const table of TABLES) this.#db.exec(`DELETE FROM ${table} WHERE invocation NOT IN (${running})`);
      this.#db.exec("DELETE FROM invocation WHERE outcome IS NOT NULL");
    });
    this.#count = this.#scalar("SELECT count(*) FROM invocation");
    // What was cleared must be gone from the disk, too, not wait in free pages.
    this.#db.exec("PRAGMA incremental_vacuum");
    this.#db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  counts(): JournalCounts {
    const row = this.#db
      .prepare(
        "SELECT count(*) AS invocations, total(outcome IS NULL) AS running, total(calls) AS calls, total(logs) AS logs, " +
          "min(started_at) AS oldest FROM invocation",
      )
      .get();
    const oldest = row?.["oldest"];
    return {
      invocations: Number(row?.["invocations"]),
      running: Number(row?.["running"]),
      calls: Number(row?.["calls"]),
      logs: Number(row?.["logs"]),
      ...(typeof oldest === "number" ? { oldest } : {}),
      bytes: this.#usedBytes(),
      fileBytes: number(this.#pageCount) * this.#pageSize,
      retention: this.#retention,
    };
  }

  #giveBack(): boolean {
    if (number(this.#freePages) <= KEPT_FREE_PAGES) return false;
    this.#db.exec(`PRAGMA incremental_vacuum(${PAGES_GIVEN_BACK_A_STEP})`);
    return true;
  }

  #usedBytes(): number {
    return (number(this.#pageCount) - number(this.#freePages)) * this.#pageSize;
  }

  #transaction(act: () => void): void {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      act();
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  #scalar(sql: string): number {
    return number(this.#db.prepare(sql));
  }
}

function number(statement: StatementSync): number {
  return Number(Object.values(statement.get() ?? {})[0]);
}
