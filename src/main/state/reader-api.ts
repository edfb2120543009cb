import type { KeyQuery, KeyRef, SetValueInput } from "../../shared/contract.ts";
import type {
  BucketView,
  ChangeView,
  EpochMs,
  InvocationId,
  KeyView,
  ValueView,
  VersionId,
} from "../../shared/model.ts";
import { namesOf } from "../../shared/rpc.ts";

/** What the studio asks of the store; served by a worker, because none of it may hold up the studio's loop. */
export interface StateApi {
  /** Every bucket ever written to, by backend and name. */
  buckets(): Promise<readonly BucketView[]>;
  /** @throws StudioError `state-not-found` when there is no such bucket. */
  keys(query: KeyQuery, signal?: AbortSignal): Promise<readonly KeyView[]>;
  /** @throws StudioError `state-not-found` */
  value(ref: KeyRef): Promise<ValueView>;
  /** Up to `VALUE_CHUNK_BYTES` of one version's bytes from `offset`. @throws StudioError `state-not-found` */
  readValue(version: VersionId, offset: number): Promise<Uint8Array>;
  /** `action`: how history names what the person did. @throws StudioError `state-conflict` */
  setValue(input: SetValueInput, action: string): Promise<VersionId>;
  /** All or nothing; keys that do not exist are passed over. */
  deleteKeys(backend: string, bucket: string, keys: readonly string[], action: string): Promise<readonly VersionId[]>;
  /**
   * Puts back what was there before these versions, in one step, except where something newer was written since or the
   * old value has been pruned. @throws StudioError `state-conflict` when that leaves nothing to put back.
   */
  undo(versions: readonly VersionId[], action: string): Promise<UndoResult>;
  /** Versions of one key, newest first; those whose history was pruned are missing. */
  keyHistory(ref: KeyRef, limit: number): Promise<readonly ChangeView[]>;
  /** In the order asked; pruned ones are missing. */
  changes(versions: readonly VersionId[]): Promise<readonly ChangeView[]>;
  /** What an invocation wrote, in order. Looks only at versions since a moment: its start, or a little before. */
  changesOf(invocation: InvocationId, since: EpochMs, limit: number): Promise<readonly ChangeView[]>;
  /** Buckets with versions after `seq`, and where the sequence stands now. */
  changedSince(seq: VersionId): Promise<ChangedBuckets>;
  /** Applies the bounds to history, in steps that keep no guest waiting. */
  prune(bounds: HistoryBounds, signal?: AbortSignal): Promise<HistoryUsage>;
  usage(): Promise<HistoryUsage>;
  /** Keeps the values of this moment until the bookmark is removed. */
  addBookmark(name: string): Promise<BookmarkView>;
  bookmarks(): Promise<readonly BookmarkView[]>;
  removeBookmark(id: number): Promise<void>;
  /** Ends the connection; the worker is of no more use. */
  close(): Promise<void>;
}

export interface UndoResult {
  readonly versions: readonly VersionId[];
  /** Keys left as they are. */
  readonly skipped: readonly KeyRef[];
}

export interface ChangedBuckets {
  readonly seq: VersionId;
  readonly buckets: readonly { readonly backend: string; readonly bucket: string }[];
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
  "deleteKeys",
  "undo",
  "keyHistory",
  "changes",
  "changesOf",
  "changedSince",
  "prune",
  "usage",
  "addBookmark",
  "bookmarks",
  "removeBookmark",
  "close",
);
