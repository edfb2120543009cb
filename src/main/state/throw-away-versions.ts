import type { VersionId } from "../../shared/model.ts";
import type { KeyvalueBackend } from "./keyvalue-backend.ts";

/**
 * The durable store and the throw-away one each count their versions from 1. Outside their folders a version of the
 * throw-away store is the negative of its number there, so that one number names one version of the project.
 */
export function outsideVersion(version: VersionId): VersionId {
  return -version;
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
