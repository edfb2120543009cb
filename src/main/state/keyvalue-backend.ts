import type { VersionId, WriterView } from "../../shared/model.ts";

/**
 * Storage behind wasi:keyvalue. Synchronous; every mutation is durable against process death and visible to all
 * workers when it returns. Buckets come to be on first use; any UTF-8 string, the empty one included, is a valid
 * bucket name and key. Throws only for faults of the environment (disk full), never for absent keys.
 */
export interface KeyvalueBackend {
  get(bucket: string, key: string): Uint8Array | undefined;
  getMany(bucket: string, keys: readonly string[]): (Uint8Array | undefined)[];
  exists(bucket: string, key: string): boolean;
  /** All or nothing. One version an entry. */
  set(bucket: string, entries: readonly (readonly [string, Uint8Array])[], writer: WriterView): VersionId[];
  /** All or nothing; keys that do not exist are passed over and get no version. */
  delete(bucket: string, keys: readonly string[], writer: WriterView): VersionId[];
  /** Adds `delta` to a decimal text within `range`, in one atomic step; an absent key counts as 0. */
  increment(bucket: string, key: string, delta: bigint, range: IntegerRange, writer: WriterView): IncrementResult;
  /** Sorted by code point; `offset` keys are passed over. */
  list(bucket: string, offset: number, limit: number): { readonly keys: string[]; readonly more: boolean };
  /**
   * Writes only when the current version is `expected` (0: no such key). Undefined: it was another.
   */
  swap(bucket: string, key: string, value: Uint8Array, expected: VersionId, writer: WriterView): VersionId | undefined;
  /** The current value with its version, for `swap`; an absent key has version 0. */
  current(bucket: string, key: string): { readonly version: VersionId; readonly value: Uint8Array | undefined };
}

export type IntegerRange = "u64" | "s64";

export type IncrementResult =
  | { readonly kind: "done"; readonly value: bigint; readonly version: VersionId }
  | { readonly kind: "not-a-number" }
  | { readonly kind: "overflow" };
