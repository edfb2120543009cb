import type { ContentFolder } from "./content.ts";
import type { Database, Statement } from "./database.ts";

/** How long a content file stays after no version names it: whoever was reading it then has long finished. */
export const GRACE_MS = 10 * 60_000;

/**
 * How long a file stays that nobody writes to and that has no name yet: a guest that writes an object may wait for a
 * person meanwhile.
 */
export const UNFINISHED_GRACE_MS = 24 * 60 * 60_000;

/** Removes content files that no version names, under the write lock and after the grace time. */
export class Sweep {
  readonly #db: Database;
  readonly #content: ContentFolder;
  readonly #named: Statement<[number]>;
  readonly #notice: Statement<[]>;
  readonly #noticed: Statement<[content: string, since: number]>;
  readonly #forget: Statement<[]>;

  constructor(db: Database, content: ContentFolder) {
    this.#db = db;
    this.#content = content;
    this.#named = db.prepare("SELECT 1 FROM version WHERE content = ? LIMIT 1");
    this.#notice = db.prepare("INSERT OR IGNORE INTO unreferenced VALUES(?, ?)");
    this.#noticed = db.prepare("SELECT content, since FROM unreferenced");
    this.#forget = db.prepare("DELETE FROM unreferenced WHERE content = ?");
  }

  /** `now`: milliseconds since the epoch. */
  run(now: number): void {
    this.#content.removeUnfinished(now - UNFINISHED_GRACE_MS);
    for (const digest of this.#content.digests()) {
      if (this.#named.get(digest) === undefined) this.#notice.run(digest, now);
    }
    for (const [digest, since] of this.#noticed.all()) {
      if (this.#named.get(digest) !== undefined) this.#forget.run(digest);
      else if (now - since >= GRACE_MS) this.#db.immediate(() => this.#remove(digest));
    }
  }

  #remove(digest: string): void {
    this.#forget.run(digest);
    if (this.#named.get(digest) === undefined) this.#content.remove(digest);
  }
}
