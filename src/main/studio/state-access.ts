import { statSync } from "node:fs";

import type {
  KeyQuery,
  KeyRef,
  RenameKeyInput,
  SetValueInput,
  SetValuesInput,
  UndoReply,
  VersionRange,
} from "../../shared/contract.ts";
import type {
  AuditQuery,
  AuditView,
  BucketView,
  ChangeView,
  EpochMs,
  InvocationId,
  KeyView,
  ValueView,
  VersionId,
} from "../../shared/model.ts";
import type { ChangedBuckets, HistoryBounds, ResetResult, Seed, SeedResult, StateApi } from "../state/reader-api.ts";
import { openStateReader, type StateReader } from "../state/reader.ts";
import { statePaths } from "../state/state-folder.ts";
import { isThrowAwayVersion, outsideRange, outsideVersion } from "../state/throw-away-versions.ts";
import { removeThrowAway, throwAwayFolder } from "../state/throw-away.ts";
import { nothingToPutBack } from "../state/undo.ts";

type Api = Omit<StateApi, "close">;

export interface StateAccessOptions {
  readonly entry: URL;
  readonly folder: string;
  readonly networkFileSystem: boolean;
  /** Backends with `persist: false`. */
  readonly throwAwayBackends: ReadonlySet<string>;
}

/** What invocations write in one go that a view shows; more are counted by the journal. */
const MAX_CHANGES = 1_000;
/** History of values: older or more than this is forgotten, the current values never. */
const HISTORY: HistoryBounds = { maxAgeMs: 30 * 24 * 60 * 60 * 1000, maxBytes: 512 * 1024 * 1024 };
const PRUNE_EVERY_MS = 10 * 60 * 1000;

/** The project's state for people: the durable store and, where a backend asks for it, the throw-away one. */
export class StateAccess implements AsyncDisposable {
  readonly #options: StateAccessOptions;
  readonly #kept: StateReader;
  #thrownAway: StateReader | undefined;
  #throwAwayBackends: ReadonlySet<string>;
  readonly #seen = { kept: 0, thrownAway: 0 };
  readonly #pruning: NodeJS.Timeout;
  readonly #identity: string | undefined;

  /** @throws StudioError `store-newer`, `store-damaged`, `store-not-writable` */
  static async open(options: StateAccessOptions): Promise<StateAccess> {
    const { entry, folder, networkFileSystem } = options;
    removeThrowAway(folder);
    const kept = await openStateReader(entry, { folder, networkFileSystem, persist: true });
    try {
      const thrownAway =
        options.throwAwayBackends.size === 0
          ? undefined
          : await openStateReader(entry, { folder: throwAwayFolder(folder), networkFileSystem, persist: false });
      return new StateAccess(options, kept, thrownAway);
    } catch (error) {
      await kept[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(options: StateAccessOptions, kept: StateReader, thrownAway: StateReader | undefined) {
    this.#options = options;
    this.#kept = kept;
    this.#thrownAway = thrownAway;
    this.#throwAwayBackends = options.throwAwayBackends;
    this.#identity = fileIdentity(statePaths(options.folder).database);
    this.#pruning = setInterval(() => void this.#prune(), PRUNE_EVERY_MS).unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#pruning);
    await this.#kept[Symbol.asyncDispose]();
    await this.#thrownAway?.[Symbol.asyncDispose]();
    removeThrowAway(this.#options.folder);
  }

  /** From now on these backends are the ones with `persist: false`. What the others hold stays where it is. */
  async changeThrowAwayBackends(backends: ReadonlySet<string>): Promise<void> {
    const { entry, folder, networkFileSystem } = this.#options;
    if (backends.size > 0) {
      this.#thrownAway ??= await openStateReader(entry, {
        folder: throwAwayFolder(folder),
        networkFileSystem,
        persist: false,
      });
    }
    this.#throwAwayBackends = backends;
  }

  async buckets(): Promise<readonly BucketView[]> {
    const [kept, thrownAway] = await Promise.all([this.#kept.api.buckets(), this.#thrownAway?.api.buckets() ?? []]);
    return [...kept, ...thrownAway];
  }

  async keys(query: KeyQuery, signal?: AbortSignal): Promise<readonly KeyView[]> {
    const { api, outside } = this.sideOf(query.backend);
    const keys = await (signal === undefined ? api.keys(query) : api.keys(query, signal));
    return keys.map((key) => ({ ...key, version: outside(key.version) }));
  }

  async value(ref: KeyRef): Promise<ValueView> {
    const { api, outside } = this.sideOf(ref.backend);
    const value = await api.value(ref);
    return { ...value, version: outside(value.version) };
  }

  readValue(version: VersionId, offset: number): Promise<Uint8Array> {
    const { api, inside } = this.#holding(version);
    return api.readValue(inside(version), offset);
  }

  async setValue(input: SetValueInput): Promise<VersionId> {
    const { api, outside, inside } = this.sideOf(input.backend);
    const expected = input.expected === undefined ? {} : { expected: inside(input.expected) };
    return outside(await api.setValue({ ...input, ...expected }, "edited"));
  }

  async setValues(input: SetValuesInput): Promise<readonly VersionId[]> {
    const { api, outside } = this.sideOf(input.backend);
    return (await api.setValues(input, "imported")).map(outside);
  }

  async deleteKeys(backend: string, bucket: string, keys: readonly string[]): Promise<readonly VersionId[]> {
    const { api, outside } = this.sideOf(backend);
    return (await api.deleteKeys(backend, bucket, keys, "deleted")).map(outside);
  }

  async renameKey(input: RenameKeyInput): Promise<readonly VersionId[]> {
    const { api, outside, inside } = this.sideOf(input.backend);
    const expected = input.expected === undefined ? {} : { expected: inside(input.expected) };
    return (await api.renameKey({ ...input, ...expected }, "renamed")).map(outside);
  }

  async undo(versions: readonly VersionId[]): Promise<UndoReply> {
    const thrownAway = versions.filter(isThrowAwayVersion).map(outsideVersion);
    const kept = versions.filter((version) => !isThrowAwayVersion(version));
    const first = kept.length === 0 ? undefined : await this.#kept.api.undo(kept, "undone");
    const second = thrownAway.length === 0 ? undefined : await this.#thrownAway?.api.undo(thrownAway, "undone");
    const written = [...(first?.versions ?? []), ...(second?.versions ?? []).map(outsideVersion)];
    return {
      restored: written.length,
      skipped: [...(first?.skipped ?? []), ...(second?.skipped ?? [])],
      versions: written,
    };
  }

  /** Empties a backend, or every one, and fills it from the seed given for it; one step in each store. */
  async reset(backend: string | undefined, seeds: readonly Seed[]): Promise<StateReset> {
    const action = "reset";
    const done: (ResetResult | undefined)[] = [];
    if (backend === undefined) {
      const isThrownAway = (seed: Seed) => this.#isThrownAway(seed.backend);
      const kept = seeds.filter((seed) => !isThrownAway(seed));
      done.push(await this.#kept.api.reset(null, kept, action));
      const result = await this.#thrownAway?.api.reset(null, seeds.filter(isThrownAway), action);
      done.push(result && mirroredReset(result));
    } else {
      const result = await this.sideOf(backend).api.reset(backend, seeds, action);
      done.push(this.#isThrownAway(backend) ? mirroredReset(result) : result);
    }
    // What a reset replaced stays at least until the next turn, however large it is: so long can it be undone.
    this.#pruning.refresh();
    const results = done.filter((result) => result !== undefined);
    return {
      deleted: results.reduce((sum, { deleted }) => sum + deleted, 0),
      seeded: results.reduce((sum, { seeded }) => sum + seeded, 0),
      steps: results.flatMap(({ step }) => step ?? []),
    };
  }

  /** @throws StudioError `state-conflict` when that leaves nothing to put back */
  async undoReset(steps: readonly VersionRange[]): Promise<UndoReply> {
    const undone = [];
    for (const step of steps) {
      const { api, insideRange } = this.#holding(step.first);
      undone.push(await api.undoRange(insideRange(step), "undone"));
    }
    const reply = {
      restored: undone.reduce((sum, { restored }) => sum + restored, 0),
      skipped: undone.flatMap(({ skipped }) => skipped),
      more: undone.reduce((sum, { more }) => sum + more, 0),
    };
    if (reply.restored === 0 && reply.skipped.length > 0) throw nothingToPutBack(reply.skipped);
    return reply;
  }

  /** Fills a backend that was not filled since it was new or reset. */
  applySeed(seed: Seed): Promise<SeedResult> {
    return this.sideOf(seed.backend).api.applySeed(seed);
  }

  async keyHistory(ref: KeyRef, limit: number): Promise<readonly ChangeView[]> {
    const { api, outside } = this.sideOf(ref.backend);
    return (await api.keyHistory(ref, limit)).map((change) => ({ ...change, version: outside(change.version) }));
  }

  /** What an invocation wrote, in order; `since` is when it began, or a little before. */
  async changesOf(invocation: InvocationId, since: EpochMs): Promise<readonly ChangeView[]> {
    const kept = await this.#kept.api.changesOf(invocation, since, MAX_CHANGES);
    const thrownAway = (await this.#thrownAway?.api.changesOf(invocation, since, MAX_CHANGES)) ?? [];
    return [...kept, ...thrownAway.map((change) => ({ ...change, version: outsideVersion(change.version) }))].toSorted(
      (a, b) => a.at - b.at,
    );
  }

  /** The file of the durable store, when it is not the one any more that was opened: systems let open files be deleted. */
  whyGone(): string | undefined {
    const { database } = statePaths(this.#options.folder);
    return fileIdentity(database) === this.#identity ? undefined : database;
  }

  /** Buckets of every kind written to since the last call. */
  async news(): Promise<ChangedBuckets["buckets"]> {
    const kept = await this.#kept.api.changedSince(this.#seen.kept);
    this.#seen.kept = kept.seq;
    const thrownAway = await this.#thrownAway?.api.changedSince(this.#seen.thrownAway);
    if (thrownAway === undefined) return kept.buckets;
    this.#seen.thrownAway = thrownAway.seq;
    return [...kept.buckets, ...thrownAway.buckets];
  }

  /** The audit of the project, which is no part of its state. Once, before anything else of it. */
  openAudit() {
    return this.#kept.api.openAudit();
  }

  /** The highest number of an invocation that state or audit names; 0: none. After `openAudit`. */
  lastInvocation(): Promise<InvocationId> {
    return this.#kept.api.lastInvocation();
  }

  addToAudit(row: Omit<AuditView, "id">): Promise<number> {
    return this.#kept.api.addToAudit(row);
  }

  audit(query: AuditQuery): Promise<readonly AuditView[]> {
    return this.#kept.api.audit(query);
  }

  auditAfter(id: number) {
    return this.#kept.api.auditAfter(id);
  }

  async #prune(): Promise<void> {
    try {
      await this.#kept.api.prune(HISTORY);
      await this.#thrownAway?.api.prune(HISTORY);
    } catch {
      // A full disk or a busy store: nothing is lost, and the next turn tries again.
    }
  }

  /** Every store there is. */
  sides(): readonly StateSide[] {
    const kept = { api: this.#kept.api, ...same };
    return this.#thrownAway === undefined ? [kept] : [kept, { api: this.#thrownAway.api, ...mirrored }];
  }

  /** The store that a backend is in. */
  sideOf(backend: string): StateSide {
    const thrownAway = this.#isThrownAway(backend) ? this.#thrownAway : undefined;
    return thrownAway === undefined ? { api: this.#kept.api, ...same } : { api: thrownAway.api, ...mirrored };
  }

  #isThrownAway(backend: string): boolean {
    return this.#throwAwayBackends.has(backend);
  }

  #holding(version: VersionId): StateSide {
    return isThrowAwayVersion(version) && this.#thrownAway !== undefined
      ? { api: this.#thrownAway.api, ...mirrored }
      : { api: this.#kept.api, ...same };
  }
}

/** Undefined: there is no such file, or nobody may look. */
function fileIdentity(path: string): string | undefined {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? undefined : `${found.dev}:${found.ino}`;
  } catch {
    return undefined;
  }
}

export interface StateReset extends Omit<ResetResult, "step"> {
  readonly steps: readonly VersionRange[];
}

/** One of the two stores, and how its versions are called outside. */
export interface StateSide {
  readonly api: Api;
  readonly outside: (version: VersionId) => VersionId;
  readonly inside: (version: VersionId) => VersionId;
  readonly insideRange: (range: VersionRange) => VersionRange;
}

const same = {
  outside: (version: VersionId) => version,
  inside: (version: VersionId) => version,
  insideRange: (range: VersionRange) => range,
};
const mirrored = { outside: outsideVersion, inside: outsideVersion, insideRange: outsideRange };

function mirroredReset(result: ResetResult): ResetResult {
  return result.step === undefined ? result : { ...result, step: outsideRange(result.step) };
}
