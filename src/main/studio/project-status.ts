import type { ProjectView } from "../../shared/model.ts";
import packageJson from "../../../package.json" with { type: "json" };
import type { Components } from "./component/components.ts";
import type { Problems } from "./problems.ts";
import type { LoadedProject } from "./project/load-project.ts";
import { configProblems } from "./project/config-problems.ts";
import type { Triggers } from "./triggers.ts";

/** Changes that come together are told together. */
const TELL_AFTER_MS = 30;
/** How often at most the journal is counted. */
const COUNT_EVERY_MS = 1_000;

/** The project as windows show it, put together from its parts; tells when any of it changed. */
export class ProjectStatus implements Disposable {
  readonly #project: LoadedProject;
  readonly #problems: Problems;
  readonly #tell: (view: ProjectView) => void;
  #components: Components | undefined;
  #triggers: Triggers | undefined;
  #timer: NodeJS.Timeout | undefined;
  #countTimer: NodeJS.Timeout | undefined;
  #counted: ProjectView["journal"];

  constructor(project: LoadedProject, problems: Problems, tell: (view: ProjectView) => void) {
    this.#project = project;
    this.#problems = problems;
    this.#tell = tell;
  }

  /** The parts that report to this status are made after it. */
  attach(components: Components, triggers: Triggers): void {
    this.#components = components;
    this.#triggers = triggers;
    const { warnings, manifest } = this.#project;
    for (const problem of [...warnings, ...configProblems(manifest, process.env)]) this.#problems.report(problem);
    this.changed();
  }

  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell(this.view());
    }, TELL_AFTER_MS).unref();
  }

  /** The journal has news: its size is looked up and told. */
  journalChanged(count: () => Promise<NonNullable<ProjectView["journal"]>>): void {
    this.#countTimer ??= setTimeout(() => void this.#count(count), COUNT_EVERY_MS).unref();
  }

  async #count(count: () => Promise<NonNullable<ProjectView["journal"]>>): Promise<void> {
    this.#countTimer = undefined;
    try {
      const { invocations, logs, bytes } = await count();
      this.#counted = { invocations, logs, bytes };
      this.changed();
    } catch {
      // The journal is closing, or says what is wrong with it as a problem of its own.
    }
  }

  view(): ProjectView {
    const { manifest, kind, path, statePath } = this.#project;
    const components = this.#components?.summaries() ?? [];
    return {
      name: manifest.name,
      kind,
      path,
      statePath,
      hostProfile: manifest.host.profile,
      components,
      backends: manifest.backends.map(({ name, kind, buckets, onlyListed }) => ({
        name,
        kind,
        renamed: buckets,
        ...(onlyListed && kind === "keyvalue" ? { onlyListed } : {}),
      })),
      triggers: this.#triggers?.views() ?? [],
      problems: this.#problems.list(),
      ...(this.#counted === undefined ? {} : { journal: this.#counted }),
      vitrineVersion: packageJson.version,
    };
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#countTimer);
  }
}
