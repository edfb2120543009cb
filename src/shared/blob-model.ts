import type { Digest, EpochMs, VersionId, WriterView } from "./model.ts";

/** Blobs as a view sees them: containers of blobstore backends, and the objects in them. */

export interface ContainersView {
  /** Blobstore backends of the project, and those that still have containers. */
  readonly backends: readonly string[];
  readonly containers: readonly ContainerView[];
}

export interface ContainerView {
  readonly backend: string;
  readonly name: string;
  readonly created: EpochMs;
  readonly objects: number;
  /** Of all objects. */
  readonly bytes: number;
}

export interface ObjectRef {
  readonly backend: string;
  readonly container: string;
  readonly name: string;
}

export interface ObjectQuery {
  readonly backend: string;
  readonly container: string;
  /** Only names that begin with this text. */
  readonly prefix?: string;
  /** Only names that contain this text. */
  readonly search?: string;
  /** Sorted by name; only those after this one. */
  readonly after?: string;
  readonly limit: number;
}

export interface ObjectView {
  readonly name: string;
  readonly size: number;
  /** Its bytes are read with `readValue`. */
  readonly version: VersionId;
  readonly updated: EpochMs;
}

export interface ObjectDetail extends ObjectView {
  /** When its name came to exist. */
  readonly created: EpochMs;
  /** SHA-256 of its bytes. */
  readonly digest: Digest;
  /** Who wrote it last. */
  readonly writer: WriterView;
}

export interface PutObjectInput extends ObjectRef {
  /** Chosen by the caller: names this upload in `objectBytes`. */
  readonly upload: string;
  /** The version the person saw; 0 when the object must not exist yet. A different current one is a `state-conflict`. */
  readonly expected?: VersionId;
}

/** Within one backend. */
export interface CopyObjectInput {
  readonly backend: string;
  readonly from: { readonly container: string; readonly name: string };
  readonly to: { readonly container: string; readonly name: string };
  /** The source goes. */
  readonly move?: boolean;
}

export interface ContainerChangeInput {
  readonly backend: string;
  readonly container: string;
  /** Creating one that is there changes nothing; clearing deletes all objects, deleting the container, too. */
  readonly change: "create" | "clear" | "delete";
}
