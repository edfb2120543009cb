import { StudioError } from "../../../shared/errors.ts";
import type { BuildRunView, ComponentSummary, ComponentView } from "../../../shared/model.ts";
import type { LinkedBuild } from "./linked-build.ts";
import type { LiveComponent } from "./live-component.ts";
import { withBuildRun } from "./with-build-run.ts";

/** The components of the project, by name. */
export class Components implements AsyncDisposable {
  readonly #components: ReadonlyMap<string, LiveComponent>;
  readonly #buildRun: (name: string) => BuildRunView | undefined;

  /** `buildRun`: how the newest run of a component's build command went, where it has one. */
  constructor(components: readonly LiveComponent[], buildRun: (name: string) => BuildRunView | undefined) {
    this.#buildRun = buildRun;
    this.#components = new Map(components.map((component) => [component.name, component]));
  }

  /** @throws StudioError `component-not-found` */
  get(name: string): LiveComponent {
    const component = this.#components.get(name);
    if (component !== undefined) return component;
    const names = [...this.#components.keys()].join(", ");
    throw new StudioError(
      "component-not-found",
      `The project has no component ${JSON.stringify(name)}; it has ${names || "none"}.`,
    );
  }

  /** Waits for a first build that is being linked. @throws StudioError `component-not-found`, `component-not-ready` */
  async build(name: string): Promise<LinkedBuild> {
    return this.get(name).whenReady();
  }

  /** Whether its build exports an HTTP handler; undefined: there is none yet, or no such component. */
  answersHttp(name: string): boolean | undefined {
    const build = this.#components.get(name)?.build;
    return build === undefined ? undefined : build.httpInterface !== undefined;
  }

  summaries(): readonly ComponentSummary[] {
    return [...this.#components.values()].map((component) => this.#summary(component));
  }

  view(name: string): ComponentView {
    const component = this.get(name);
    const { manifest, build } = component;
    return {
      ...this.#summary(component),
      wasmPath: manifest.wasm,
      imports: build?.imports ?? [],
      exports: build?.exports ?? [],
      wit: build?.wit ?? "",
      limits: manifest.limits,
      reloads: component.reloads,
    };
  }

  #summary(component: LiveComponent): ComponentSummary {
    return withBuildRun(component.summary(), this.#buildRun(component.name));
  }

  async loadAll(): Promise<void> {
    await Promise.all([...this.#components.values()].map((component) => component.load(false)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#components.values()].map((component) => component[Symbol.asyncDispose]()));
  }
}
