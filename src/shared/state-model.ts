/** Buckets, keys, values, and what changed them. */
import type { Digest, EpochMs, InvocationId, VersionId } from "./model.ts";
import type { BytesPreview } from "./record-model.ts";

/** Who made a version of a value. */
export type WriterView =
  | {
      readonly kind: "invocation";
      readonly invocation: InvocationId;
      readonly component: string;
      readonly build: Digest;
      readonly function: string;
    }
  | { readonly kind: "person"; readonly action: string }
  /** The seed of the backend, named by the digest of what it puts there. */
  | { readonly kind: "seed"; readonly digest: Digest };

/**
 * What the keys of a bucket are: keys of a key-value bucket, the objects of a container, or, once for each blobstore
 * backend and without a name, its containers.
 */
export type BucketKind = "keyvalue" | "container" | "containers";

export interface BucketView {
  readonly backend: string;
  readonly name: string;
  readonly keys: number;
  /** Bytes of the current values. */
  readonly bytes: number;
}

export interface KeyView {
  readonly key: string;
  readonly size: number;
  readonly version: VersionId;
  readonly at: EpochMs;
}

export interface ValueView {
  readonly key: string;
  readonly version: VersionId;
  readonly size: number;
  /** The first `VALUE_PREVIEW_BYTES` at most; the rest is read by `readValue`. */
  readonly bytes: Uint8Array;
  readonly at: EpochMs;
  readonly writer: WriterView;
}

/** One mutation, with what was there before. */
export interface ChangeView {
  readonly version: VersionId;
  readonly backend: string;
  readonly kind: BucketKind;
  readonly bucket: string;
  readonly key: string;
  readonly at: EpochMs;
  readonly writer: WriterView;
  /** Absent: there was no such key before. */
  readonly before?: BytesPreview;
  /** Absent: the key was deleted. */
  readonly after?: BytesPreview;
}
