import type { VersionId } from "../../shared/model.ts";
import type { Containers } from "./containers.ts";
import type { Database, Statement } from "./database.ts";
import type { Ledger, Mark, Placed } from "./ledger.ts";
import type { Seed, SeedResult } from "./reader-api.ts";

/** A seed that is ready to be written: buckets and writer have their numbers, large values are in their files. */
export interface PlacedSeed {
  readonly seed: Seed;
  readonly mark: Mark;
  /** Containers by name: those that are not there yet are made. */
  readonly containers: readonly string[];
  readonly entries: readonly PlacedEntry[];
}

interface PlacedEntry {
  readonly bucket: number;
  /** Of an object. */
  readonly container?: string;
  readonly key: string;
  readonly value: Placed;
}

/** Fills backends with what their project says they begin with, and remembers that it did. */
export class Seeds {
  readonly #db: Database;
  readonly #ledger: Ledger;
  readonly #containers: Containers;
  readonly #last: Statement<[number]>;
  readonly #record: Statement<[seq: number, digest: string | null]>;
  readonly #setRecord: Statement<[]>;
  readonly #forget: Statement<[]>;
  readonly #restore: Statement<[]>;
  readonly #anyKey: Statement<[number]>;

  constructor(db: Database, ledger: Ledger, containers: Containers) {
    this.#db = db;
    this.#ledger = ledger;
    this.#containers = containers;
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
      const free = (seq: VersionId) => empty || seq <= since;
      const containers = placed.containers.filter(
        (name) => this.#exists(seed, name) || free(this.#containers.lastChange(seed.backend, name) ?? 0),
      );
      const entries = placed.entries.filter(({ bucket, container, key }) => {
        // Objects of a container that somebody deleted are deleted, too.
        if (container !== undefined && !containers.includes(container)) return false;
        const [seq, size] = this.#ledger.entry(bucket, key) ?? [0, null];
        return size === null && free(seq);
      });
      return { written: this.write({ ...placed, containers, entries }), applied: seed.digest };
    });
  }

  /** Before the transaction: numbers must not be rolled back, and the write lock is not held while files are written. */
  place(seed: Seed): PlacedSeed {
    const mark = this.#ledger.mark({ kind: "seed", digest: seed.digest });
    const containers = seed.buckets.filter(({ kind }) => kind === "container").map(({ name }) => name);
    for (const name of containers) this.#containers.prepare(seed.backend, name);
    const entries = seed.buckets.flatMap(({ kind, name, entries: all }) => {
      const bucket = this.#ledger.bucket(seed.backend, name, kind);
      const within = kind === "container" ? { bucket, container: name } : { bucket };
      return all.map(([key, value]) => ({ ...within, key, value: this.#ledger.place(value) }));
    });
    return { seed, mark, containers, entries };
  }

  /** Inside a transaction. Returns how many keys, objects and containers were written. */
  write({ seed, mark, containers, entries }: PlacedSeed): number {
    const made = containers.filter((name) => !this.#exists(seed, name));
    for (const name of made) this.#containers.create(seed.backend, name, mark);
    for (const { bucket, container, key, value } of entries) {
      if (container === undefined) this.#ledger.append(bucket, key, value, mark);
      else this.#ledger.appendStored(bucket, key, { ...this.#ledger.keep(value), created: mark.at }, mark);
    }
    this.#setRecord.run(seed.backend, this.last(), seed.digest);
    return made.length + entries.length;
  }

  /** Inside a transaction: a backend (null: each) counts as not filled from here on. */
  forget(backend: string | null): void {
    this.#forget.run(backend, this.last());
  }

  /** Inside a transaction: what was remembered with these versions is not true any more. */
  restore(first: VersionId, last: VersionId): void {
    this.#restore.run(first, last);
  }

  #exists({ backend }: Seed, container: string): boolean {
    return this.#containers.find(backend, container) !== undefined;
  }

  last(): VersionId {
    return this.#last.get()?.[0] ?? 0;
  }
}
