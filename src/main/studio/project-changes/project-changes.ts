import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { StudioError, toErrorView } from "../../../shared/errors.ts";
import type { WorkerConfigs } from "../../../shared/worker-protocol.ts";
import { readSettled } from "../component/settle.ts";
import type { ProblemReport, Problems } from "../problems.ts";
import { type LoadedProject, loadProject } from "../project/load-project.ts";
import { place } from "../project/manifest-text.ts";
import { configProblems } from "../project/config-problems.ts";
import { MANIFEST_FILE } from "../project/read-manifest.ts";
import { PathWatcher } from "../watch/path-watcher.ts";
import type { ComponentConfigs } from "./component-configs.ts";
import { planChange, type ProjectChange } from "./plan-change.ts";
import type { RunningProject } from "./running-project.ts";

export interface ProjectChangesOptions {
  readonly project: RunningProject;
  readonly configs: ComponentConfigs;
  /** False: files are looked at only when asked. */
  readonly watch: boolean;
  readonly problems: Problems;
  /** Makes the running parts follow; the project says already what it says now. */
  readonly apply: (change: ProjectChange) => Promise<void>;
}

const PROBLEM = "project-file";
/** Some editors remove a file and write it anew: it is missed only when it is still missing after this. */
const MISSED_AFTER_MS = 1_000;

/**
 * Keeps the running project to what its files say: the project file, the local one beside it, and the files that its
 * configuration comes from. A file that cannot be understood changes nothing, and a problem says where it is wrong. One
 * change is applied after the other, and what comes meanwhile is one more.
 */
export class ProjectChanges implements AsyncDisposable {
  readonly #options: ProjectChangesOptions;
  readonly #watchers = new Map<string, PathWatcher>();
  readonly #closing = new AbortController();
  /** Digests of the files that were looked at last, good or bad. */
  #seen: readonly (string | undefined)[];
  #wanted = false;
  #running = false;
  #loop: Promise<void> = Promise.resolve();
  #missing: NodeJS.Timeout | undefined;
  #wasMissing = false;

  constructor(options: ProjectChangesOptions) {
    this.#options = options;
    this.#seen = options.project.firstSeen;
    this.#watchFiles();
  }

  /** Looks at the files now. Resolves when what they say is applied, or refused with a problem. */
  look(): Promise<void> {
    // A component alone has no file.
    if (this.#closing.signal.aborted || this.#options.project.kind === "artefact") return Promise.resolve();
    this.#wanted = true;
    if (!this.#running) {
      this.#running = true;
      this.#loop = this.#lookAll();
    }
    return this.#loop;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#missing);
    await Promise.all([...this.#watchers.values()].map((watcher) => watcher[Symbol.asyncDispose]()));
    await this.#loop;
  }

  async #lookAll(): Promise<void> {
    try {
      while (this.#wanted && !this.#closing.signal.aborted) {
        this.#wanted = false;
        await this.#lookOnce();
      }
    } finally {
      this.#running = false;
    }
  }

  async #lookOnce(): Promise<void> {
    const { project, configs, problems, apply } = this.#options;
    const { signal } = this.#closing;
    let loaded: LoadedProject;
    let values: WorkerConfigs;
    try {
      // A file that is still being written is no file with an error.
      const files = await Promise.all(project.files.map((file) => readSettled(file, signal)));
      if (this.#isMissing()) return;
      const seen = files.map((file) => file?.digest);
      if (isDeepStrictEqual(seen, this.#seen)) return;
      this.#seen = seen;
      loaded = loadProject(project.root);
      values = await configs.read(loaded.manifest);
    } catch (error) {
      if (!signal.aborted) problems.report(refused(error));
      return;
    }
    if (signal.aborted) return;
    problems.clear(PROBLEM);
    const change = planChange(project.manifest, loaded.manifest);
    project.become(loaded);
    configs.become(values);
    problems.replace("manifest:", [...loaded.warnings, ...configProblems(loaded.manifest, configs.given.env)]);
    this.#watchFiles();
    if (change === undefined) return;
    try {
      await apply(change);
    } catch (error) {
      // A full disk, for example: some parts follow, and others only when everything is opened anew.
      if (!signal.aborted) problems.report(halfApplied(error));
    }
  }

  /** Whether there is no project file, and nobody has to be told of that: it was not written yet, or is about to be. */
  #isMissing(): boolean {
    const { project } = this.#options;
    const missing = !existsSync(join(project.root, MANIFEST_FILE));
    const quiet = missing && (project.manifestFiles.length === 0 || !this.#wasMissing);
    if (quiet && project.manifestFiles.length > 0) {
      clearTimeout(this.#missing);
      this.#missing = setTimeout(() => void this.look(), MISSED_AFTER_MS).unref();
    }
    this.#wasMissing = missing;
    return quiet;
  }

  #watchFiles(): void {
    const { project, watch } = this.#options;
    if (!watch || project.kind === "artefact" || this.#closing.signal.aborted) return;
    const files = new Set(project.files);
    for (const [file, watcher] of this.#watchers) {
      if (files.has(file)) continue;
      this.#watchers.delete(file);
      void watcher[Symbol.asyncDispose]();
    }
    for (const file of files) {
      if (!this.#watchers.has(file)) this.#watchers.set(file, new PathWatcher(file, () => void this.look()));
    }
  }
}

function refused(error: unknown): ProblemReport {
  const { message } = toErrorView(error);
  const spot = error instanceof StudioError ? error.details : undefined;
  const [file, line, column] = [spot?.["file"], spot?.["line"], spot?.["column"]];
  return {
    id: `${PROBLEM}:refused`,
    severity: "error",
    title: "The project file cannot be used as it is now; the project goes on as it was",
    detail: message,
    ...(typeof file === "string" && typeof line === "number" && typeof column === "number"
      ? { location: place({ file, line, column }) }
      : {}),
  };
}

function halfApplied(error: unknown): ProblemReport {
  return {
    id: `${PROBLEM}:half-applied`,
    severity: "error",
    title: "Not everything follows the change of the project file",
    detail: `${toErrorView(error).message} All of it takes effect when the project is opened again.`,
  };
}
