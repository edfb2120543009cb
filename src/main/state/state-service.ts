import { setImmediate } from "node:timers/promises";

import type {
  ContainerChangeInput,
  ContainerView,
  CopyObjectInput,
  ObjectDetail,
  ObjectQuery,
  ObjectRef,
  ObjectView,
} from "../../shared/blob-model.ts";
import {
  type KeyQuery,
  type KeyRef,
  type RenameKeyInput,
  type SetValueInput,
  type SetValuesInput,
  VALUE_CHUNK_BYTES,
  type VersionRange,
} from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type {
  BucketKind,
  BucketView,
  ChangeView,
  EpochMs,
  InvocationId,
  KeyView,
  ValueView,
  VersionId,
  WriterView,
} from "../../shared/model.ts";
import { AuditService } from "./audit-service.ts";
import { BlobService, type FinishUploadInput } from "./blob-service.ts";
import { Bookmarks } from "./bookmarks.ts";
import { CHANGED_BUCKETS } from "./changed-buckets.ts";
import { Containers } from "./containers.ts";
import { ContentFolder } from "./content.ts";
import type { Database, Statement } from "./database.ts";
import { KeyEdits } from "./key-edits.ts";
import { KeyPages } from "./key-pages.ts";
import { Ledger } from "./ledger.ts";
import { naming, noBucket, notFound } from "./key-errors.ts";
import { openDatabase, type StoreOptions } from "./open-database.ts";
import type {
  BookmarkView,
  ChangedBuckets,
  HistoryBounds,
  HistoryUsage,
  RangeUndoResult,
  ResetResult,
  Seed,
  SeedResult,
  StateApi,
  UndoResult,
} from "./reader-api.ts";
import { Resets } from "./resets.ts";
import { Retention } from "./retention.ts";
import { statePaths } from "./state-folder.ts";
import { asStorageError } from "./storage-error.ts";
import { Sweep } from "./sweep.ts";
import { Totals } from "./totals.ts";
import { nothingToPutBack, undo } from "./undo.ts";
import { type VersionRow, Versions } from "./versions.ts";

/** How often a value may be replaced and pruned while it is being read, before that is a fault. */
const MAX_READS = 8;

/** The studio's side of the store: views, edits, and the upkeep of history. One for each store, in the host. */
export class StateService extends AuditService implements StateApi {
  readonly #db: Database;
  readonly #ledger: Ledger;
  readonly #versions: Versions;
  readonly #totals: Totals;
  readonly #pages: KeyPages;
  readonly #keyEdits: KeyEdits;
  readonly #retention: Retention;
  readonly #sweep: Sweep;
  readonly #bookmarks: Bookmarks;
  readonly #resets: Resets;
  readonly #containers: Containers;
  readonly #blobs: BlobService;
  readonly #changed: Statement<[backend: string, kind: BucketKind, bucket: string, odd: string | null]>;
  readonly #now: () => number;

  /** `now`: milliseconds since the epoch. @throws StudioError `store-newer`, `store-damaged`, `store-not-writable`. */
  constructor(options: StoreOptions, now: () => number = Date.now) {
    super(options, now);
    const paths = statePaths(options.folder);
    const db = openDatabase(paths, options);
    const content = new ContentFolder(paths.content);
    // There is one host: who wrote these is gone.
    content.removeUnfinished(Number.POSITIVE_INFINITY);
    this.#db = db;
    this.#now = now;
    this.#ledger = new Ledger(db, content, now);
    this.#versions = new Versions(db, content);
    this.#totals = new Totals(db);
    this.#pages = new KeyPages(db);
    this.#keyEdits = new KeyEdits(this.#ledger);
    this.#retention = new Retention(db, this.#totals);
    this.#sweep = new Sweep(db, content);
    this.#bookmarks = new Bookmarks(db);
    this.#containers = new Containers(this.#ledger);
    this.#resets = new Resets(db, this.#ledger, this.#containers);
    this.#blobs = new BlobService({
      ledger: this.#ledger,
      containers: this.#containers,
      versions: this.#versions,
      totals: this.#totals,
      pages: this.#pages,
    });
    this.#changed = db.prepare(CHANGED_BUCKETS);
  }

  async buckets(): Promise<readonly BucketView[]> {
    return guarded(() => this.#totals.buckets("keyvalue"));
  }

  async keys(query: KeyQuery, signal?: AbortSignal): Promise<readonly KeyView[]> {
    return this.#pages.read(this.#bucket(query.backend, query.bucket), query, signal);
  }

  async value(ref: KeyRef): Promise<ValueView> {
    return guarded(() => {
      for (let read = 0; read < MAX_READS; read++) {
        const row = this.#current(ref);
        if (row === undefined || row.size === null) throw notFound(ref);
        const bytes = this.#versions.part(row.seq, 0, VALUE_CHUNK_BYTES);
        if (bytes !== undefined) {
          return { key: ref.key, version: row.seq, size: row.size, bytes, at: row.at, writer: row.writer };
        }
      }
      throw new StudioError("state-not-found", `The value of ${naming(ref)} is missing from the store.`);
    });
  }

  async readValue(version: VersionId, offset: number): Promise<Uint8Array> {
    return guarded(() => {
      const bytes = this.#versions.part(version, offset, VALUE_CHUNK_BYTES);
      if (bytes !== undefined) return bytes;
      throw new StudioError("state-not-found", `Version ${version} is not kept any more, or is a deletion.`);
    });
  }

  async setValue(input: SetValueInput, action: string): Promise<VersionId> {
    return guarded(() => this.#keyEdits.set(input, action));
  }

  async setValues(input: SetValuesInput, action: string): Promise<readonly VersionId[]> {
    return guarded(() => this.#keyEdits.setAll(input, action));
  }

  async deleteKeys(
    backend: string,
    bucket: string,
    keys: readonly string[],
    action: string,
  ): Promise<readonly VersionId[]> {
    return guarded(() => this.#keyEdits.delete(backend, bucket, keys, action));
  }

  async renameKey(input: RenameKeyInput, action: string): Promise<readonly VersionId[]> {
    return guarded(() => this.#keyEdits.rename(input, action));
  }

  async undo(versions: readonly VersionId[], action: string): Promise<UndoResult> {
    return guarded(() => {
      const mark = this.#ledger.mark(person(action));
      const done = this.#db.immediate(() => undo(this.#ledger, this.#containers, this.#versions, versions, mark));
      if (done.versions.length !== 0 || versions.length === 0) return done;
      throw nothingToPutBack(done.skipped);
    });
  }

  async reset(backend: string | null, seeds: readonly Seed[], action: string): Promise<ResetResult> {
    return guarded(() => this.#resets.reset(backend, seeds, this.#ledger.mark(person(action))));
  }

  async undoRange(range: VersionRange, action: string): Promise<RangeUndoResult> {
    return guarded(() => this.#resets.undo(range, this.#ledger.mark(person(action))));
  }

  async applySeed(seed: Seed): Promise<SeedResult> {
    return guarded(() => this.#resets.seeds.apply(seed));
  }

  async containers(): Promise<readonly ContainerView[]> {
    return guarded(() => this.#blobs.containers());
  }

  objects(query: ObjectQuery, signal?: AbortSignal): Promise<readonly ObjectView[]> {
    return this.#blobs.objects(query, signal);
  }

  async object(ref: ObjectRef): Promise<ObjectDetail> {
    return this.#blobs.object(ref);
  }

  async changeContainer(input: ContainerChangeInput, action: string): Promise<readonly VersionId[]> {
    return this.#blobs.changeContainer(input, action);
  }

  async deleteObjects(
    backend: string,
    container: string,
    names: readonly string[],
    action: string,
  ): Promise<readonly VersionId[]> {
    return this.#blobs.deleteObjects(backend, container, names, action);
  }

  async copyObject(input: CopyObjectInput, action: string): Promise<readonly VersionId[]> {
    return this.#blobs.copyObject(input, action);
  }

  async beginUpload(): Promise<number> {
    return this.#blobs.beginUpload();
  }

  async uploadBytes(upload: number, bytes: Uint8Array): Promise<void> {
    this.#blobs.uploadBytes(upload, bytes);
  }

  async finishUpload(upload: number, input: FinishUploadInput): Promise<VersionId> {
    return this.#blobs.finishUpload(upload, input);
  }

  async dropUpload(upload: number): Promise<void> {
    this.#blobs.dropUpload(upload);
  }

  async keyHistory(ref: KeyRef, limit: number): Promise<readonly ChangeView[]> {
    return guarded(() =>
      this.#db.snapshot(() => {
        const history: ChangeView[] = [];
        let row = this.#current(ref);
        while (row !== undefined && history.length < limit) {
          history.push(this.#versions.change(row));
          row = this.#versions.row(row.prev);
        }
        return history;
      }),
    );
  }

  async changes(versions: readonly VersionId[]): Promise<readonly ChangeView[]> {
    return guarded(() => {
      const rows = versions.map((version) => this.#versions.row(version)).filter((row) => row !== undefined);
      return rows.map((row) => this.#versions.change(row));
    });
  }

  async changesOf(invocation: InvocationId, since: EpochMs, limit: number): Promise<readonly ChangeView[]> {
    return guarded(() =>
      this.#versions.ofInvocation(invocation, since, limit).map((row) => this.#versions.change(row)),
    );
  }

  async lastInvocation(): Promise<InvocationId> {
    return guarded(() => Math.max(this.#versions.lastInvocation(), this.lastAudited()));
  }

  async changedSince(seq: VersionId): Promise<ChangedBuckets> {
    return guarded(() => {
      const last = this.#versions.last();
      if (last <= seq) return { seq: last, buckets: [] };
      return {
        seq: last,
        buckets: this.#changed.all(seq, last).map(([backend, kind, bucket, odd]) => ({
          backend,
          kind,
          bucket,
          ...(odd === null || kind !== "keyvalue" ? {} : { oddKey: odd }),
        })),
      };
    });
  }

  async prune(bounds: HistoryBounds, signal?: AbortSignal): Promise<HistoryUsage> {
    while (guarded(() => this.#retention.step(bounds, this.#now()))) {
      await setImmediate();
      signal?.throwIfAborted();
    }
    guarded(() => this.#sweep.run(this.#now()));
    return this.usage();
  }

  async usage(): Promise<HistoryUsage> {
    return guarded(() => this.#retention.usage());
  }

  async addBookmark(name: string): Promise<BookmarkView> {
    return guarded(() => this.#bookmarks.add(name, this.#now()));
  }

  async bookmarks(): Promise<readonly BookmarkView[]> {
    return guarded(() => this.#bookmarks.all());
  }

  async removeBookmark(id: number): Promise<void> {
    guarded(() => this.#bookmarks.remove(id));
  }

  async close(): Promise<void> {
    this.closeAudit();
    this.#blobs.dropUploads();
    this.#db[Symbol.dispose]();
  }

  #bucket(backend: string, bucket: string): number {
    const id = this.#ledger.findBucket(backend, bucket);
    if (id !== undefined) return id;
    throw noBucket(backend, bucket);
  }

  /** The current version of a key, which may be a deletion. */
  #current(ref: KeyRef): VersionRow | undefined {
    const bucket = this.#ledger.findBucket(ref.backend, ref.bucket, ref.kind);
    const entry = bucket === undefined ? undefined : this.#ledger.entry(bucket, ref.key);
    return entry === undefined ? undefined : this.#versions.row(entry[0]);
  }
}

function person(action: string): WriterView {
  return { kind: "person", action };
}

function guarded<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw asStorageError(error);
  }
}
