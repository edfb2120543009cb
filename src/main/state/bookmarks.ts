import type { Database, Statement } from "./database.ts";
import type { BookmarkView } from "./reader-api.ts";

/** Points in the sequence whose values retention keeps. */
export class Bookmarks {
  readonly #add: Statement<[id: number, at: number, seq: number]>;
  readonly #all: Statement<[id: number, name: string, at: number, seq: number]>;
  readonly #remove: Statement<[]>;

  constructor(db: Database) {
    this.#add = db.prepare(
      "INSERT INTO bookmark(name, at, seq) VALUES(?, ?, (SELECT ifnull(max(seq), 0) FROM version)) RETURNING id, at, seq",
    );
    this.#all = db.prepare("SELECT id, name, at, seq FROM bookmark ORDER BY id");
    this.#remove = db.prepare("DELETE FROM bookmark WHERE id = ?");
  }

  /** `at`: milliseconds since the epoch. */
  add(name: string, at: number): BookmarkView {
    const added = this.#add.get(name, Math.round(at));
    if (added === undefined) throw new Error("the store did not take a bookmark");
    return { id: added[0], name, at: added[1], version: added[2] };
  }

  all(): BookmarkView[] {
    return this.#all.all().map(([id, name, at, version]) => ({ id, name, at, version }));
  }

  remove(id: number): void {
    this.#remove.run(id);
  }
}
