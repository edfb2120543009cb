import { hash } from "node:crypto";

import type {
  ContainerChangeInput,
  ContainerView,
  CopyObjectInput,
  ObjectDetail,
  ObjectQuery,
  ObjectRef,
  ObjectView,
} from "../../shared/blob-model.ts";
import { StudioError } from "../../shared/errors.ts";
import type { VersionId, WriterView } from "../../shared/model.ts";
import { NoSuchBlob } from "./blobstore-backend.ts";
import { LocalBlobstore } from "./blobstore.ts";
import type { Containers } from "./containers.ts";
import type { KeyPages } from "./key-pages.ts";
import type { Ledger } from "./ledger.ts";
import type { LocalBody } from "./object-body.ts";
import { asStorageError, StorageError } from "./storage-error.ts";
import type { Totals } from "./totals.ts";
import type { Versions } from "./versions.ts";

/** An object to be written with what was uploaded. `action`: how history names what the person did. */
export interface FinishUploadInput extends ObjectRef {
  readonly expected?: VersionId;
  readonly action: string;
}

export interface BlobServiceParts {
  readonly ledger: Ledger;
  readonly containers: Containers;
  readonly versions: Versions;
  readonly totals: Totals;
  readonly pages: KeyPages;
}

/** The studio's side of blobs: views, edits, and uploads. Every method throws StudioError `state-not-found`. */
export class BlobService {
  readonly #parts: BlobServiceParts;
  readonly #uploads = new Map<number, LocalBody>();
  #lastUpload = 0;

  constructor(parts: BlobServiceParts) {
    this.#parts = parts;
  }

  /** Existing ones, by backend and name. */
  containers(): readonly ContainerView[] {
    const { totals, containers } = this.#parts;
    return totals.buckets("container").flatMap(({ backend, name, keys, bytes }) => {
      const found = containers.find(backend, name);
      return found === undefined ? [] : [{ backend, name, created: containers.created(found), objects: keys, bytes }];
    });
  }

  async objects(query: ObjectQuery, signal?: AbortSignal): Promise<readonly ObjectView[]> {
    const { bucket } = explained(query, () => this.#parts.containers.require(query.backend, query.container));
    const found = await this.#parts.pages.read(bucket, query, signal);
    return found.map(({ key, size, version, at }) => ({ name: key, size, version, updated: at }));
  }

  object(ref: ObjectRef): ObjectDetail {
    const { containers, ledger, versions } = this.#parts;
    return explained(ref, () =>
      ledger.db.snapshot(() => {
        const { bucket } = containers.require(ref.backend, ref.container);
        const seq = ledger.entry(bucket, ref.name)?.[0] ?? 0;
        const [row, stored] = [versions.row(seq), ledger.stored(seq)];
        if (row === undefined || stored === undefined) throw new NoSuchBlob("object");
        const { size, created } = stored;
        const digest = stored.digest ?? hash("sha256", ledger.body(seq, size) ?? new Uint8Array());
        const { at, writer } = row;
        return { name: ref.name, size, version: seq, updated: at, created: created ?? at, digest, writer };
      }),
    );
  }

  changeContainer(input: ContainerChangeInput, action: string): VersionId[] {
    const { backend, container, change } = input;
    const store = this.#store(backend);
    requireName(container, "A container");
    return explained(input, () => {
      if (change === "create") return store.createContainer(container, person(action));
      return change === "clear"
        ? store.clear(container, person(action))
        : store.deleteContainer(container, person(action));
    });
  }

  deleteObjects(backend: string, container: string, names: readonly string[], action: string): VersionId[] {
    return explained({ container }, () => this.#store(backend).delete(container, names, person(action)));
  }

  copyObject({ backend, from, to, move }: CopyObjectInput, action: string): VersionId[] {
    const store = this.#store(backend);
    requireName(to.name, "An object");
    // Which of the two containers is missing is told by asking for the source alone.
    explained(from, () => store.info(from.container, from.name));
    return explained(to, () =>
      move === true ? store.move(from, to, person(action)) : store.copy(from, to, person(action)),
    );
  }

  beginUpload(): number {
    const id = ++this.#lastUpload;
    this.#uploads.set(id, this.#store("").body());
    return id;
  }

  uploadBytes(upload: number, bytes: Uint8Array): void {
    this.#upload(upload).write(bytes);
  }

  /** Makes what came the content of an object. @throws StudioError `state-conflict` */
  finishUpload(upload: number, input: FinishUploadInput): VersionId {
    const { backend, container, name, expected, action } = input;
    const body = this.#upload(upload);
    requireName(name, "An object");
    try {
      const [version] = explained(input, () =>
        this.#store(backend).put(container, name, body, person(action), expected),
      );
      if (version === undefined) throw conflict(input);
      return version;
    } finally {
      this.dropUpload(upload);
    }
  }

  /** Lets go of what came; nothing is left of it. */
  dropUpload(upload: number): void {
    this.#uploads.get(upload)?.[Symbol.dispose]();
    this.#uploads.delete(upload);
  }

  dropUploads(): void {
    for (const upload of this.#uploads.keys()) this.dropUpload(upload);
  }

  #upload(upload: number): LocalBody {
    const body = this.#uploads.get(upload);
    if (body === undefined) throw new StorageError("that upload is over");
    return body;
  }

  #store(backend: string): LocalBlobstore {
    return new LocalBlobstore(this.#parts.ledger, this.#parts.containers, backend, new Map());
  }
}

function person(action: string): WriterView {
  return { kind: "person", action };
}

function requireName(name: string, what: string): void {
  if (name === "") throw new StudioError("request-invalid", `${what} needs a name of at least one character.`);
}

function conflict({ container, name }: ObjectRef): StudioError {
  return new StudioError(
    "state-conflict",
    `Not written: the object ${JSON.stringify(name)} in the container ${JSON.stringify(container)} changed since you looked at it. Look at it again.`,
  );
}

/** Says what is missing in a person's words. */
function explained<T>(named: { readonly container: string; readonly name?: string }, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof NoSuchBlob)) throw error instanceof StudioError ? error : asStorageError(error);
    const container = `container ${JSON.stringify(named.container)}`;
    const missing =
      error.what === "container"
        ? `There is no ${container}.`
        : `There is no object ${JSON.stringify(named.name ?? "")} in the ${container}.`;
    throw new StudioError("state-not-found", missing, { cause: error });
  }
}
