import type { EpochMs, VersionId, WriterView } from "../../shared/model.ts";

/**
 * Storage behind wasi:blobstore. Synchronous; every mutation is durable against process death and visible to all
 * workers when it returns. Any UTF-8 string is a valid name of a container or an object. Everything that names a
 * container or an object throws `NoSuchBlob` when there is none, unless it says otherwise; other errors are faults of
 * the environment (disk full).
 */
export interface BlobstoreBackend {
  /** No version: there is such a container, and it stays as it is. */
  createContainer(name: string, writer: WriterView): VersionId[];
  hasContainer(name: string): boolean;
  containerCreated(name: string): EpochMs;
  /** With everything in it. One version for each object and one for the container. */
  deleteContainer(name: string, writer: WriterView): VersionId[];
  /** Deletes all objects. */
  clear(container: string, writer: WriterView): VersionId[];

  /** All names, sorted by code point. */
  names(container: string): string[];
  /** False where the container has no such object. */
  has(container: string, name: string): boolean;
  info(container: string, name: string): ObjectInfo;
  /** The object as it is now, whatever happens to it later. */
  read(container: string, name: string): ObjectSnapshot;
  /** All or nothing; names of no object are passed over. */
  delete(container: string, names: readonly string[], writer: WriterView): VersionId[];

  /** A body to be written, which belongs to the caller: disposed by it, or used up by `put`. */
  body(): ObjectBody;
  /** Makes a body of this kind of store the content of an object, in one step. */
  put(container: string, name: string, body: ObjectBody, writer: WriterView): VersionId[];
  /** In one step, over what is there. Onto itself: nothing happens. */
  copy(from: ObjectId, to: ObjectId, writer: WriterView): VersionId[];
  move(from: ObjectId, to: ObjectId, writer: WriterView): VersionId[];
}

export interface ObjectId {
  readonly container: string;
  readonly name: string;
}

export interface ObjectInfo {
  readonly size: number;
  /** When its name came to exist: later writes leave it as it is. */
  readonly created: EpochMs;
}

export interface ObjectSnapshot {
  readonly size: number;
  /** What there is of `length` bytes from `offset`. */
  readonly read: (offset: number, length: number) => Uint8Array;
}

/** Bytes on their way into a store; nobody sees them before `put`. They may be more than fits the memory. */
export interface ObjectBody extends Disposable {
  readonly size: number;
  /** The bytes are the caller's again afterwards. */
  write(bytes: Uint8Array): void;
}

/** What was named is not there. */
export class NoSuchBlob extends Error {
  override readonly name = "NoSuchBlob";
  readonly what: "container" | "object";

  constructor(what: "container" | "object") {
    super(`${what} does not exist`);
    this.what = what;
  }
}
