import type { BucketKind, BucketView, VersionId } from "../../shared/model.ts";
import type { Database, Statement } from "./database.ts";

/** What a version counts beside the bytes of its value. */
export const VERSION_OVERHEAD_BYTES = 96;

/** How many versions one step counts, so that no guest waits long for the write lock. */
const STEP_VERSIONS = 20_000;

type Delta = readonly [bucket: number, keys: number, bytes: number, versions: number, all: number];

const DELTA = `SELECT bucket, sum((size IS NOT NULL) - (prev_size IS NOT NULL)), sum(ifnull(size, 0) - ifnull(prev_size, 0)),
  count(*), sum(ifnull(size, 0) + ${VERSION_OVERHEAD_BYTES})
  FROM version WHERE seq > ?1 AND seq <= ?2 GROUP BY bucket`;

/**
 * Keys and bytes of buckets. Guests do not count: a version says what it replaced, so counts as of one version plus
 * the versions since are the counts of now. The host moves that point on from time to time.
 */
export class Totals {
  readonly #db: Database;
  readonly #delta: Statement<Delta>;
  readonly #progress: Statement<[counted: number, last: number]>;
  readonly #buckets: Statement<[id: number, backend: string, name: string, keys: number, bytes: number]>;
  readonly #add: Statement<[]>;
  readonly #advance: Statement<[]>;

  constructor(db: Database) {
    this.#db = db;
    this.#delta = db.prepare(DELTA);
    this.#progress = db.prepare("SELECT counted, ifnull((SELECT max(seq) FROM version), 0) FROM progress");
    this.#buckets = db.prepare(
      "SELECT id, backend, name, keys, bytes FROM bucket WHERE kind = ? ORDER BY backend, name",
    );
    this.#add = db.prepare("UPDATE bucket SET keys = keys + ?2, bytes = bytes + ?3 WHERE id = ?1");
    this.#advance = db.prepare("UPDATE progress SET counted = ?, versions = versions + ?, bytes = bytes + ?");
  }

  buckets(kind: BucketKind): BucketView[] {
    // Few enough versions are left over to be added up on each look.
    this.catchUp(STEP_VERSIONS);
    return this.#db.snapshot(() => {
      const [counted, last] = this.#state();
      const deltas = new Map(this.#delta.all(counted, last).map(([id, keys, bytes]) => [id, { keys, bytes }]));
      return this.#buckets.all(kind).map(([id, backend, name, keys, bytes]) => {
        const delta = deltas.get(id) ?? { keys: 0, bytes: 0 };
        return { backend, name, keys: keys + delta.keys, bytes: bytes + delta.bytes };
      });
    });
  }

  /** Counts until at most `left` versions are uncounted; one transaction a step. */
  catchUp(left: number): void {
    while (this.#uncounted() > left) this.#db.immediate(() => this.#step());
  }

  #uncounted(): number {
    const [counted, last] = this.#state();
    return last - counted;
  }

  #step(): void {
    const [counted, last] = this.#state();
    const until: VersionId = Math.min(last, counted + STEP_VERSIONS);
    let versions = 0;
    let all = 0;
    for (const [bucket, keys, bytes, count, sum] of this.#delta.all(counted, until)) {
      this.#add.run(bucket, keys, bytes);
      versions += count;
      all += sum;
    }
    this.#advance.run(until, versions, all);
  }

  #state(): readonly [counted: number, last: number] {
    return this.#progress.get() ?? [0, 0];
  }
}
