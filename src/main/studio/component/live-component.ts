import { setImmediate as nextTurn } from "node:timers/promises";
import { StudioError, toErrorView } from "../../../shared/errors.ts";
import type { BuildView, ComponentState, ComponentSummary, Digest, ReloadView } from "../../../shared/model.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import type { Problems } from "../problems.ts";
import { PathWatcher } from "../watch/path-watcher.ts";
import { crashLoopProblem } from "./crash-loop-problem.ts";
import type { LinkedBuild } from "./linked-build.ts";
import { drainProblem, whyEnded } from "./replaced-build.ts";
import { type Artefact, readSettled, unreadable } from "./settle.ts";

/** How long calls of the old build may go on after a swap. */
const DRAIN_MS = 10_000;
const MAX_RELOADS = 20;

export interface LiveComponentOptions {
  readonly manifest: ComponentManifest;
  readonly watch: boolean;
  readonly problems: Problems;
  readonly now: () => number;
  /** Begins what linking will need, of an artefact that may still change; disposed when it was linked, or was not. */
  readonly prepare: (manifest: ComponentManifest, artefact: Artefact) => AsyncDisposable;
  /** Makes a build servable: transpiles, compiles, makes an instance. @throws StudioError when it does not link. */
  readonly link: (manifest: ComponentManifest, artefact: Artefact, signal: AbortSignal) => Promise<LinkedBuild>;
  readonly onChange: () => void;
}

/**
 * One component of the project over its builds. The newest artefact that links serves; one that does not leaves the
 * last good one in place. At most one link runs; an artefact that changes meanwhile supersedes it.
 */
export class LiveComponent implements AsyncDisposable {
  readonly #options: LiveComponentOptions;
  #manifest: ComponentManifest;
  #watcher: PathWatcher | undefined;
  readonly #reloads: ReloadView[] = [];
  readonly #retiring = new Map<LinkedBuild, Promise<void>>();
  #current: { readonly build: LinkedBuild; readonly view: BuildView } | undefined;
  #state: ComponentState = "waiting";
  /** While it waits: absent until somebody looked for the artefact. */
  #why: string | undefined;
  /** The artefact that was last looked at, good or bad, and what the project said of it then. */
  #seen: { readonly digest: Digest; readonly settings: number } | undefined;
  /** Grows whenever the same artefact has to be linked again. */
  #settings = 0;
  /** Why it has to be, since a build took over last. */
  #reasons: readonly string[] = [];
  /** The build that serves calls others that do not serve any more. */
  #outdated = false;
  #linking: AbortController | undefined;
  #linkingDigest: Digest | undefined;
  #looking = false;
  #loop: Promise<void> = Promise.resolve();
  /** Resolves with the first build. */
  readonly #serves = Promise.withResolvers<void>();
  #touched = false;
  #disposed = false;

  constructor(options: LiveComponentOptions) {
    this.#options = options;
    this.#manifest = options.manifest;
    this.#watcher = this.#watch();
  }

  get name(): string {
    return this.#manifest.name;
  }

  get manifest(): ComponentManifest {
    return this.#manifest;
  }

  /** @throws StudioError `component-not-ready`, saying why. */
  ready(): LinkedBuild {
    if (this.#current !== undefined) return this.#current.build;
    throw new StudioError(
      "component-not-ready",
      `The component ${this.name} is not ready: ${this.#why ?? "Nobody has looked for its artefact yet."}`,
      {
        details: { component: this.name, state: this.#state },
      },
    );
  }

  /** As `ready`, but waits for the first build while it is being read and linked. */
  async whenReady(): Promise<LinkedBuild> {
    // The loop looks once more when the file was touched meanwhile, which is nothing to wait for.
    if (this.#current === undefined) await Promise.race([this.#loop, this.#serves.promise]);
    if (this.#outdated) await this.#loop;
    return this.ready();
  }

  /** Resolves when its artefact was looked at once. */
  async firstLook(): Promise<void> {
    if (this.#current === undefined) await this.#loop;
  }

  /** What it calls has changed. Who asks for the build now waits for one that is linked again. */
  relink(reason: string): void {
    this.#reasons = [...new Set([...this.#reasons, reason])];
    this.#outdated = true;
    this.#touch(true);
  }

  get build(): LinkedBuild | undefined {
    return this.#current?.build;
  }

  summary(): ComponentSummary {
    const crashLoop = this.#current?.build.crashes.view;
    return {
      name: this.name,
      state: this.#state,
      ...(this.#why === undefined ? {} : { why: this.#why }),
      ...(this.#current === undefined ? {} : { build: this.#current.view }),
      ...(crashLoop === undefined ? {} : { crashLoop }),
    };
  }

  get reloads(): readonly ReloadView[] {
    return this.#reloads;
  }

  /**
   * Reads the artefact and links it if it is new, or anyway. Resolves when it serves or was refused. A crash loop ends
   * with what takes over: what waits for its end must not go to the build that is being replaced.
   */
  async load(force: boolean): Promise<void> {
    this.#touch(force);
    await this.#loop;
  }

  /**
   * The project file says something else of this component. `reasons`: keys for which its artefact has to be linked
   * again; the build that serves goes on until that is done, and its running calls as at any reload.
   */
  change(manifest: ComponentManifest, reasons: readonly string[]): void {
    const moved = manifest.wasm !== this.#manifest.wasm;
    this.#manifest = manifest;
    if (moved) {
      void this.#watcher?.[Symbol.asyncDispose]();
      this.#watcher = this.#watch();
    }
    if (reasons.length === 0) {
      if (moved) this.#touch(false);
      return;
    }
    this.#reasons = [...new Set([...this.#reasons, ...reasons])];
    const linking = this.#linking;
    this.#touch(true);
    // It would take over with what the project said before.
    linking?.abort();
  }

  /** It is no part of the project any more: running calls come to their end, or are ended after a while. */
  async leave(): Promise<void> {
    this.#linking?.abort();
    await this.#watcher?.[Symbol.asyncDispose]();
    await this.#current?.build.pool.drain(DRAIN_MS);
    await this[Symbol.asyncDispose]();
    this.#options.problems.clear(`component:${this.name}:`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    this.#linking?.abort();
    await this.#watcher?.[Symbol.asyncDispose]();
    await this.#loop;
    const builds = [...this.#retiring.keys(), ...(this.#current === undefined ? [] : [this.#current.build])];
    await Promise.all(builds.map(({ pool }) => pool[Symbol.asyncDispose]()));
    await Promise.all(this.#retiring.values());
  }

  #watch(): PathWatcher | undefined {
    return this.#options.watch ? new PathWatcher(this.#manifest.wasm, () => this.#touch(false)) : undefined;
  }

  #touch(force: boolean): void {
    if (this.#disposed) return;
    if (force) this.#settings += 1;
    const idle = !this.#touched && this.#linking === undefined;
    this.#touched = true;
    if (idle) this.#loop = this.#loop.then(() => this.#settleAll());
    else void this.#supersede();
  }

  /** Gives up the link under way when the artefact has become another one meanwhile; a mere touch does not. */
  async #supersede(): Promise<void> {
    const linking = this.#linking;
    if (linking === undefined || this.#looking) return;
    this.#looking = true;
    try {
      const artefact = await readSettled(this.#manifest.wasm, linking.signal);
      // While it is still being read there is nothing to give up: the loop looks again anyway.
      const under = this.#linking === linking ? this.#linkingDigest : undefined;
      if (artefact !== undefined && under !== undefined && artefact.digest !== under) linking.abort();
    } catch {
      // Gone or unreadable: the look after this link says so.
    } finally {
      this.#looking = false;
    }
  }

  /** Looks until nothing changed any more. */
  async #settleAll(): Promise<void> {
    while (this.#touched && !this.#disposed) {
      this.#touched = false;
      this.#linkingDigest = undefined;
      const linking = new AbortController();
      this.#linking = linking;
      try {
        await this.#settleOnce(linking.signal);
      } catch (error) {
        if (!linking.signal.aborted) throw error;
      } finally {
        this.#linking = undefined;
      }
    }
    this.#outdated = false;
  }

  async #settleOnce(signal: AbortSignal): Promise<void> {
    const started = performance.now();
    const settings = this.#settings;
    const manifest = this.#manifest;
    const { wasm } = manifest;
    let artefact: Artefact | undefined;
    await using prepared = new AsyncDisposableStack();
    try {
      artefact = await readSettled(wasm, signal, (early) => {
        if (early.digest !== this.#seen?.digest) prepared.use(this.#options.prepare(manifest, early));
      });
    } catch (error) {
      signal.throwIfAborted();
      return this.#refuse(undefined, started, unreadable(wasm, error));
    }
    if (artefact === undefined) return this.#missing(wasm);
    const { digest } = artefact;
    if (digest === this.#seen?.digest && settings === this.#seen.settings) return;
    this.#linkingDigest = digest;
    const before = { state: this.#state, why: this.#why };
    this.#become("linking", "Reading, transpiling and instantiating the new build.");
    try {
      const build = await this.#options.link(manifest, artefact, signal);
      this.#seen = { digest, settings };
      this.#swap(build, started);
    } catch (error) {
      if (signal.aborted) {
        this.#note({ outcome: "superseded", digest }, started);
        // What took its place may be what serves already, and then nothing more is linked.
        this.#become(before.state, before.why);
        throw error;
      }
      this.#seen = { digest, settings };
      this.#refuse(digest, started, error);
    }
  }

  #missing(wasm: string): void {
    this.#seen = undefined;
    this.#options.problems.clear(this.#problemId("link"));
    const why = `There is no ${wasm}. Build the component, or correct the path in the project file.`;
    this.#become(
      this.#current === undefined ? "waiting" : "stale",
      this.#current === undefined ? why : `The artefact is gone; the last good build serves. ${why}`,
    );
  }

  #swap(build: LinkedBuild, started: number): void {
    const previous = this.#current;
    const linkMs = performance.now() - started;
    const { digest, size, wrapped } = build;
    this.#current = {
      build,
      view: { digest, size, since: this.#options.now(), linkMs, ...(wrapped === undefined ? {} : { wrapped }) },
    };
    this.#options.problems.clear(this.#problemId("link"));
    this.#options.problems.replace(this.#problemId("build"), build.problems);
    this.#note(
      {
        outcome: "swapped",
        digest,
        ...(previous === undefined
          ? {}
          : { previous: previous.view.digest, changes: [...this.#changed(), ...build.changesSince(previous.build)] }),
      },
      started,
    );
    this.#reasons = [];
    this.#options.problems.clear(this.#problemId("crash-loop"));
    this.#options.problems.clear(this.#problemId("bucket"));
    build.crashes.onChange(() => this.#tellCrashes(build));
    this.#become("ready", undefined);
    this.#serves.resolve();
    if (previous !== undefined) this.#retire(previous.build, build);
  }

  /** What the project file has to do with a new build. */
  #changed(): readonly string[] {
    return this.#reasons.length === 0 ? [] : [`the project changed ${this.#reasons.join(", ")}`];
  }

  /** Its calls fail again and again, or do so no more. */
  #tellCrashes(build: LinkedBuild): void {
    if (this.#current?.build !== build) return;
    const id = this.#problemId("crash-loop");
    const { view } = build.crashes;
    if (view === undefined) this.#options.problems.clear(id);
    else this.#options.problems.report(crashLoopProblem(id, this.name, view));
    this.#options.onChange();
  }

  /** Lets running calls of a replaced build come to their end, then ends its workers. */
  #retire(build: LinkedBuild, next: LinkedBuild): void {
    const replacedAt = this.#options.now();
    const retiring = (async () => {
      // Whoever was just given this build has to come to ask it for a worker.
      await nextTurn();
      const drained = await build.pool.drain(DRAIN_MS);
      const replaced = { component: this.name, digest: build.digest, next: next.digest, drainMs: DRAIN_MS };
      if (!drained) {
        this.#options.problems.report(drainProblem(`${this.#problemId("drain")}${build.digest}`, replaced));
      }
      await build.pool.close(whyEnded(replaced, replacedAt));
    })();
    this.#retiring.set(build, retiring);
    void retiring.finally(() => this.#retiring.delete(build));
  }

  #refuse(digest: Digest | undefined, started: number, error: unknown): void {
    const { message } = toErrorView(error);
    this.#note({ outcome: "failed", error: message, ...(digest === undefined ? {} : { digest }) }, started);
    const sameBytes = digest !== undefined && digest === this.#current?.view.digest;
    const serves = this.#current?.build.crashes.view === undefined ? "serves" : "stays paused, in its crash loop";
    this.#options.problems.report({
      id: this.#problemId("link"),
      severity: "error",
      title:
        this.#current === undefined
          ? `${this.name} cannot be used`
          : sameBytes && this.#reasons.length > 0
            ? `${this.name}: what the project says of it now cannot be used (${this.#reasons.join(", ")}), it ${serves} as before`
            : `${this.name}: the new build cannot be used, the last good one ${serves}`,
      detail: message,
      component: this.name,
      location: this.#manifest.wasm,
    });
    this.#become(this.#current === undefined ? "failed" : "stale", message);
  }

  #note(reload: Partial<ReloadView> & Pick<ReloadView, "outcome">, started: number): void {
    this.#reloads.unshift({ at: this.#options.now(), durationMs: performance.now() - started, changes: [], ...reload });
    this.#reloads.length = Math.min(this.#reloads.length, MAX_RELOADS);
  }

  #become(state: ComponentState, why: string | undefined): void {
    if (this.#state === state && this.#why === why) return;
    this.#state = state;
    this.#why = why;
    this.#options.onChange();
  }

  #problemId(kind: string): string {
    return `component:${this.name}:${kind}:`;
  }
}
