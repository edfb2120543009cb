import type { KeyRef, VersionRange } from "../../shared/contract.ts";
import type { BucketKind } from "../../shared/model.ts";
import type { Containers } from "./containers.ts";
import type { Database, Statement } from "./database.ts";
import type { Ledger, Mark } from "./ledger.ts";
import type { RangeUndoResult, ResetResult, Seed } from "./reader-api.ts";
import { Seeds } from "./seeds.ts";

/** How many of the keys that were left as they are get named. */
const MAX_NAMED = 20;

/**
 * Empties backends, and puts back what they held. A reset is one transaction, so its versions are one range of the
 * sequence, and guests see a backend either as it was or as it begins, never half of it.
 */
export class Resets {
  readonly seeds: Seeds;
  readonly #db: Database;
  readonly #ledger: Ledger;
  readonly #kept: Statement<[backend: string, kind: BucketKind, bucket: string, key: string, all: number]>;

  constructor(db: Database, ledger: Ledger, containers: Containers) {
    this.#db = db;
    this.#ledger = ledger;
    this.seeds = new Seeds(db, ledger, containers);
    // A key's first version of the range says what was there before. Asked after what could be put back was.
    this.#kept = db.prepare(
      `SELECT b.backend, b.kind, b.name, v.key, count(*) OVER () FROM version v JOIN bucket b ON b.id = v.bucket
       LEFT JOIN entry e ON e.bucket = v.bucket AND e.key = v.key
       WHERE v.seq BETWEEN ?1 AND ?2 AND v.prev NOT BETWEEN ?1 AND ?2
         AND (e.seq IS NULL OR e.seq <= ?3) AND NOT (v.prev_size IS NULL AND e.size IS NULL)
       ORDER BY v.seq LIMIT ${MAX_NAMED}`,
    );
  }

  /** Deletes every key of a backend (null: of all) and fills those that have a seed again. */
  reset(backend: string | null, seeds: readonly Seed[], mark: Mark): ResetResult {
    const placed = seeds.map((seed) => this.seeds.place(seed));
    return this.#db.immediate(() => {
      const first = this.seeds.last() + 1;
      const deleted = this.#ledger.appendDeletions(backend, mark);
      this.seeds.forget(backend);
      const seeded = placed.reduce((sum, each) => sum + this.seeds.write(each), 0);
      const last = this.seeds.last();
      return { deleted, seeded, ...(last < first ? {} : { step: { first, last } }) };
    });
  }

  /** Puts back what each key held before a range of versions, as new ones. */
  undo({ first, last }: VersionRange, mark: Mark): RangeUndoResult {
    return this.#db.immediate(() => {
      const before = this.seeds.last();
      const restored = this.#ledger.appendEarlier(first, last, mark);
      this.seeds.restore(first, last);
      // One version a key, and each was put back: nobody need look for others.
      if (restored === last - first + 1) return { restored, skipped: [], more: 0 };
      const kept = this.#kept.all(first, last, before);
      const skipped = kept.map(([backend, kind, bucket, key]): KeyRef => ({
        backend,
        bucket,
        key,
        ...(kind === "keyvalue" ? {} : { kind }),
      }));
      return { restored, skipped, more: (kept[0]?.[4] ?? 0) - skipped.length };
    });
  }
}
