import { setImmediate } from "node:timers/promises";

import type { KeyView } from "../../shared/model.ts";
import type { Database, Statement } from "./database.ts";

/** How many keys are looked through before other requests get their turn. */
const STEP_KEYS = 20_000;

/** Sorts after every text. */
const AFTER_ALL = new Uint8Array([0]);

export interface KeySearch {
  /** Only keys that begin with this text. */
  readonly prefix?: string;
  /** Only keys that contain this text. */
  readonly search?: string;
  /** Only keys after this one. */
  readonly after?: string;
  readonly limit: number;
}

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
        `SELECT key FROM entry WHERE bucket = ? AND key ${bound} ? AND key <= ? ORDER BY key LIMIT 1 OFFSET ${STEP_KEYS}`,
      );
    this.#first = page(">=");
    this.#next = page(">");
    this.#firstEnd = end(">=");
    this.#nextEnd = end(">");
  }

  /** Up to `limit` keys. A long search lets others through and can be aborted. */
  async read(
    bucket: number,
    { prefix = "", search = "", after, limit }: KeySearch,
    signal?: AbortSignal,
  ): Promise<KeyView[]> {
    const found: KeyView[] = [];
    const end = endOfPrefix(prefix);
    let from = after !== undefined && isAfter(after, prefix) ? after : undefined;
    while (found.length < limit) {
      const lower = from ?? prefix;
      // The prefix is a key too, the empty text as well, so the very first page begins with it and not after it.
      const [page, ends] = from === undefined ? [this.#first, this.#firstEnd] : [this.#next, this.#nextEnd];
      const upper = search === "" ? undefined : ends.get(bucket, lower, end)?.[0];
      for (const row of page.all(bucket, lower, upper ?? end, search, limit - found.length)) {
        if (!row[0].startsWith(prefix)) continue;
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

function isAfter(key: string, prefix: string): boolean {
  return prefix === "" || Buffer.compare(Buffer.from(key), Buffer.from(prefix)) >= 0;
}

/** A text that no key with this prefix comes after: at most one other key does not, itself. */
function endOfPrefix(prefix: string): string | Uint8Array {
  const points = Array.from(prefix);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0;
    // Surrogates are no characters.
    if (point < 0x10ffff) return points.join("") + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
  }
  return AFTER_ALL;
}
