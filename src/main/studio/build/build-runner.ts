import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { StudioError } from "../../../shared/errors.ts";
import type { BuildCause, BuildOutputView, BuildPrinted, BuildRunState, BuildRunView } from "../../../shared/model.ts";
import type { BuildManifest, ComponentManifest } from "../project/manifest.ts";
import type { ProblemReport } from "../problems.ts";
import { buildFailed, buildLoops, sourcesPolled } from "./build-problems.ts";
import { commandText } from "./command-text.ts";
import { BuildOutput } from "./build-output.ts";
import { type BuildEnd, BuildProcess } from "./build-process.ts";
import { describeEnd, stateOf } from "./describe-end.ts";
import { LoopDetector } from "./loop-detector.ts";
import type { SourceFilter } from "./source-filter.ts";
import type { SourceChange } from "./source-tree.ts";
import { SourceWatcher } from "./source-watcher.ts";

export interface BuildRunnerOptions {
  readonly component: ComponentManifest & { readonly build: BuildManifest };
  readonly filter: SourceFilter;
  /** With what the manifest sets for this build. */
  readonly env: NodeJS.ProcessEnv;
  /** False: built only when asked. */
  readonly watch: boolean;
  readonly isOnNetwork: boolean;
  readonly isTrusted: () => boolean;
  readonly problems: { report(problem: ProblemReport): void; clear(prefix: string): void };
  readonly now: () => number;
  readonly onChange: (view: BuildRunView) => void;
  readonly onPrinted: (printed: BuildPrinted) => void;
}

/** Why a run starts. `own`: for nothing but what the run before it wrote. */
interface Request {
  readonly cause: BuildCause;
  readonly own: boolean;
}

const FILES_NAMED = 5;

/**
 * Runs the build command of one component: when its sources change, or when asked. At most one run at a time; what
 * changes meanwhile makes one more run afterwards.
 *
 * | while                | sources change    | build()             | cancel()                 | trust is given |
 * |----------------------|-------------------|---------------------|--------------------------|----------------|
 * | not running          | a run starts      | a run starts        | nothing                  | nothing        |
 * | running              | one more after it | one more after it   | it ends, and none follow | nothing        |
 * | waiting-for-trust    | stays             | folder-not-trusted  | nothing                  | a run starts   |
 */
export class BuildRunner implements AsyncDisposable {
  #options: BuildRunnerOptions;
  #watcher: SourceWatcher | undefined;
  readonly #loops = new LoopDetector();
  #state: BuildRunState = "idle";
  #run = 0;
  #last: Pick<BuildRunView, "cause" | "startedAt" | "durationMs" | "exitCode" | "signal" | "why"> = {};
  #output = new BuildOutput(() => undefined);
  #next: Request | undefined;
  #process: BuildProcess | undefined;
  #running = false;
  #cancelling = false;
  #during: SourceChange[] = [];
  #behind = false;
  #loop: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(options: BuildRunnerOptions) {
    this.#options = options;
    if (options.watch) this.#watcher = this.#watch();
  }

  get name(): string {
    return this.#options.component.name;
  }

  /** Resolves when sources are watched, and the first run, if there is a need for one, has been decided on. */
  async start(): Promise<void> {
    await this.#watcher?.ready;
    this.#decide(this.#whyOutdated());
  }

  /** The project file says something else of this build. A run under way goes on as it began; the next one heeds it. */
  async change({ component, filter, env }: Pick<BuildRunnerOptions, "component" | "filter" | "env">): Promise<void> {
    const before = this.#options;
    this.#options = { ...before, component, filter, env };
    if (this.#disposed) return;
    if (filter !== before.filter || component.watch.debounceMs !== before.component.watch.debounceMs) {
      const previous = this.#watcher;
      if (previous !== undefined) this.#watcher = this.#watch();
      await previous?.[Symbol.asyncDispose]();
      await this.#watcher?.ready;
    }
    const { build } = component;
    const old = before.component.build;
    const other = !isDeepStrictEqual([build.command, build.env], [old.command, old.env]);
    // Without watching nothing is built unasked; and a run under way makes what seems to be missing.
    if (!before.watch || (this.#running && !other)) return this.#tell();
    this.#decide(other ? "its build command is another one now" : this.#whyOutdated());
  }

  /** Whether a run is needed; `why` it seems to be. */
  #decide(why: string | undefined): void {
    if (this.#disposed) return;
    if (why !== undefined) this.#behind = true;
    if (!this.#options.isTrusted()) this.#become("waiting-for-trust");
    else if (why !== undefined && this.#options.component.build.onSave) this.#request({ kind: "artefact", why });
    else this.#tell();
  }

  /** To be called when the folder has been trusted. */
  trusted(): void {
    if (this.#state !== "waiting-for-trust" || !this.#options.isTrusted()) return;
    this.#become("idle");
    const why = this.#behind ? (this.#whyOutdated() ?? "its sources changed") : undefined;
    if (why !== undefined) this.#request({ kind: "artefact", why });
  }

  /**
   * Runs the command, after the run under way if there is one. Resolves when that run ended, however it did.
   * @throws StudioError `folder-not-trusted`
   */
  async build(): Promise<BuildRunView> {
    if (!this.#options.isTrusted()) {
      throw new StudioError(
        "folder-not-trusted",
        `The build command of ${this.name} is not run: the project's folder is not trusted yet. Read the command, then trust the folder: ${this.view().command}`,
        { details: { component: this.name } },
      );
    }
    this.#request({ kind: "person" });
    await this.#loop;
    return this.view();
  }

  /** Ends the run under way with everything it started, and starts none after it. */
  async cancel(): Promise<void> {
    if (!this.#running) return;
    this.#next = undefined;
    this.#cancelling = true;
    this.#process?.cancel();
    await this.#loop;
  }

  view(): BuildRunView {
    const { component } = this.#options;
    const { command } = component.build;
    return {
      component: component.name,
      state: this.#state,
      command: commandText(command),
      folder: component.root,
      run: this.#run,
      ...this.#last,
      ...(this.#state === "waiting-for-trust"
        ? { why: "The folder is not trusted yet, so its build command is not run." }
        : {}),
      behind: this.#behind,
      outputBytes: this.#output.total,
      tail: this.#output.tail(),
      watching: this.#watcher?.mode ?? "off",
      ignored: this.#loops.ignored,
    };
  }

  output(): BuildOutputView {
    // What is told before this answer is in it; what comes after is not.
    this.#output.pass();
    return { run: this.#run, ...this.#output.kept() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await this.cancel();
    await this.#watcher?.[Symbol.asyncDispose]();
  }

  #watch(): SourceWatcher {
    const { component, filter, isOnNetwork, problems } = this.#options;
    return new SourceWatcher({
      filter,
      debounceMs: component.watch.debounceMs,
      isOnNetwork,
      onChanged: (changes) => this.#changed(changes),
      onPolling: (why) => {
        problems.report(sourcesPolled(component, why));
        // The constructor of the watcher may find out, before there is anything to show.
        if (this.#watcher !== undefined) this.#tell();
      },
    });
  }

  #changed(changes: readonly SourceChange[]): void {
    if (this.#disposed) return;
    if (this.#running) {
      // What they mean is known when the run is over.
      this.#during.push(...changes);
      if (!changes.some(({ path }) => !this.#loops.isIgnored(path)) || this.#behind) return;
      this.#behind = true;
      return this.#tell();
    }
    this.#behind = true;
    if (this.#state === "waiting-for-trust" || !this.#options.component.build.onSave) return this.#tell();
    this.#request(causeOf(changes));
  }

  #request(cause: BuildCause, own = false): void {
    if (this.#disposed) return;
    // A person's word is not lost to a change that comes after it.
    if (this.#next?.cause.kind !== "person") this.#next = { cause, own };
    if (!this.#running) {
      this.#running = true;
      this.#cancelling = false;
      this.#loop = this.#runAll();
    }
  }

  async #runAll(): Promise<void> {
    try {
      for (let request = this.#take(); request !== undefined; request = this.#take()) await this.#runOnce(request);
    } finally {
      this.#running = false;
    }
  }

  #take(): Request | undefined {
    const next = this.#next;
    this.#next = undefined;
    return this.#disposed || this.#cancelling ? undefined : next;
  }

  async #runOnce({ cause, own }: Request): Promise<void> {
    const { component, env, now } = this.#options;
    // Everything up to here is part of this run, and no reason for another.
    await this.#watcher?.look();
    if (this.#disposed || this.#cancelling) return;
    this.#during = [];
    this.#behind = false;
    this.#run += 1;
    const run = this.#run;
    const began = performance.now();
    this.#last = { cause, startedAt: now() };
    using output = new BuildOutput((bytes, skipped) =>
      this.#options.onPrinted({ component: this.name, run, bytes, skipped }),
    );
    this.#output = output;
    makeFolderFor(component.wasm);
    this.#process = new BuildProcess({
      command: component.build.command,
      cwd: component.root,
      env,
      timeoutMs: component.build.timeoutMs,
      onOutput: (bytes) => output.add(bytes),
    });
    this.#become("running");
    const end = await this.#process.ended;
    this.#process = undefined;
    output.pass();
    const durationMs = performance.now() - began;
    this.#during.push(...((await this.#watcher?.look()) ?? []));
    this.#last = { ...this.#last, durationMs, ...describeEnd(end, component.build) };
    this.#afterRun(end, own);
  }

  #afterRun(end: BuildEnd, own: boolean): void {
    const { component, problems } = this.#options;
    // A run that was cut short says nothing about what a whole one writes.
    const whole = end.kind === "exited" || end.kind === "signalled";
    const verdict = whole
      ? this.#loops.judge(this.#during, own)
      : { rebuild: this.#during.filter(({ path }) => !this.#loops.isIgnored(path)), found: [], cleared: [] };
    for (const pattern of verdict.found) problems.report(buildLoops(component, this.#options.filter.exclude, pattern));
    for (const pattern of verdict.cleared) problems.clear(buildLoops(component, [], pattern).id);
    this.#behind = verdict.rebuild.length > 0;
    const state = stateOf(end);
    if (state === "ok") problems.clear(buildFailed(this.view()).id);
    else if (state !== "cancelled") problems.report(buildFailed({ ...this.view(), state }));
    if (verdict.rebuild.length > 0 && component.build.onSave && state !== "cancelled") {
      this.#request(causeOf(verdict.rebuild), true);
    }
    this.#become(state);
  }

  /** Why the artefact is not what the sources make; undefined when it seems to be. */
  #whyOutdated(): string | undefined {
    const { wasm } = this.#options.component;
    const artefact = statSync(wasm, { throwIfNoEntry: false });
    if (artefact === undefined) return `there is no ${wasm} yet`;
    const newest = this.#watcher?.newest ?? 0;
    return newest > artefact.mtimeMs ? "sources are newer than the artefact" : undefined;
  }

  #become(state: BuildRunState): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    this.#options.onChange(this.view());
  }
}

/** Compilers write no artefact into a folder that a clean build or a fresh clone does not have; wash makes it, too. */
function makeFolderFor(wasm: string): void {
  try {
    mkdirSync(dirname(wasm), { recursive: true });
  } catch {
    // The command says better what it cannot write.
  }
}

function causeOf(changes: readonly SourceChange[]): BuildCause {
  const files = [...new Set(changes.map(({ path }) => path))];
  return { kind: "sources", files: files.slice(0, FILES_NAMED), count: files.length };
}
