import type { VersionId } from "../../shared/model.ts";
import type { Database, Statement } from "./database.ts";
import type { Ledger, Mark, Placed } from "./ledger.ts";
import type { Seed, SeedResult } from "./reader-api.ts";

/** A seed that is ready to be written: buckets and writer have their numbers, large values are in their files. */
export interface PlacedSeed {
  readonly seed: Seed;
  readonly mark: Mark;
  readonly entries: readonly { readonly bucket: number; readonly key: string; readonly value: Placed }[];
}

/** Fills backends with what their project says they begin with, and remembers that it did. */
export class Seeds {
  readonly #db: Database;
  readonly #ledger: Ledger;
  readonly #last: Statement<[number]>;
  readonly #record: Statement<[seq: number, digest: string | null]>;
  readonly #setRecord: Statement<[]>;
  readonly #forget: Statement<[]>;
  readonly #restore: Statement<[]>;
  readonly #anyKey: Statement<[number]>;

  constructor(db: Database, ledger: Ledger) {
    this.#db = db;
    this.#ledger = ledger;
    this.#last = db.prepare("SELECT ifnull(max(seq), 0) FROM version");
    this.#record = db.prepare("SELECT seq, digest FROM seed WHERE backend = ? ORDER BY seq DESC LIMIT 1");
    this.#setRecord = db.prepare("INSERT OR REPLACE INTO seed VALUES(?, ?, ?)");
    this.#forget = db.prepare(
      "INSERT OR REPLACE INTO seed SELECT DISTINCT backend, ?2, NULL FROM bucket WHERE ?1 IS NULL OR backend = ?1",
    );
    this.#restore = db.prepare(
      `DELETE FROM seed WHERE seq BETWEEN ?1 AND ?2 AND EXISTS(
         SELECT 1 FROM version v JOIN bucket b ON b.id = v.bucket WHERE v.seq BETWEEN ?1 AND ?2 AND b.backend = seed.backend)`,
    );
    this.#anyKey = db.prepare(
      `SELECT 1 FROM bucket b CROSS JOIN entry e ON e.bucket = b.id
       WHERE b.backend = ? AND e.size IS NOT NULL LIMIT 1`,
    );
  }

  /**
   * Fills a backend that was not filled since it was new or reset. What anybody wrote there meanwhile stays; so does
   * what was deleted, as long as the backend holds anything.
   */
  apply(seed: Seed): SeedResult {
    const recorded = this.#record.get(seed.backend)?.[1] ?? undefined;
    if (recorded !== undefined) return { written: 0, applied: recorded };
    const placed = this.place(seed);
    return this.#db.immediate(() => {
      const since = this.#record.get(seed.backend)?.[0] ?? 0;
      const empty = this.#anyKey.get(seed.backend) === undefined;
      const free = placed.entries.filter(({ bucket, key }) => {
        const [seq, size] = this.#ledger.entry(bucket, key) ?? [0, null];
        return size === null && (empty || seq <= since);
      });
      return { written: this.write({ ...placed, entries: free }), applied: seed.digest };
    });
  }

  /** Before the transaction: numbers must not be rolled back, and the write lock is not held while files are written. */
  place(seed: Seed): PlacedSeed {
    const mark = this.#ledger.mark({ kind: "seed", digest: seed.digest });
    const numbers = new Map(seed.buckets.map(({ name }) => [name, this.#ledger.bucket(seed.backend, name)]));
    const entries = seed.buckets.flatMap(({ name, entries: all }) =>
      all.map(([key, value]) => ({ bucket: numbers.get(name) ?? 0, key, value: this.#ledger.place(value) })),
    );
    return { seed, mark, entries };
  }

  /** Inside a transaction. Returns how many keys were written. */
  write({ seed, mark, entries }: PlacedSeed): number {
    for (const { bucket, key, value } of entries) this.#ledger.append(bucket, key, value, mark);
    this.#setRecord.run(seed.backend, this.last(), seed.digest);
    return entries.length;
  }

  /** Inside a transaction: a backend (null: each) counts as not filled from here on. */
  forget(backend: string | null): void {
    this.#forget.run(backend, this.last());
  }

  /** Inside a transaction: what was remembered with these versions is not true any more. */
  restore(first: VersionId, last: VersionId): void {
    this.#restore.run(first, last);
  }

  last(): VersionId {
    return this.#last.get()?.[0] ?? 0;
  }
}
