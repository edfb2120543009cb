import type { EpochMs, VersionId, WriterView } from "../../shared/model.ts";
import {
  type BlobstoreBackend,
  NoSuchBlob,
  type ObjectBody,
  type ObjectId,
  type ObjectInfo,
  type ObjectSnapshot,
} from "./blobstore-backend.ts";
import type { Containers } from "./containers.ts";
import type { Statement } from "./database.ts";
import type { Ledger, Mark, Stored } from "./ledger.ts";
import { LocalBody, type SealedBody } from "./object-body.ts";
import { asStorageError, StorageError } from "./storage-error.ts";

/** How often an object may be replaced and swept away while it is looked up, before that is a fault. */
const MAX_READS = 8;

/** The blobstore backend on the versioned store. */
export class LocalBlobstore implements BlobstoreBackend {
  readonly #ledger: Ledger;
  readonly #containers: Containers;
  readonly #backend: string;
  /** What the guest says → what is stored. */
  readonly #renames: ReadonlyMap<string, string>;
  readonly #names: Statement<[string]>;

  constructor(ledger: Ledger, containers: Containers, backend: string, renames: ReadonlyMap<string, string>) {
    this.#ledger = ledger;
    this.#containers = containers;
    this.#backend = backend;
    this.#renames = renames;
    this.#names = ledger.db.prepare("SELECT key FROM entry WHERE bucket = ? AND size IS NOT NULL ORDER BY key");
  }

  createContainer(name: string, writer: WriterView): VersionId[] {
    return guarded(() => {
      const stored = this.#stored(name);
      this.#containers.prepare(this.#backend, stored);
      return this.#writing(writer, (mark) => this.#containers.create(this.#backend, stored, mark));
    });
  }

  hasContainer(name: string): boolean {
    return guarded(() => this.#containers.find(this.#backend, this.#stored(name)) !== undefined);
  }

  containerCreated(name: string): EpochMs {
    return guarded(() => this.#containers.created(this.#container(name)));
  }

  deleteContainer(name: string, writer: WriterView): VersionId[] {
    return guarded(() => this.#writing(writer, (mark) => this.#containers.delete(this.#container(name), mark)));
  }

  clear(container: string, writer: WriterView): VersionId[] {
    return guarded(() =>
      this.#writing(writer, (mark) => this.#containers.clear(this.#container(container).bucket, mark)),
    );
  }

  names(container: string): string[] {
    return guarded(() => this.#names.all(this.#container(container).bucket).map(([name]) => name));
  }

  has(container: string, name: string): boolean {
    return guarded(() => (this.#ledger.entry(this.#container(container).bucket, name)?.[1] ?? null) !== null);
  }

  info(container: string, name: string): ObjectInfo {
    return guarded(() => {
      const { size, created } = this.#current(container, name);
      return { size, created: created ?? 0 };
    });
  }

  read(container: string, name: string): ObjectSnapshot {
    return guarded(() => {
      for (let read = 0; read < MAX_READS; read++) {
        const { seq, size, digest } = this.#current(container, name);
        if (digest !== null) return this.#inFile(name, size, digest);
        const bytes = this.#ledger.body(seq, size);
        // Undefined: it was replaced and pruned just now.
        if (bytes !== undefined) return { size, read: (offset, length) => bytes.slice(offset, offset + length) };
      }
      throw missing(name);
    });
  }

  delete(container: string, names: readonly string[], writer: WriterView): VersionId[] {
    return guarded(() =>
      this.#writing(writer, (mark) => {
        const { bucket } = this.#container(container);
        const versions = names.map((name) => this.#ledger.appendDeletion(bucket, name, mark));
        return versions.filter((version) => version !== undefined);
      }),
    );
  }

  body(): LocalBody {
    return new LocalBody(this.#ledger.content);
  }

  /** `expected`: where given, no other version may be the current one (0: none), or nothing is written: no version. */
  put(container: string, name: string, body: ObjectBody, writer: WriterView, expected?: VersionId): VersionId[] {
    if (!(body instanceof LocalBody)) throw new Error("a body of another kind of store was given to a local one");
    return guarded(() => {
      const sealed = body.seal();
      // Before the transaction: the write lock is not held while large files are compared.
      const held = sealed.file !== undefined && this.#ledger.content.holds(sealed.digest, sealed.file);
      const versions = this.#writing(writer, (mark) => {
        const { bucket } = this.#container(container);
        const [seq, size] = this.#ledger.entry(bucket, name) ?? [0, null];
        if (expected !== undefined && expected !== (size === null ? 0 : seq)) return [];
        if (sealed.file !== undefined) this.#ledger.content.keep(sealed.digest, sealed.file, held);
        return [this.#append(bucket, name, contentOf(sealed), mark)];
      });
      body[Symbol.dispose]();
      return versions;
    });
  }

  copy(from: ObjectId, to: ObjectId, writer: WriterView): VersionId[] {
    return guarded(() => this.#writing(writer, (mark) => this.#copy(from, to, mark)));
  }

  move(from: ObjectId, to: ObjectId, writer: WriterView): VersionId[] {
    return guarded(() =>
      this.#writing(writer, (mark) => {
        const copied = this.#copy(from, to, mark);
        if (copied.length === 0) return copied;
        const removed = this.#ledger.appendDeletion(this.#container(from.container).bucket, from.name, mark);
        return removed === undefined ? copied : [...copied, removed];
      }),
    );
  }

  #copy(from: ObjectId, to: ObjectId, mark: Mark): VersionId[] {
    const source = this.#container(from.container).bucket;
    const target = this.#container(to.container).bucket;
    const stored = this.#ledger.stored(this.#seq(source, from.name));
    if (stored === undefined) throw new NoSuchBlob("object");
    if (source === target && from.name === to.name) return [];
    return [this.#append(target, to.name, stored, mark)];
  }

  /** The file outlives its last version by the grace time of the sweep. */
  #inFile(name: string, size: number, digest: string): ObjectSnapshot {
    return {
      size,
      read: (offset, length) =>
        guarded(() => {
          const wanted = Math.max(0, Math.min(length, size - offset));
          const part = this.#ledger.content.readRange(digest, offset, wanted);
          if (part?.length !== wanted) throw missing(name);
          return part;
        }),
    };
  }

  /** An object that was there keeps the time it was created. Inside a transaction. */
  #append(bucket: number, name: string, content: Omit<Stored, "created">, mark: Mark): VersionId {
    const [seq, size] = this.#ledger.entry(bucket, name) ?? [0, null];
    const created = size === null ? mark.at : (this.#ledger.stored(seq)?.created ?? mark.at);
    return this.#ledger.appendStored(bucket, name, { ...content, created }, mark);
  }

  /** What an object holds; its file, where it has one, is there. */
  #current(container: string, name: string): Stored & { readonly seq: VersionId } {
    const { bucket } = this.#container(container);
    for (let read = 0; read < MAX_READS; read++) {
      const seq = this.#seq(bucket, name);
      const stored = this.#ledger.stored(seq);
      // Undefined: it was replaced and pruned just now.
      if (stored === undefined) continue;
      if (stored.digest === null || this.#ledger.content.has(stored.digest)) return { seq, ...stored };
    }
    throw missing(name);
  }

  /** The current version. @throws NoSuchBlob */
  #seq(bucket: number, name: string): VersionId {
    const [seq, size] = this.#ledger.entry(bucket, name) ?? [0, null];
    if (size === null) throw new NoSuchBlob("object");
    return seq;
  }

  #container(name: string) {
    return this.#containers.require(this.#backend, this.#stored(name));
  }

  #stored(name: string): string {
    return this.#renames.get(name) ?? name;
  }

  /** One transaction; the writer gets its number before it. */
  #writing<T>(writer: WriterView, body: (mark: Mark) => T): T {
    const mark = this.#ledger.mark(writer);
    return this.#ledger.db.immediate(() => body(mark));
  }
}

function contentOf(sealed: SealedBody): Omit<Stored, "created"> {
  return sealed.file === undefined
    ? { size: sealed.size, digest: null, value: sealed.bytes, origin: null }
    : { size: sealed.size, digest: sealed.digest, value: null, origin: null };
}

function missing(name: string): StorageError {
  return new StorageError(
    `the content of the object ${JSON.stringify(name)} is missing from the store, or was cut short`,
  );
}

function guarded<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw asStorageError(error);
  }
}
