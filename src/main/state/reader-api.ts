import type {
  ContainerChangeInput,
  ContainerView,
  CopyObjectInput,
  ObjectDetail,
  ObjectQuery,
  ObjectRef,
  ObjectView,
} from "../../shared/blob-model.ts";
import type {
  KeyQuery,
  KeyRef,
  RenameKeyInput,
  SetValueInput,
  SetValuesInput,
  VersionRange,
} from "../../shared/contract.ts";
import type {
  AuditQuery,
  AuditView,
  BucketKind,
  BucketView,
  ChangeView,
  Digest,
  EpochMs,
  InvocationId,
  KeyView,
  ValueView,
  VersionId,
} from "../../shared/model.ts";
import { namesOf } from "../../shared/rpc.ts";
import type { FinishUploadInput } from "./blob-service.ts";

/** What the studio asks of the store; served by a worker, because none of it may hold up the studio's loop. */
export interface StateApi {
  /** Every key-value bucket ever written to, by backend and name. */
  buckets(): Promise<readonly BucketView[]>;
  /** @throws StudioError `state-not-found` when there is no such bucket. */
  keys(query: KeyQuery, signal?: AbortSignal): Promise<readonly KeyView[]>;
  /** @throws StudioError `state-not-found` */
  value(ref: KeyRef): Promise<ValueView>;
  /** Up to `VALUE_CHUNK_BYTES` of one version's bytes from `offset`. @throws StudioError `state-not-found` */
  readValue(version: VersionId, offset: number): Promise<Uint8Array>;
  /** `action`: how history names what the person did. @throws StudioError `state-conflict` */
  setValue(input: SetValueInput, action: string): Promise<VersionId>;
  /** All or nothing, over what is there. */
  setValues(input: SetValuesInput, action: string): Promise<readonly VersionId[]>;
  /** All or nothing; keys that do not exist are passed over. */
  deleteKeys(backend: string, bucket: string, keys: readonly string[], action: string): Promise<readonly VersionId[]>;
  /** In one step. Nobody is written over. @throws StudioError `state-not-found`, `state-conflict` */
  renameKey(input: RenameKeyInput, action: string): Promise<readonly VersionId[]>;
  /**
   * Puts back what was there before these versions, in one step, except where something newer was written since or the
   * old value has been pruned. @throws StudioError `state-conflict` when that leaves nothing to put back.
   */
  undo(versions: readonly VersionId[], action: string): Promise<UndoResult>;
  /**
   * Deletes every key of a backend (null: of every one in this store) and fills those with a seed again, in one step.
   * A seed is of a backend that is reset.
   */
  reset(backend: string | null, seeds: readonly Seed[], action: string): Promise<ResetResult>;
  /** As `undo`, for all versions of a range; `restored` may be nothing. */
  undoRange(range: VersionRange, action: string): Promise<RangeUndoResult>;
  /** Fills a backend unless that was done since it was new or reset; never over what somebody wrote. */
  applySeed(seed: Seed): Promise<SeedResult>;
  /** The containers of all blobstore backends, by backend and name. */
  containers(): Promise<readonly ContainerView[]>;
  /** @throws StudioError `state-not-found`, as all that names a container or an object */
  objects(query: ObjectQuery, signal?: AbortSignal): Promise<readonly ObjectView[]>;
  object(ref: ObjectRef): Promise<ObjectDetail>;
  changeContainer(input: ContainerChangeInput, action: string): Promise<readonly VersionId[]>;
  /** All or nothing; objects that do not exist are passed over. */
  deleteObjects(
    backend: string,
    container: string,
    names: readonly string[],
    action: string,
  ): Promise<readonly VersionId[]>;
  copyObject(input: CopyObjectInput, action: string): Promise<readonly VersionId[]>;
  /** Bytes for an object come in parts; `finishUpload` shows them all at once, `dropUpload` lets go of them. */
  beginUpload(): Promise<number>;
  uploadBytes(upload: number, bytes: Uint8Array): Promise<void>;
  /** The upload is over, also when it fails. @throws StudioError `state-conflict` */
  finishUpload(upload: number, input: FinishUploadInput): Promise<VersionId>;
  dropUpload(upload: number): Promise<void>;
  /** Versions of one key, newest first; those whose history was pruned are missing. */
  keyHistory(ref: KeyRef, limit: number): Promise<readonly ChangeView[]>;
  /** In the order asked; pruned ones are missing. */
  changes(versions: readonly VersionId[]): Promise<readonly ChangeView[]>;
  /** What an invocation wrote, in order. Looks only at versions since a moment: its start, or a little before. */
  changesOf(invocation: InvocationId, since: EpochMs, limit: number): Promise<readonly ChangeView[]>;
  /** The highest number of an invocation that state or audit names; 0: none. Reads all of them. After `openAudit`. */
  lastInvocation(): Promise<InvocationId>;
  /** Buckets with versions after `seq`, and where the sequence stands now. */
  changedSince(seq: VersionId): Promise<ChangedBuckets>;
  /** Applies the bounds to history, in steps that keep no guest waiting. */
  prune(bounds: HistoryBounds, signal?: AbortSignal): Promise<HistoryUsage>;
  usage(): Promise<HistoryUsage>;
  /** Keeps the values of this moment until the bookmark is removed. */
  addBookmark(name: string): Promise<BookmarkView>;
  bookmarks(): Promise<readonly BookmarkView[]>;
  removeBookmark(id: number): Promise<void>;
  /** Makes the audit ready for guests: before, nothing of it can be asked for. Once, and only of the store that is kept. */
  openAudit(): Promise<AuditOpened>;
  /** Committed when it resolves. Its id. */
  addToAudit(row: Omit<AuditView, "id">): Promise<number>;
  /** Newest first. */
  audit(query: AuditQuery): Promise<readonly AuditView[]>;
  auditAfter(id: number): Promise<AuditChange>;
  /** Ends the connection; the worker is of no more use. */
  close(): Promise<void>;
}

export interface UndoResult {
  readonly versions: readonly VersionId[];
  /** Keys left as they are. */
  readonly skipped: readonly KeyRef[];
}

/** What a backend begins with. */
export interface Seed {
  readonly backend: string;
  /** Of everything below. */
  readonly digest: Digest;
  /** No bucket twice, and no key twice in one. A container is made also where nothing is put into it. */
  readonly buckets: readonly {
    readonly kind: Exclude<BucketKind, "containers">;
    readonly name: string;
    readonly entries: readonly (readonly [key: string, value: Uint8Array])[];
  }[];
}

export interface SeedResult {
  /** Keys, objects and containers. */
  readonly written: number;
  /** The seed that filled the backend: this one, or an earlier one. */
  readonly applied: Digest;
}

export interface ResetResult {
  readonly deleted: number;
  readonly seeded: number;
  /** All versions it wrote; absent: none. */
  readonly step?: VersionRange;
}

export interface RangeUndoResult {
  readonly restored: number;
  /** Keys left as they are, the first of them. */
  readonly skipped: readonly KeyRef[];
  /** Further ones. */
  readonly more: number;
}

export interface AuditOpened {
  /** The id of the newest row; 0: there is none. */
  readonly newest: number;
  /** Where one that was damaged is kept. */
  readonly setAside?: string;
}

export interface AuditChange {
  readonly newest: number;
  /** Leaks, and gets that found nothing; oldest first, 1,000 at most. */
  readonly noteworthy: readonly AuditView[];
}

export interface ChangedBuckets {
  readonly seq: VersionId;
  readonly buckets: readonly ChangedBucket[];
}

export interface ChangedBucket {
  readonly backend: string;
  readonly kind: BucketKind;
  readonly bucket: string;
  /** Of a key-value bucket: a key that was written and that NATS would refuse, the first of them by name. */
  readonly oddKey?: string;
}

export interface HistoryBounds {
  readonly maxAgeMs: number;
  /** Of values that are not current any more, with a little for each version. */
  readonly maxBytes: number;
}

export interface HistoryUsage {
  /** All versions, the current ones included. */
  readonly versions: number;
  /** As bounded by `HistoryBounds.maxBytes`. */
  readonly bytes: number;
}

export interface BookmarkView {
  readonly id: number;
  readonly name: string;
  readonly at: EpochMs;
  readonly version: VersionId;
}

export const stateMethods = namesOf<StateApi>()(
  "buckets",
  "keys",
  "value",
  "readValue",
  "setValue",
  "setValues",
  "deleteKeys",
  "renameKey",
  "undo",
  "reset",
  "undoRange",
  "applySeed",
  "containers",
  "objects",
  "object",
  "changeContainer",
  "deleteObjects",
  "copyObject",
  "beginUpload",
  "uploadBytes",
  "finishUpload",
  "dropUpload",
  "keyHistory",
  "changes",
  "changesOf",
  "lastInvocation",
  "changedSince",
  "prune",
  "usage",
  "addBookmark",
  "bookmarks",
  "removeBookmark",
  "openAudit",
  "addToAudit",
  "audit",
  "auditAfter",
  "close",
);
