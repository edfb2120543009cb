import type { VersionId, WriterView } from "../../shared/model.ts";
import type { ContentFolder } from "./content.ts";
import type { Database, Statement } from "./database.ts";

/** Values above this many bytes go to content files; measured, both cost the same between 64 and 256 KiB. */
export const MAX_INLINE_BYTES = 128 * 1024;

/** A writer that has its number, and the moment: what a version row says beside its value. */
export interface Mark {
  readonly writer: number;
  readonly invocation: number;
  readonly at: number;
}

/** A value ready to be named by a version: its bytes are safe wherever they belong. */
export interface Placed {
  readonly bytes: Uint8Array;
  /** Set when the bytes are in a content file. */
  readonly digest: string | null;
}

/** Sequence, size (null: deleted) and, where it is small, the value of a key. */
export type EntryRow = readonly [seq: number, size: number | null, value: Uint8Array | null];

const COLUMNS = "bucket, key, at, writer, invocation, size, content, value, prev, prev_size";
const BEFORE =
  "ifnull((SELECT seq FROM entry WHERE bucket = ?1 AND key = ?2), 0), (SELECT size FROM entry WHERE bucket = ?1 AND key = ?2)";

/** The only place that writes versions, and where the current ones are read. */
export class Ledger {
  readonly db: Database;
  readonly content: ContentFolder;
  readonly #now: () => number;
  readonly #append: Statement<[]>;
  readonly #tombstone: Statement<[]>;
  readonly #entry: Statement<EntryRow>;
  readonly #body: Statement<[content: string | null, value: Uint8Array | null]>;
  readonly #findBucket: Statement<[number]>;
  readonly #addBucket: Statement<[]>;
  readonly #findWriter: Statement<[number]>;
  readonly #addWriter: Statement<[]>;
  readonly #writers = new Map<string, number>();
  #lastBuild:
    | { readonly component: string; readonly build: string; readonly functions: Map<string, number> }
    | undefined;

  /** `now`: milliseconds since the epoch. */
  constructor(db: Database, content: ContentFolder, now: () => number) {
    this.db = db;
    this.content = content;
    this.#now = now;
    this.#append = db.prepare(`INSERT INTO version(${COLUMNS}) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ${BEFORE})`);
    this.#tombstone = db.prepare(
      `INSERT INTO version(${COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, NULL, NULL, NULL, seq, size
       FROM entry WHERE bucket = ?1 AND key = ?2 AND size IS NOT NULL`,
    );
    this.#entry = db.prepare("SELECT seq, size, value FROM entry WHERE bucket = ? AND key = ?");
    this.#body = db.prepare("SELECT content, value FROM version WHERE seq = ?");
    this.#findBucket = db.prepare("SELECT id FROM bucket WHERE backend = ? AND name = ?");
    this.#addBucket = db.prepare("INSERT OR IGNORE INTO bucket(backend, name) VALUES(?, ?)");
    this.#findWriter = db.prepare(
      "SELECT id FROM writer WHERE kind = ? AND component = ? AND build = ? AND function = ?",
    );
    this.#addWriter = db.prepare("INSERT OR IGNORE INTO writer(kind, component, build, function) VALUES(?, ?, ?, ?)");
  }

  findBucket(backend: string, name: string): number | undefined {
    return this.#findBucket.get(backend, name)?.[0];
  }

  /** Never inside a transaction: a number that was rolled back must not be remembered. */
  bucket(backend: string, name: string): number {
    const found = this.findBucket(backend, name);
    if (found !== undefined) return found;
    this.#addBucket.run(backend, name);
    return this.bucket(backend, name);
  }

  /** Never inside a transaction, as for buckets. */
  mark(writer: WriterView): Mark {
    const at = Math.round(this.#now());
    if (writer.kind === "person") return { writer: this.#writer("person", "", "", writer.action), invocation: 0, at };
    const { component, build, invocation } = writer;
    let last = this.#lastBuild;
    if (last?.component !== component || last.build !== build) {
      last = { component, build, functions: new Map() };
      this.#lastBuild = last;
    }
    let id = last.functions.get(writer.function);
    if (id === undefined) {
      id = this.#writer("invocation", component, build, writer.function);
      last.functions.set(writer.function, id);
    }
    return { writer: id, invocation, at };
  }

  /** Puts the bytes of a large value into its file. Before the transaction: the write lock is not held meanwhile. */
  place(bytes: Uint8Array): Placed {
    return { bytes, digest: bytes.length > MAX_INLINE_BYTES ? this.content.put(bytes) : null };
  }

  /** Appends one version, which becomes the current one. A value in a file must be written under the write lock. */
  append(bucket: number, key: string, placed: Placed, mark: Mark): VersionId {
    const { bytes, digest } = placed;
    // The file may have been swept between `place` and the lock; from here on nobody can remove it.
    if (digest !== null && !this.content.has(digest)) this.content.ensure(digest, bytes);
    const value = digest === null ? bytes : null;
    const done = this.#append.run(bucket, key, mark.at, mark.writer, mark.invocation, bytes.length, digest, value);
    return Number(done.lastInsertRowid);
  }

  /** Undefined: there was no such key, and nothing was written. */
  appendDeletion(bucket: number, key: string, mark: Mark): VersionId | undefined {
    const done = this.#tombstone.run(bucket, key, mark.at, mark.writer, mark.invocation);
    return done.changes === 0 ? undefined : Number(done.lastInsertRowid);
  }

  entry(bucket: number, key: string): EntryRow | undefined {
    return this.#entry.get(bucket, key);
  }

  /** The value of a version, from wherever it is. Undefined: it is gone, because history was pruned meanwhile. */
  body(seq: VersionId, size: number): Uint8Array | undefined {
    if (size === 0) return new Uint8Array();
    const [digest, value] = this.#body.get(seq) ?? [null, null];
    if (value !== null) return value;
    return digest === null ? undefined : this.content.read(digest);
  }

  #writer(kind: string, component: string, build: string, name: string): number {
    const id = JSON.stringify([kind, component, build, name]);
    const known = this.#writers.get(id) ?? this.#findWriter.get(kind, component, build, name)?.[0];
    if (known !== undefined) {
      this.#writers.set(id, known);
      return known;
    }
    this.#addWriter.run(kind, component, build, name);
    return this.#writer(kind, component, build, name);
  }
}
