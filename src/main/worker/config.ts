import type { WorkerConfigs } from "../../shared/worker-protocol.ts";

/** What wasi:config answers in this worker, where it is other than what its builds were linked with. */
export class WorkerConfig {
  #told: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map();

  /** From now on these hold, also for the instance that runs. */
  become(configs: WorkerConfigs): void {
    this.#told = new Map(configs.map(([component, values]) => [component, new Map(values)]));
  }

  of(component: string): ReadonlyMap<string, string> | undefined {
    return this.#told.get(component);
  }
}
