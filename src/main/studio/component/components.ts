import { StudioError } from "../../../shared/errors.ts";
import type { BuildRunView, ComponentSummary, ComponentView } from "../../../shared/model.ts";
import type { LinkedBuild } from "./linked-build.ts";
import type { ComponentLinks } from "./linking/component-links.ts";
import type { LiveComponent } from "./live-component.ts";
import { withBuildRun } from "./with-build-run.ts";

/** The components of the project, by name. */
export class Components implements AsyncDisposable {
  #components: ReadonlyMap<string, LiveComponent>;
  readonly #leaving = new Map<LiveComponent, Promise<void>>();
  readonly #links: Pick<ComponentLinks, "settled">;
  readonly #buildRun: (name: string) => BuildRunView | undefined;

  /** `buildRun`: how the newest run of a component's build command went, where it has one. */
  constructor(
    components: readonly LiveComponent[],
    links: Pick<ComponentLinks, "settled">,
    buildRun: (name: string) => BuildRunView | undefined,
  ) {
    this.#links = links;
    this.#buildRun = buildRun;
    this.#components = new Map(components.map((component) => [component.name, component]));
  }

  all(): readonly LiveComponent[] {
    return [...this.#components.values()];
  }

  /** Undefined where the project has no such component. */
  find(name: string): LiveComponent | undefined {
    return this.#components.get(name);
  }

  /**
   * From now on these are the components, in this order. Those that are none any more end their calls first; nobody
   * has to wait for that.
   */
  become(components: readonly LiveComponent[]): void {
    const before = this.#components;
    this.#components = new Map(components.map((component) => [component.name, component]));
    for (const component of before.values()) {
      if (this.#components.get(component.name) === component) continue;
      this.#leaving.set(
        component,
        component.leave().finally(() => this.#leaving.delete(component)),
      );
    }
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

  /**
   * Waits for a first build that is being linked, and for those that it calls.
   * @throws StudioError `component-not-found`, `component-not-ready`
   */
  async build(name: string): Promise<LinkedBuild> {
    await this.get(name).whenReady();
    await this.#links.settled(name);
    return this.get(name).whenReady();
  }

  /** Whether its build exports an HTTP handler; undefined: there is none yet, or no such component. */
  answersHttp(name: string): boolean | undefined {
    const build = this.#components.get(name)?.build;
    return build === undefined ? undefined : build.httpInterface !== undefined;
  }

  /** As `answersHttp`, for the handler of messages. */
  handlesMessages(name: string): boolean | undefined {
    const build = this.#components.get(name)?.build;
    return build === undefined ? undefined : build.messageInterface !== undefined;
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
    const all = [...this.#components.values(), ...this.#leaving.keys()];
    await Promise.all(all.map((component) => component[Symbol.asyncDispose]()));
    await Promise.all(this.#leaving.values());
  }
}
