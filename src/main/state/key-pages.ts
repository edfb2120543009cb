import { setImmediate } from "node:timers/promises";

import type { KeyView } from "../../shared/model.ts";
import type { Database, Statement } from "./database.ts";

/** How many keys are looked through before other requests get their turn. */
const STEP_KEYS = 20_000;

/** Sorts after every text. */
const AFTER_ALL = new Uint8Array([0]);

type Found = readonly [key: string, size: number, seq: number, at: number];

/** Pages of a bucket's keys, sorted by code point. */
export class KeyPages {
  readonly #first: Statement<Found>;
  readonly #next: Statement<Found>;
  readonly #firstEnd: Statement<[string]>;
  readonly #nextEnd: Statement<[string]>;

  constructor(db: Database) {
    const page = (bound: string) =>
      db.prepare<Found>(
        `SELECT e.key, e.size, e.seq, v.at FROM entry e CROSS JOIN version v ON v.seq = e.seq
         WHERE e.bucket = ?1 AND e.key ${bound} ?2 AND e.key <= ?3 AND e.size IS NOT NULL AND instr(e.key, ?4) > 0
         ORDER BY e.key LIMIT ?5`,
      );
    const end = (bound: string) =>
      db.prepare<[string]>(
        `SELECT key FROM entry WHERE bucket = ? AND key ${bound} ? ORDER BY key LIMIT 1 OFFSET ${STEP_KEYS}`,
      );
    this.#first = page(">=");
    this.#next = page(">");
    this.#firstEnd = end(">=");
    this.#nextEnd = end(">");
  }

  /** Up to `limit` keys after `after` that contain `search`. A long search lets others through and can be aborted. */
  async read(
    bucket: number,
    search: string,
    after: string | undefined,
    limit: number,
    signal?: AbortSignal,
  ): Promise<KeyView[]> {
    const found: KeyView[] = [];
    let from = after;
    while (found.length < limit) {
      const lower = from ?? "";
      // The empty text is a key too, so the very first page begins with it and not after it.
      const [page, ends] = from === undefined ? [this.#first, this.#firstEnd] : [this.#next, this.#nextEnd];
      const upper = search === "" ? undefined : ends.get(bucket, lower)?.[0];
      for (const row of page.all(bucket, lower, upper ?? AFTER_ALL, search, limit - found.length)) {
        found.push({ key: row[0], size: row[1], version: row[2], at: row[3] });
      }
      if (upper === undefined) break;
      from = upper;
      await setImmediate();
      signal?.throwIfAborted();
    }
    return found;
  }
}
