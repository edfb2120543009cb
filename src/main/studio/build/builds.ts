import { isDeepStrictEqual } from "node:util";

import { StudioError } from "../../../shared/errors.ts";
import type { BuildOutputView, BuildRunView } from "../../../shared/model.ts";
import { isInside } from "../project/confine.ts";
import { editManifest } from "../project/edit-manifest.ts";
import type { LoadedProject } from "../project/load-project.ts";
import type { BuildManifest, ComponentManifest } from "../project/manifest.ts";
import { isOnNetworkFileSystem } from "../project/network-file-system.ts";
import { type UserEnvironment, userEnvironment } from "../project/user-folders.ts";
import { buildLoops, problemsOf } from "./build-problems.ts";
import { BuildRunner, type BuildRunnerOptions } from "./build-runner.ts";
import { SourceFilter, type SourceFilterOptions } from "./source-filter.ts";
import { toolEnvironment } from "./tool-environment.ts";
import { TrustedFolders } from "./trusted-folders.ts";

export interface BuildsOptions extends Pick<
  BuildRunnerOptions,
  "watch" | "problems" | "now" | "onChange" | "onPrinted"
> {
  readonly project: Pick<LoadedProject, "root" | "manifest" | "manifestFiles">;
  readonly user?: UserEnvironment;
  /** Commands a person gave on the command line themselves need no list. */
  readonly trusted?: boolean;
}

type Buildable = ComponentManifest & { readonly build: BuildManifest };

interface Running {
  readonly runner: BuildRunner;
  readonly filter: SourceFilter;
  /** What the project said of it when it was made or changed. */
  readonly sources: SourceFilterOptions;
  readonly build: BuildManifest;
}

/** The builds of a project: one runner for each component that has a build command. A change builds one component. */
export class Builds implements AsyncDisposable {
  readonly #options: BuildsOptions;
  readonly #folders: TrustedFolders;
  readonly #isOnNetwork: boolean;
  #runners: readonly Running[];
  #trustedHere: boolean;

  constructor(options: BuildsOptions) {
    this.#options = options;
    const user = options.user ?? userEnvironment();
    this.#folders = new TrustedFolders(user);
    this.#trustedHere = options.trusted ?? false;
    this.#isOnNetwork = isOnNetworkFileSystem(options.project.root);
    const { components } = options.project.manifest;
    this.#runners = components.filter(hasBuild).map((component) => this.#runnerOf(component, components));
  }

  /**
   * The project says something else of its builds. What it says as before goes on untouched; builds it does not have
   * any more are ended. Resolves when the sources of all are watched.
   */
  async change(): Promise<void> {
    const { components } = this.#options.project.manifest;
    const before = this.#runners;
    const begun: Promise<void>[] = [];
    this.#runners = components.filter(hasBuild).map((component) => {
      const known = before.find(({ runner }) => runner.name === component.name);
      if (known === undefined) {
        const made = this.#runnerOf(component, components);
        if (this.#options.watch) begun.push(made.runner.start());
        return made;
      }
      const sources = sourcesOf(component, components);
      const { build } = component;
      if (isDeepStrictEqual([known.sources, known.build], [sources, build])) return known;
      const filter = isDeepStrictEqual(known.sources, sources) ? known.filter : new SourceFilter(sources);
      begun.push(known.runner.change({ component, filter, env: this.#env(component) }));
      return { runner: known.runner, filter, sources, build };
    });
    for (const { runner } of before) {
      if (this.#find(runner.name) !== undefined) continue;
      begun.push(runner[Symbol.asyncDispose]().then(() => this.#options.problems.clear(problemsOf(runner.name))));
    }
    await Promise.all(begun);
  }

  /** Whether the build commands of this project may be run. */
  get isTrusted(): boolean {
    return this.#trustedHere || this.#folders.isTrusted(this.#options.project.root);
  }

  /** Begins to watch, and builds what is missing or older than its sources. */
  async start(): Promise<void> {
    await Promise.all(this.#runners.map(({ runner }) => runner.start()));
  }

  /**
   * Remembers that commands of this folder may be run, and runs those that waited for it.
   * @throws StudioError `store-not-writable`
   */
  trust(): void {
    this.#folders.trust(this.#options.project.root);
    this.#trustedHere = true;
    for (const { runner } of this.#runners) runner.trusted();
  }

  views(): readonly BuildRunView[] {
    return this.#runners.map(({ runner }) => runner.view());
  }

  /** Undefined for a component without a build command. */
  view(component: string): BuildRunView | undefined {
    return this.#find(component)?.runner.view();
  }

  /** @throws StudioError `folder-not-trusted`, `component-not-found` */
  build(component: string): Promise<BuildRunView> {
    return this.#of(component).runner.build();
  }

  /** @throws StudioError `component-not-found` */
  cancel(component: string): Promise<void> {
    return this.#of(component).runner.cancel();
  }

  /** @throws StudioError `component-not-found` */
  output(component: string): BuildOutputView {
    return this.#of(component).runner.output();
  }

  /**
   * Writes into the project file that a pattern is not to be watched. It counts once `change` was called for that.
   * @throws StudioError `component-not-found`, `manifest-invalid`, `store-not-writable`
   */
  ignore(component: string, pattern: string): void {
    const { filter } = this.#of(component);
    const [file] = this.#options.project.manifestFiles;
    // A bare artefact has no build, so there is a file wherever there is a runner.
    if (file === undefined || filter.exclude.includes(pattern)) return;
    editManifest(file, ["components", component, "watch", "exclude"], [...filter.exclude, pattern]);
    this.#options.problems.clear(buildLoops({ name: component }, [], pattern).id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#runners.map(({ runner }) => runner[Symbol.asyncDispose]()));
  }

  #runnerOf(component: Buildable, components: readonly ComponentManifest[]): Running {
    const sources = sourcesOf(component, components);
    const filter = new SourceFilter(sources);
    const { watch, problems, now, onChange, onPrinted } = this.#options;
    const runner = new BuildRunner({
      component,
      filter,
      env: this.#env(component),
      watch,
      isOnNetwork: this.#isOnNetwork,
      isTrusted: () => this.isTrusted,
      problems,
      now,
      onChange,
      onPrinted,
    });
    return { runner, filter, sources, build: component.build };
  }

  #env({ build }: Buildable): NodeJS.ProcessEnv {
    return toolEnvironment(this.#options.user ?? userEnvironment(), Object.fromEntries(build.env));
  }

  #find(component: string) {
    return this.#runners.find(({ runner }) => runner.name === component);
  }

  #of(component: string) {
    const found = this.#find(component);
    if (found !== undefined) return found;
    const known = this.#runners.map(({ runner }) => runner.name).join(", ");
    throw new StudioError(
      "component-not-found",
      `No component ${JSON.stringify(component)} with a build command; ${known === "" ? "none has one" : `there is: ${known}`}.`,
    );
  }
}

function sourcesOf(component: Buildable, components: readonly ComponentManifest[]): SourceFilterOptions {
  const { root, wasm, watch } = component;
  return {
    component: { root, wasm, watch },
    otherArtefacts: components.filter((other) => other !== component).map((other) => other.wasm),
    // The longest root wins: what lies in the folder of another component is its source alone.
    nestedRoots: components.map((other) => other.root).filter((other) => other !== root && isInside(root, other)),
  };
}

function hasBuild(component: ComponentManifest): component is Buildable {
  return component.build !== undefined;
}
