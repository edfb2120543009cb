import { isDeepStrictEqual } from "node:util";

import { configSources, type GivenConfig, mergedConfig } from "../project/config-values.ts";
import type { WorkerConfigs } from "../../../shared/worker-protocol.ts";
import type { Pair, ProjectManifest } from "../project/manifest.ts";

/** A worker as far as it is told of configuration. */
export interface ConfiguredThread {
  readonly dead: boolean;
  tellConfig(configs: WorkerConfigs): void;
}

/**
 * The values of wasi:config that hold now. Workers are told of others while they run: a guest sees them with its next
 * `get`, in whatever instance it is.
 */
export class ComponentConfigs {
  readonly #given: GivenConfig;
  readonly #onChange: (components: readonly string[]) => void;
  readonly #threads = new Set<ConfiguredThread>();
  #held: WorkerConfigs = [];
  /** There were others before: a worker may be of a build that was linked with those. */
  #changed = false;

  constructor(given: GivenConfig, onChange: (components: readonly string[]) => void) {
    this.#given = given;
    this.#onChange = onChange;
  }

  get given(): GivenConfig {
    return this.#given;
  }

  /** What the files say now. @throws StudioError `manifest-invalid` for a file that cannot be read */
  async read(project: ProjectManifest): Promise<WorkerConfigs> {
    return Promise.all(
      project.components.map(
        async (component) =>
          [component.name, mergedConfig(await configSources(project, component, this.#given))] as const,
      ),
    );
  }

  /** From now on these hold, also for instances that run. */
  become(configs: WorkerConfigs): void {
    const before = new Map(this.#held);
    const first = this.#held.length === 0;
    this.#held = configs;
    const changed = configs.filter(
      ([name, values]) => before.has(name) && !isDeepStrictEqual(new Map(before.get(name)), new Map(values)),
    );
    if (first || changed.length === 0) return;
    this.#changed = true;
    for (const thread of this.#threads) {
      if (thread.dead) this.#threads.delete(thread);
      else thread.tellConfig(configs);
    }
    this.#onChange(changed.map(([name]) => name));
  }

  valuesOf(component: string): readonly Pair[] {
    return this.#held.find(([name]) => name === component)?.[1] ?? [];
  }

  /** From now on the worker is told, as long as it lives. */
  attend<Thread extends ConfiguredThread>(thread: Thread): Thread {
    for (const other of this.#threads) if (other.dead) this.#threads.delete(other);
    this.#threads.add(thread);
    if (this.#changed) thread.tellConfig(this.#held);
    return thread;
  }
}
