import type {
  BucketKind,
  BytesPreview,
  ChangeView,
  EpochMs,
  InvocationId,
  VersionId,
  WriterView,
} from "../../shared/model.ts";
import type { ContentFolder } from "./content.ts";
import type { Database, Statement } from "./database.ts";

/** How much of a value comes with a change. */
export const CHANGE_PREVIEW_BYTES = 4096;

/** A version with its bucket and writer, without its bytes. */
export interface VersionRow {
  readonly seq: VersionId;
  readonly bucketId: number;
  readonly backend: string;
  readonly kind: BucketKind;
  readonly bucket: string;
  readonly key: string;
  /** The version before it; 0: the key's first. */
  readonly prev: VersionId;
  /** Null: there was no such key before. */
  readonly prevSize: number | null;
  readonly at: EpochMs;
  /** Null: the key was deleted. */
  readonly size: number | null;
  readonly writer: WriterView;
}

type Columns = readonly [
  seq: number,
  bucketId: number,
  backend: string,
  bucketKind: BucketKind,
  bucket: string,
  key: string,
  prev: number,
  prevSize: number | null,
  at: number,
  size: number | null,
  invocation: number,
  kind: string,
  component: string,
  build: string,
  name: string,
];

const SELECT = `SELECT v.seq, v.bucket, b.backend, b.kind, b.name, v.key, v.prev, v.prev_size, v.at, v.size, v.invocation,
  w.kind, w.component, w.build, w.function
  FROM version v JOIN bucket b ON b.id = v.bucket JOIN writer w ON w.id = v.writer`;

/** Reads versions: who wrote what when, and any part of their bytes. */
export class Versions {
  readonly #content: ContentFolder;
  readonly #row: Statement<Columns>;
  readonly #ofInvocation: Statement<Columns>;
  readonly #part: Statement<[size: number | null, content: string | null, part: Uint8Array | null]>;
  readonly #atOrAfter: Statement<[seq: number, at: number]>;
  readonly #last: Statement<[number]>;
  readonly #lastInvocation: Statement<[number]>;

  constructor(db: Database, content: ContentFolder) {
    this.#content = content;
    this.#row = db.prepare(`${SELECT} WHERE v.seq = ?`);
    this.#ofInvocation = db.prepare(`${SELECT} WHERE v.seq >= ? AND v.invocation = ? ORDER BY v.seq LIMIT ?`);
    this.#part = db.prepare(
      `SELECT v.size, v.content, substr(ifnull(v.value, o.value), ?2 + 1, ?3)
       FROM version v LEFT JOIN version o ON o.seq = v.origin WHERE v.seq = ?1`,
    );
    this.#atOrAfter = db.prepare("SELECT seq, at FROM version WHERE seq >= ? ORDER BY seq LIMIT 1");
    this.#last = db.prepare("SELECT ifnull(max(seq), 0) FROM version");
    this.#lastInvocation = db.prepare("SELECT ifnull(max(invocation), 0) FROM version");
  }

  /** Undefined: it never was, or has been pruned. */
  row(seq: VersionId): VersionRow | undefined {
    const columns = this.#row.get(seq);
    return columns === undefined ? undefined : toRow(columns);
  }

  /** What there is of `length` bytes from `offset`; undefined: no such version, or a deletion. */
  part(seq: VersionId, offset: number, length: number): Uint8Array | undefined {
    const [size, digest, part] = this.#part.get(seq, offset, length) ?? [null, null, null];
    if (size === null) return undefined;
    if (digest !== null) return this.#content.readRange(digest, offset, length);
    return part ?? new Uint8Array();
  }

  /** The versions of an invocation, among those written from a moment on. */
  ofInvocation(invocation: InvocationId, since: EpochMs, limit: number): VersionRow[] {
    // An index on invocations would cost every write of a guest one more page; this search costs the studio little.
    return this.#ofInvocation.all(this.#firstSince(since), invocation, limit).map(toRow);
  }

  change(row: VersionRow): ChangeView {
    const before = row.prevSize === null ? undefined : this.#preview(row.prev, row.prevSize);
    const after = row.size === null ? undefined : this.#preview(row.seq, row.size);
    return {
      version: row.seq,
      backend: row.backend,
      kind: row.kind,
      bucket: row.bucket,
      key: row.key,
      at: row.at,
      writer: row.writer,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    };
  }

  last(): VersionId {
    return this.#last.get()?.[0] ?? 0;
  }

  /** The highest number of an invocation that a version names; 0: none. Reads them all. */
  lastInvocation(): InvocationId {
    return this.#lastInvocation.get()?.[0] ?? 0;
  }

  /** Of a pruned version the size is still known, from the one that followed it. */
  #preview(seq: VersionId, size: number): BytesPreview {
    return { kept: this.part(seq, 0, CHANGE_PREVIEW_BYTES) ?? new Uint8Array(), total: size };
  }

  /** Times hardly ever go back, so they can be searched by halves as the sequence can. */
  #firstSince(since: EpochMs): VersionId {
    let low = 0;
    let high = this.last() + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const found = this.#atOrAfter.get(middle);
      if (found === undefined || found[1] >= since) high = middle;
      else low = found[0] + 1;
    }
    return low;
  }
}

function toRow(columns: Columns): VersionRow {
  const [seq, bucketId, backend, kind, bucket, key, prev, prevSize, at, size, invocation, by, component, build, name] =
    columns;
  const writer: WriterView =
    by === "person"
      ? { kind: "person", action: name }
      : by === "seed"
        ? { kind: "seed", digest: build }
        : { kind: "invocation", invocation, component, build, function: name };
  return { seq, bucketId, backend, kind, bucket, key, prev, prevSize, at, size, writer };
}
