import type { BucketKind, EpochMs, VersionId, WriterView } from "../../shared/model.ts";
import type { ContentFolder } from "./content.ts";
import type { Database, Statement } from "./database.ts";
import { MAX_ENTRY_BYTES } from "./schema.ts";

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

/** A value as a version row names it: in the row, in a content file, or as that of an earlier version. */
export interface Stored {
  readonly size: number;
  readonly digest: string | null;
  readonly value: Uint8Array | null;
  readonly origin: VersionId | null;
  /** Objects and containers know since when they exist. */
  readonly created: EpochMs | null;
}

/** Sequence, size (null: deleted) and, where it is small, the value of a key. */
export type EntryRow = readonly [seq: number, size: number | null, value: Uint8Array | null];

const COLUMNS = "bucket, key, at, writer, invocation, size, content, value, prev, prev_size";
const BEFORE =
  "ifnull((SELECT seq FROM entry WHERE bucket = ?1 AND key = ?2), 0), (SELECT size FROM entry WHERE bucket = ?1 AND key = ?2)";

/** Value and origin for a version that gets what the version `o` has: small values stand in each row, and in the entry. */
const VALUE_OF_O = `CASE WHEN o.size <= ${MAX_ENTRY_BYTES} THEN o.value END`;
const ORIGIN_OF_O = `CASE WHEN o.content IS NULL AND o.size > ${MAX_ENTRY_BYTES} THEN ifnull(o.origin, o.seq) END`;

/** Whether the container `b` of an object is there. */
const CONTAINER_EXISTS = `EXISTS(SELECT 1 FROM bucket cb JOIN entry ce ON ce.bucket = cb.id
  WHERE cb.backend = b.backend AND cb.kind = 'containers' AND ce.key = b.name AND ce.size IS NOT NULL)`;

/** The only place that writes versions, and where the current ones are read. */
export class Ledger {
  readonly db: Database;
  readonly content: ContentFolder;
  readonly #now: () => number;
  readonly #append: Statement<[]>;
  readonly #appendStored: Statement<[]>;
  readonly #stored: Statement<
    [size: number, digest: string | null, value: Uint8Array | null, origin: number | null, created: number | null]
  >;
  readonly #tombstone: Statement<[]>;
  readonly #tombstones: Statement<[]>;
  readonly #earlier: Statement<[]>;
  readonly #anyContainer: Statement<[number]>;
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
    this.#appendStored = db.prepare(
      `INSERT INTO version(${COLUMNS}, origin, created) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ${BEFORE}, ?9, ?10)`,
    );
    this.#stored = db.prepare(
      `SELECT size, content, ${VALUE_OF_O}, ${ORIGIN_OF_O}, created FROM version o WHERE seq = ? AND size IS NOT NULL`,
    );
    this.#tombstone = db.prepare(
      `INSERT INTO version(${COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, NULL, NULL, NULL, seq, size
       FROM entry WHERE bucket = ?1 AND key = ?2 AND size IS NOT NULL`,
    );
    this.#tombstones = db.prepare(
      `INSERT INTO version(${COLUMNS}) SELECT e.bucket, e.key, ?2, ?3, ?4, NULL, NULL, NULL, e.seq, e.size
       FROM bucket b CROSS JOIN entry e ON e.bucket = b.id
       WHERE (?1 IS NULL OR b.backend = ?1) AND e.size IS NOT NULL ORDER BY e.bucket, e.key`,
    );
    // The first version of a key in the range says what was there before; a later writer's stays.
    this.#earlier = db.prepare(
      `INSERT INTO version(${COLUMNS}, origin, created)
       SELECT v.bucket, v.key, ?3, ?4, ?5, o.size, o.content, ${VALUE_OF_O}, e.seq, e.size, ${ORIGIN_OF_O}, o.created
       FROM version v CROSS JOIN entry e ON e.bucket = v.bucket AND e.key = v.key JOIN bucket b ON b.id = v.bucket
       LEFT JOIN version o ON o.seq = v.prev AND v.prev_size IS NOT NULL
       WHERE v.seq BETWEEN ?1 AND ?2 AND e.seq BETWEEN ?1 AND ?2 AND v.prev NOT BETWEEN ?1 AND ?2
         AND (o.seq IS NOT NULL OR (v.prev_size IS NULL AND e.size IS NOT NULL))
         AND (b.kind = 'containers') = ?6 AND (b.kind <> 'container' OR o.seq IS NULL OR ${CONTAINER_EXISTS})
       ORDER BY v.seq`,
    );
    this.#anyContainer = db.prepare(
      `SELECT 1 FROM bucket b CROSS JOIN entry e ON e.bucket = b.id
       WHERE b.kind = 'containers' AND e.seq BETWEEN ? AND ? LIMIT 1`,
    );
    this.#entry = db.prepare("SELECT seq, size, value FROM entry WHERE bucket = ? AND key = ?");
    this.#body = db.prepare(
      "SELECT v.content, ifnull(v.value, o.value) FROM version v LEFT JOIN version o ON o.seq = v.origin WHERE v.seq = ?",
    );
    this.#findBucket = db.prepare("SELECT id FROM bucket WHERE backend = ? AND kind = ? AND name = ?");
    this.#addBucket = db.prepare("INSERT OR IGNORE INTO bucket(backend, kind, name) VALUES(?, ?, ?)");
    this.#findWriter = db.prepare(
      "SELECT id FROM writer WHERE kind = ? AND component = ? AND build = ? AND function = ?",
    );
    this.#addWriter = db.prepare("INSERT OR IGNORE INTO writer(kind, component, build, function) VALUES(?, ?, ?, ?)");
  }

  findBucket(backend: string, name: string, kind: BucketKind = "keyvalue"): number | undefined {
    return this.#findBucket.get(backend, kind, name)?.[0];
  }

  /** Never inside a transaction: a number that was rolled back must not be remembered. */
  bucket(backend: string, name: string, kind: BucketKind = "keyvalue"): number {
    const found = this.findBucket(backend, name, kind);
    if (found !== undefined) return found;
    this.#addBucket.run(backend, kind, name);
    return this.bucket(backend, name, kind);
  }

  /** Never inside a transaction, as for buckets. */
  mark(writer: WriterView): Mark {
    const at = Math.round(this.#now());
    if (writer.kind === "person") return { writer: this.#writer("person", "", "", writer.action), invocation: 0, at };
    if (writer.kind === "seed") return { writer: this.#writer("seed", "", writer.digest, ""), invocation: 0, at };
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
    const { size, digest, value } = this.keep(placed);
    const done = this.#append.run(bucket, key, mark.at, mark.writer, mark.invocation, size, digest, value);
    return Number(done.lastInsertRowid);
  }

  /** What a version may hold from here on: under the write lock nobody can remove the file. */
  keep({ bytes, digest }: Placed): Omit<Stored, "created"> {
    // The file may have been swept between `place` and the lock.
    if (digest !== null && !this.content.has(digest)) this.content.ensure(digest, bytes);
    return { size: bytes.length, digest, value: digest === null ? bytes : null, origin: null };
  }

  /** As `append`, for a value whose file, or whose origin, is there: seen, or kept, under the write lock. */
  appendStored(bucket: number, key: string, stored: Stored, { at, writer, invocation }: Mark): VersionId {
    const { size, digest, value, origin, created } = stored;
    const done = this.#appendStored.run(bucket, key, at, writer, invocation, size, digest, value, origin, created);
    return Number(done.lastInsertRowid);
  }

  /** What a version holds, as another version can hold it, too; `body` has the bytes. Undefined: it is a deletion, or was pruned. */
  stored(seq: VersionId): Stored | undefined {
    const found = this.#stored.get(seq);
    if (found === undefined) return undefined;
    const [size, digest, value, origin, created] = found;
    return { size, digest, value, origin, created };
  }

  /** Undefined: there was no such key, and nothing was written. */
  appendDeletion(bucket: number, key: string, mark: Mark): VersionId | undefined {
    const done = this.#tombstone.run(bucket, key, mark.at, mark.writer, mark.invocation);
    return done.changes === 0 ? undefined : Number(done.lastInsertRowid);
  }

  /**
   * Deletes every key of a backend (null: of all) in one statement: 100,000 keys keep the write lock for about 0.2 s.
   * Returns how many there were.
   */
  appendDeletions(backend: string | null, mark: Mark): number {
    return Number(this.#tombstones.run(backend, mark.at, mark.writer, mark.invocation).changes);
  }

  /**
   * Puts back what each key held before the versions from `first` to `last`, unless it was written again since, the
   * earlier value is gone, or it is an object whose container is not there. Returns how many keys that were. Values are
   * not copied: it takes the write lock for about as long as deleting the keys does.
   */
  appendEarlier(first: VersionId, last: VersionId, mark: Mark): number {
    const append = (containers: 0 | 1) =>
      Number(this.#earlier.run(first, last, mark.at, mark.writer, mark.invocation, containers).changes);
    // Containers come back before their objects.
    const containers = this.#anyContainer.get(first, last) === undefined ? 0 : append(1);
    return containers + append(0);
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
