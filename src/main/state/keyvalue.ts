import type { VersionId, WriterView } from "../../shared/model.ts";
import { formatDecimal, inRange, MAX_DECIMAL_BYTES, parseDecimal } from "./decimal.ts";
import type { Statement } from "./database.ts";
import type { IncrementResult, IntegerRange, KeyvalueBackend } from "./keyvalue-backend.ts";
import { type EntryRow, type Ledger, MAX_INLINE_BYTES } from "./ledger.ts";
import { asStorageError, StorageError } from "./storage-error.ts";

/** How often a value may be replaced and swept away while it is being read, before that is a fault. */
const MAX_READS = 8;

/** The key-value backend on the versioned store. */
export class LocalKeyvalue implements KeyvalueBackend {
  readonly #ledger: Ledger;
  readonly #backend: string;
  /** What the guest says → what is stored. */
  readonly #renames: ReadonlyMap<string, string>;
  readonly #buckets = new Map<string, number>();
  readonly #page: Statement<[string]>;

  constructor(ledger: Ledger, backend: string, renames: ReadonlyMap<string, string>) {
    this.#ledger = ledger;
    this.#backend = backend;
    this.#renames = renames;
    this.#page = ledger.db.prepare(
      "SELECT key FROM entry WHERE bucket = ? AND size IS NOT NULL ORDER BY key LIMIT ? OFFSET ?",
    );
  }

  get(bucket: string, key: string): Uint8Array | undefined {
    return guarded(() => this.#current(bucket, key).value);
  }

  getMany(bucket: string, keys: readonly string[]): (Uint8Array | undefined)[] {
    return guarded(() => this.#ledger.db.snapshot(() => keys.map((key) => this.#current(bucket, key).value)));
  }

  exists(bucket: string, key: string): boolean {
    return guarded(() => isPresent(this.#entry(bucket, key)));
  }

  set(bucket: string, entries: readonly (readonly [string, Uint8Array])[], writer: WriterView): VersionId[] {
    return guarded(() => {
      const id = this.#bucket(bucket);
      const mark = this.#ledger.mark(writer);
      const [first] = entries;
      if (first !== undefined && entries.length === 1 && first[1].length <= MAX_INLINE_BYTES) {
        // One statement commits by itself.
        return [this.#ledger.append(id, first[0], { bytes: first[1], digest: null }, mark)];
      }
      const placed = entries.map(([key, value]) => ({ key, value: this.#ledger.place(value) }));
      return this.#ledger.db.immediate(() => placed.map(({ key, value }) => this.#ledger.append(id, key, value, mark)));
    });
  }

  delete(bucket: string, keys: readonly string[], writer: WriterView): VersionId[] {
    return guarded(() => {
      const id = this.#findBucket(bucket);
      if (id === undefined) return [];
      const mark = this.#ledger.mark(writer);
      const remove = () => keys.map((key) => this.#ledger.appendDeletion(id, key, mark));
      const versions = keys.length === 1 ? remove() : this.#ledger.db.immediate(remove);
      return versions.filter((version) => version !== undefined);
    });
  }

  increment(bucket: string, key: string, delta: bigint, range: IntegerRange, writer: WriterView): IncrementResult {
    return guarded(() => {
      const id = this.#bucket(bucket);
      const mark = this.#ledger.mark(writer);
      return this.#ledger.db.immediate((): IncrementResult => {
        const [, size, value] = this.#ledger.entry(id, key) ?? [0, null, null];
        // Counters are small enough to stand in the entry itself.
        if (size !== null && (value === null || size > MAX_DECIMAL_BYTES)) return { kind: "not-a-number" };
        const before = value === null ? 0n : parseDecimal(value, range);
        if (before === undefined) return { kind: "not-a-number" };
        const after = before + delta;
        if (!inRange(after, range)) return { kind: "overflow" };
        const version = this.#ledger.append(id, key, { bytes: formatDecimal(after), digest: null }, mark);
        return { kind: "done", value: after, version };
      });
    });
  }

  list(bucket: string, offset: number, limit: number): { readonly keys: string[]; readonly more: boolean } {
    return guarded(() => {
      const id = this.#findBucket(bucket);
      if (id === undefined) return { keys: [], more: false };
      const rows = this.#page.all(id, limit + 1, offset);
      return { keys: rows.slice(0, limit).map(([key]) => key), more: rows.length > limit };
    });
  }

  swap(bucket: string, key: string, value: Uint8Array, expected: VersionId, writer: WriterView): VersionId | undefined {
    return guarded(() => {
      const id = this.#bucket(bucket);
      const mark = this.#ledger.mark(writer);
      const placed = this.#ledger.place(value);
      return this.#ledger.db.immediate(() => {
        const row = this.#ledger.entry(id, key);
        const version = isPresent(row) ? row[0] : 0;
        return version === expected ? this.#ledger.append(id, key, placed, mark) : undefined;
      });
    });
  }

  current(bucket: string, key: string): { readonly version: VersionId; readonly value: Uint8Array | undefined } {
    return guarded(() => this.#current(bucket, key));
  }

  #current(bucket: string, key: string): { readonly version: VersionId; readonly value: Uint8Array | undefined } {
    for (let read = 0; read < MAX_READS; read++) {
      const row = this.#entry(bucket, key);
      if (!isPresent(row)) return { version: 0, value: undefined };
      const value = row[2] ?? this.#ledger.body(row[0], row[1]);
      if (value?.length === row[1]) return { version: row[0], value };
    }
    throw new StorageError(
      `the value of the key ${JSON.stringify(key)} is missing from the store, or has another size`,
    );
  }

  #entry(bucket: string, key: string): EntryRow | undefined {
    const id = this.#findBucket(bucket);
    return id === undefined ? undefined : this.#ledger.entry(id, key);
  }

  #bucket(bucket: string): number {
    const known = this.#buckets.get(bucket);
    if (known !== undefined) return known;
    const id = this.#ledger.bucket(this.#backend, this.#stored(bucket));
    this.#buckets.set(bucket, id);
    return id;
  }

  #findBucket(bucket: string): number | undefined {
    const known = this.#buckets.get(bucket);
    if (known !== undefined) return known;
    const id = this.#ledger.findBucket(this.#backend, this.#stored(bucket));
    // Another worker may make the bucket at any time, so its absence is not remembered.
    if (id !== undefined) this.#buckets.set(bucket, id);
    return id;
  }

  #stored(bucket: string): string {
    return this.#renames.get(bucket) ?? bucket;
  }
}

function isPresent(row: EntryRow | undefined): row is readonly [number, number, Uint8Array | null] {
  return row !== undefined && row[1] !== null;
}

function guarded<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw asStorageError(error);
  }
}
