import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

/** One connection to a SQLite file: typed rows, and transactions that cannot stay open. */
export class Database implements Disposable {
  readonly #db: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #beginRead: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;

  /** `busyMs`: how long a statement waits for a lock that others hold. */
  constructor(path: string, busyMs: number) {
    this.#db = new DatabaseSync(path, { timeout: busyMs, enableForeignKeyConstraints: false });
    try {
      // Files may be hostile: nothing in their schema may reach a function with side effects, and no page is believed.
      this.#db.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
      this.#begin = this.#db.prepare("BEGIN IMMEDIATE");
      this.#beginRead = this.#db.prepare("BEGIN");
      this.#commit = this.#db.prepare("COMMIT");
      this.#rollback = this.#db.prepare("ROLLBACK");
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  /** Rows come as arrays in the order of the columns: cheaper than objects, measured 3.1 against 4.1 µs a read. */
  prepare<Row extends readonly SqlValue[]>(sql: string): Statement<Row> {
    const statement = this.#db.prepare(sql);
    statement.setReturnArrays(true);
    return statement as unknown as Statement<Row>;
  }

  /** Takes the write lock before it reads anything, so that what it read is still so when it writes. */
  immediate<T>(body: () => T): T {
    return this.#within(this.#begin, body);
  }

  /** All reads of the body see the same moment. */
  snapshot<T>(body: () => T): T {
    return this.#within(this.#beginRead, body);
  }

  [Symbol.dispose](): void {
    if (this.#db.isOpen) this.#db.close();
  }

  #within<T>(begin: StatementSync, body: () => T): T {
    begin.run();
    try {
      const result = body();
      this.#commit.run();
      return result;
    } catch (error) {
      // SQLite has already rolled back after some faults, a full disk among them.
      if (this.#db.isTransaction) this.#rollback.run();
      throw error;
    }
  }
}

export type SqlValue = string | number | Uint8Array | null;

export interface Statement<Row extends readonly SqlValue[]> {
  get(...params: SQLInputValue[]): Row | undefined;
  all(...params: SQLInputValue[]): Row[];
  run(...params: SQLInputValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
}
