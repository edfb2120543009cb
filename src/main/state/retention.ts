import type { VersionId } from "../../shared/model.ts";
import type { Database, Statement } from "./database.ts";
import type { HistoryBounds, HistoryUsage } from "./reader-api.ts";
import { type Totals, VERSION_OVERHEAD_BYTES } from "./totals.ts";

/** How many versions one step passes, so that no guest waits long for the write lock. */
const STEP_VERSIONS = 500;
/** How many bytes of values one step hands over to versions that name what is removed, likewise. */
const STEP_BYTES = 4 * 1024 * 1024;

/** A version and the one it replaced. */
type Successor = readonly [seq: number, bucket: number, key: string, prev: number, size: number | null, at: number];
type Pinned = readonly [bucket: number, key: string, seq: number];

/**
 * Bounds history. A horizon moves through the sequence: passing a version removes the one it replaced, so that what is
 * left at or below the horizon is what was current there, plus what bookmarks pin. The work goes by what was written,
 * not by what there is.
 */
export class Retention {
  readonly #db: Database;
  readonly #totals: Totals;
  readonly #ahead: Statement<Successor>;
  readonly #horizon: Statement<[number]>;
  readonly #setHorizon: Statement<[]>;
  readonly #bookmarks: Statement<[number]>;
  readonly #pin: Statement<[]>;
  readonly #loose: Statement<Pinned>;
  readonly #unpin: Statement<[]>;
  readonly #remove: Statement<[size: number | null]>;
  readonly #heir: Statement<[heir: number | null, bytes: number | null]>;
  readonly #inherit: Statement<[]>;
  readonly #followHeir: Statement<[]>;
  readonly #removeTombstone: Statement<[]>;
  readonly #subtract: Statement<[]>;
  readonly #history: Statement<[number]>;
  readonly #count: Statement<[number]>;
  /** Bytes, in the current step. */
  #handedOver = 0;

  constructor(db: Database, totals: Totals) {
    this.#db = db;
    this.#totals = totals;
    // The newest version always stays: its number must not be given out again.
    this.#ahead = db.prepare(
      `SELECT seq, bucket, key, prev, size, at FROM version
       WHERE seq > ? AND seq < (SELECT max(seq) FROM version) ORDER BY seq LIMIT ${STEP_VERSIONS}`,
    );
    this.#horizon = db.prepare("SELECT horizon FROM progress");
    this.#setHorizon = db.prepare("UPDATE progress SET horizon = ?");
    this.#bookmarks = db.prepare("SELECT seq FROM bookmark ORDER BY seq");
    this.#pin = db.prepare("INSERT OR REPLACE INTO pinned SELECT bucket, key, seq, ?2 FROM version WHERE seq = ?1");
    this.#loose = db.prepare(
      `SELECT bucket, key, seq FROM pinned p
       WHERE NOT EXISTS (SELECT 1 FROM bookmark b WHERE b.seq >= p.seq AND b.seq < p.next) LIMIT ${STEP_VERSIONS}`,
    );
    this.#unpin = db.prepare("DELETE FROM pinned WHERE bucket = ? AND key = ? AND seq = ?");
    this.#remove = db.prepare("DELETE FROM version WHERE seq = ? RETURNING size");
    this.#heir = db.prepare("SELECT min(seq), size FROM version WHERE origin = ?");
    this.#inherit = db.prepare(
      "UPDATE version SET value = (SELECT value FROM version WHERE seq = ?1), origin = NULL WHERE seq = ?2",
    );
    this.#followHeir = db.prepare("UPDATE version SET origin = ?2 WHERE origin = ?1");
    this.#removeTombstone = db.prepare("DELETE FROM entry WHERE bucket = ? AND key = ? AND seq = ?");
    this.#subtract = db.prepare("UPDATE progress SET versions = versions - 1, bytes = bytes - ?");
    this.#history = db.prepare(
      `SELECT bytes - (SELECT ifnull(sum(bytes + keys * ${VERSION_OVERHEAD_BYTES}), 0) FROM bucket) FROM progress`,
    );
    this.#count = db.prepare("SELECT versions FROM progress");
  }

  /** One bounded step; false when there is nothing more to remove. `now`: milliseconds since the epoch. */
  step(bounds: HistoryBounds, now: number): boolean {
    // Versions may only go once they are counted.
    this.#totals.catchUp(0);
    this.#handedOver = 0;
    return this.#db.immediate(() => {
      const unpinned = this.#releasePins();
      const moved = this.#moveHorizon(bounds, now);
      return unpinned || moved;
    });
  }

  usage(): HistoryUsage {
    this.#totals.catchUp(0);
    return this.#db.snapshot(() => ({ versions: this.#count.get()?.[0] ?? 0, bytes: this.#historyBytes() }));
  }

  #moveHorizon(bounds: HistoryBounds, now: number): boolean {
    const horizon = this.#horizon.get()?.[0] ?? 0;
    const pins = this.#bookmarks.all().map(([seq]) => seq);
    const ahead = this.#ahead.all(horizon);
    let history = this.#historyBytes();
    let passed = horizon;
    for (const version of ahead) {
      if (this.#handedOver >= STEP_BYTES) break;
      if (version[5] >= now - bounds.maxAgeMs && history <= bounds.maxBytes) break;
      history -= this.#pass(version, pins);
      passed = version[0];
    }
    if (passed !== horizon) this.#setHorizon.run(passed);
    return passed !== horizon;
  }

  /** The bytes of history that went. */
  #pass([seq, bucket, key, prev, size]: Successor, pins: readonly VersionId[]): number {
    let freed = 0;
    if (prev !== 0 && pins.some((pin) => pin >= prev && pin < seq)) this.#pin.run(prev, seq);
    else if (prev !== 0) freed += this.#removeVersion(prev);
    // A key that stayed deleted until here is forgotten.
    if (size === null && this.#removeTombstone.run(bucket, key, seq).changes !== 0) freed += this.#removeVersion(seq);
    return freed;
  }

  #releasePins(): boolean {
    const loose = this.#loose.all();
    for (const [bucket, key, seq] of loose) {
      if (this.#handedOver >= STEP_BYTES) break;
      this.#unpin.run(bucket, key, seq);
      this.#removeVersion(seq);
    }
    return loose.length !== 0;
  }

  #removeVersion(seq: VersionId): number {
    this.#handOver(seq);
    const removed = this.#remove.get(seq);
    if (removed === undefined) return 0;
    const bytes = (removed[0] ?? 0) + VERSION_OVERHEAD_BYTES;
    this.#subtract.run(bytes);
    return bytes;
  }

  /** The first of the versions whose value this one has gets it, and is from now on the origin of the others. */
  #handOver(seq: VersionId): void {
    const [heir, bytes] = this.#heir.get(seq) ?? [null, null];
    if (heir === null) return;
    this.#inherit.run(seq, heir);
    this.#followHeir.run(seq, heir);
    this.#handedOver += bytes ?? 0;
  }

  #historyBytes(): number {
    return this.#history.get()?.[0] ?? 0;
  }
}
