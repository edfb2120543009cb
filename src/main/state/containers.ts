import type { EpochMs, VersionId } from "../../shared/model.ts";
import { NoSuchBlob } from "./blobstore-backend.ts";
import type { Statement } from "./database.ts";
import type { Ledger, Mark } from "./ledger.ts";

/** The catalogue of a blobstore backend: a bucket without a name. Containers in it are keys with nothing in them. */
const CATALOGUE = "";

const NOTHING = new Uint8Array();

/** An existing container. */
export interface FoundContainer {
  /** The bucket of its objects. */
  readonly bucket: number;
  readonly catalogue: number;
  readonly name: string;
  /** The version that made it. */
  readonly seq: VersionId;
}

/** Which containers there are, for every blobstore backend. Objects of a container that is not there are not, either. */
export class Containers {
  readonly #ledger: Ledger;
  readonly #numbers = new Map<string, { readonly catalogue: number; readonly buckets: Map<string, number> }>();
  readonly #anyObject: Statement<[number]>;
  readonly #tombstones: Statement<[]>;
  readonly #last: Statement<[number]>;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#anyObject = ledger.db.prepare("SELECT 1 FROM entry WHERE bucket = ? AND size IS NOT NULL LIMIT 1");
    this.#tombstones = ledger.db.prepare(
      `INSERT INTO version(bucket, key, at, writer, invocation, size, content, value, prev, prev_size)
       SELECT bucket, key, ?2, ?3, ?4, NULL, NULL, NULL, seq, size
       FROM entry WHERE bucket = ?1 AND size IS NOT NULL ORDER BY key`,
    );
    this.#last = ledger.db.prepare("SELECT ifnull(max(seq), 0) FROM version");
  }

  find(backend: string, name: string): FoundContainer | undefined {
    const known = this.#known(backend);
    if (known === undefined) return undefined;
    const [seq, size] = this.#ledger.entry(known.catalogue, name) ?? [0, null];
    if (size === null) return undefined;
    const bucket = known.buckets.get(name) ?? this.#ledger.findBucket(backend, name, "container");
    if (bucket === undefined) return undefined;
    known.buckets.set(name, bucket);
    return { bucket, catalogue: known.catalogue, name, seq };
  }

  /** The last version that made or deleted a container, whether it is there or not. Undefined: there is none. */
  lastChange(backend: string, name: string): VersionId | undefined {
    const known = this.#known(backend);
    return known === undefined ? undefined : this.#ledger.entry(known.catalogue, name)?.[0];
  }

  /** @throws NoSuchBlob */
  require(backend: string, name: string): FoundContainer {
    const found = this.find(backend, name);
    if (found === undefined) throw new NoSuchBlob("container");
    return found;
  }

  created(container: FoundContainer): EpochMs {
    return this.#ledger.stored(container.seq)?.created ?? 0;
  }

  /** Never inside a transaction: these numbers must not be rolled back. Inside one, `create` finds them. */
  prepare(backend: string, name: string): void {
    this.#ledger.bucket(backend, CATALOGUE, "containers");
    this.#ledger.bucket(backend, name, "container");
  }

  /** Inside a transaction, once prepared. No version: it is there. */
  create(backend: string, name: string, mark: Mark): VersionId[] {
    if (this.find(backend, name) !== undefined) return [];
    const known = this.#known(backend);
    const bucket = this.#ledger.findBucket(backend, name, "container");
    if (known === undefined || bucket === undefined) throw new Error("a container was created without its bucket");
    // An undo may have put objects back into a container that is not there; a new one begins empty.
    const left = this.clear(bucket, mark);
    const stored = { size: 0, digest: null, value: NOTHING, origin: null, created: mark.at };
    return [...left, this.#ledger.appendStored(known.catalogue, name, stored, mark)];
  }

  /** Inside a transaction. */
  delete(container: FoundContainer, mark: Mark): VersionId[] {
    const versions = this.clear(container.bucket, mark);
    const last = this.#ledger.appendDeletion(container.catalogue, container.name, mark);
    return last === undefined ? versions : [...versions, last];
  }

  /** Inside a transaction: deletes all objects in one statement. */
  clear(bucket: number, mark: Mark): VersionId[] {
    const before = this.#last.get()?.[0] ?? 0;
    const { changes } = this.#tombstones.run(bucket, mark.at, mark.writer, mark.invocation);
    // Nobody else writes meanwhile, so they follow each other.
    return Array.from({ length: Number(changes) }, (_, at) => before + 1 + at);
  }

  isEmpty(bucket: number): boolean {
    return this.#anyObject.get(bucket) === undefined;
  }

  /** Another worker may make the first container at any time, so its absence is not remembered. */
  #known(backend: string) {
    const known = this.#numbers.get(backend);
    if (known !== undefined) return known;
    const catalogue = this.#ledger.findBucket(backend, CATALOGUE, "containers");
    if (catalogue === undefined) return undefined;
    const found = { catalogue, buckets: new Map<string, number>() };
    this.#numbers.set(backend, found);
    return found;
  }
}
