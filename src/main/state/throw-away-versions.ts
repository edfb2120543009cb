import type { VersionRange } from "../../shared/contract.ts";
import type { VersionId } from "../../shared/model.ts";
import type { BlobstoreBackend } from "./blobstore-backend.ts";
import type { KeyvalueBackend } from "./keyvalue-backend.ts";

/**
 * The durable store and the throw-away one each count their versions from 1. Outside their folders a version of the
 * throw-away store is the negative of its number there, so that one number names one version of the project.
 */
export function outsideVersion(version: VersionId): VersionId {
  return -version;
}

export function outsideRange({ first, last }: VersionRange): VersionRange {
  return { first: outsideVersion(first), last: outsideVersion(last) };
}

export function isThrowAwayVersion(version: VersionId): boolean {
  return version < 0;
}

/** A backend of the throw-away store whose versions are the outside ones. */
export function withOutsideVersions(inner: KeyvalueBackend): KeyvalueBackend {
  return {
    get: (bucket, key) => inner.get(bucket, key),
    getMany: (bucket, keys) => inner.getMany(bucket, keys),
    exists: (bucket, key) => inner.exists(bucket, key),
    list: (bucket, offset, limit) => inner.list(bucket, offset, limit),
    set: (bucket, entries, writer) => inner.set(bucket, entries, writer).map(outsideVersion),
    delete: (bucket, keys, writer) => inner.delete(bucket, keys, writer).map(outsideVersion),
    increment: (bucket, key, delta, range, writer) => {
      const result = inner.increment(bucket, key, delta, range, writer);
      return result.kind === "done" ? { ...result, version: outsideVersion(result.version) } : result;
    },
    swap: (bucket, key, value, expected, writer) => {
      const version = inner.swap(bucket, key, value, outsideVersion(expected), writer);
      return version === undefined ? undefined : outsideVersion(version);
    },
    current: (bucket, key) => {
      const { version, value } = inner.current(bucket, key);
      return { version: outsideVersion(version), value };
    },
  };
}

/** As `withOutsideVersions`, for blobs. */
export function blobsWithOutsideVersions(inner: BlobstoreBackend): BlobstoreBackend {
  const outside = (versions: readonly VersionId[]) => versions.map(outsideVersion);
  return {
    createContainer: (name, writer) => outside(inner.createContainer(name, writer)),
    hasContainer: (name) => inner.hasContainer(name),
    containerCreated: (name) => inner.containerCreated(name),
    deleteContainer: (name, writer) => outside(inner.deleteContainer(name, writer)),
    clear: (container, writer) => outside(inner.clear(container, writer)),
    names: (container) => inner.names(container),
    has: (container, name) => inner.has(container, name),
    info: (container, name) => inner.info(container, name),
    read: (container, name) => inner.read(container, name),
    delete: (container, names, writer) => outside(inner.delete(container, names, writer)),
    body: () => inner.body(),
    put: (container, name, body, writer) => outside(inner.put(container, name, body, writer)),
    copy: (from, to, writer) => outside(inner.copy(from, to, writer)),
    move: (from, to, writer) => outside(inner.move(from, to, writer)),
  };
}
