import type { ResetInput, ResetReply } from "../../../shared/contract.ts";
import { StudioError } from "../../../shared/errors.ts";
import type { Seed } from "../../state/reader-api.ts";
import type { Problems } from "../problems.ts";
import type { BackendManifest } from "../project/manifest.ts";
import type { StateAccess } from "../state-access.ts";
import { readBlobSeed } from "./read-blob-seed.ts";
import { readSeed } from "./read-seed.ts";
import { SeedError } from "./seed-error.ts";

export interface SeedingOptions {
  /** The project's folder, its links already followed. */
  readonly root: string;
  /** As the project has them now. */
  readonly backends: () => readonly BackendManifest[];
  readonly state: StateAccess;
  readonly problems: Problems;
}

type SeededBackend = BackendManifest & { readonly seed: string };

/** Kinds of backends that can be filled, and how what they begin with is read. A new kind takes its place here. */
const READERS: Readonly<Partial<Record<BackendManifest["kind"], typeof readSeed>>> = {
  keyvalue: readSeed,
  blobstore: readBlobSeed,
};

/** Fills backends from what the project says they begin with: when they are new, and after a reset. */
export class Seeding {
  readonly #options: SeedingOptions;

  constructor(options: SeedingOptions) {
    this.#options = options;
  }

  /** Before anything can call a component, and when the project has other backends. A seed that cannot be used becomes a problem. */
  async fill(): Promise<void> {
    const { state, problems } = this.#options;
    const seeded = this.#seeded(undefined);
    const still = (id: string) => seeded.some(({ name }) => id.startsWith(`seed:${name}:`));
    problems.replace(
      "seed:",
      problems.list().filter(({ id }) => still(id)),
    );
    for (const backend of seeded) {
      const seed = await this.#read(backend);
      if (seed === undefined) continue;
      const { applied } = await state.applySeed(seed);
      this.#reportChanged(backend, applied !== seed.digest);
    }
  }

  /** @throws StudioError `state-not-found` */
  async reset({ backend }: ResetInput): Promise<ResetReply> {
    const { state } = this.#options;
    if (backend !== undefined) await this.#mustExist(backend);
    const wanted = this.#seeded(backend);
    const seeds: Seed[] = [];
    for (const each of wanted) {
      const seed = await this.#read(each);
      if (seed !== undefined) seeds.push(seed);
    }
    const done = await state.reset(backend, seeds);
    for (const each of wanted) this.#reportChanged(each, false);
    const filled = new Set(seeds.map((seed) => seed.backend));
    return { ...done, unseeded: wanted.map(({ name }) => name).filter((name) => !filled.has(name)) };
  }

  #seeded(only: string | undefined): readonly SeededBackend[] {
    return this.#options
      .backends()
      .filter(
        (backend): backend is SeededBackend =>
          backend.seed !== undefined && READERS[backend.kind] !== undefined && (only ?? backend.name) === backend.name,
      );
  }

  async #read(backend: SeededBackend): Promise<Seed | undefined> {
    const { root, problems } = this.#options;
    const id = `seed:${backend.name}:invalid`;
    try {
      const seed = await READERS[backend.kind]?.(root, backend, backend.seed);
      problems.replace(id, []);
      return seed;
    } catch (error) {
      if (!(error instanceof SeedError)) throw error;
      problems.report({
        id,
        severity: "error",
        title: `The seed of ${backend.name} cannot be used`,
        detail: `${error.message}\nNothing of it was written. Mend it, then reset ${backend.name} or open the project again.`,
        location: error.location,
      });
      return undefined;
    }
  }

  #reportChanged({ name }: BackendManifest, changed: boolean): void {
    const id = `seed:${name}:changed`;
    const problem = {
      id,
      severity: "info",
      title: `The seed of ${name} changed since it was used`,
      detail: `${name} was filled from an earlier one, and nothing is written over what is there. Reset ${name} to begin with the new one.`,
    } as const;
    this.#options.problems.replace(id, changed ? [problem] : []);
  }

  async #mustExist(backend: string): Promise<void> {
    const { backends, state } = this.#options;
    const known = new Set(
      backends()
        .filter(({ kind }) => kind !== "messaging")
        .map(({ name }) => name),
    );
    for (const bucket of await state.buckets()) known.add(bucket.backend);
    for (const { api } of state.sides()) for (const { backend: name } of await api.containers()) known.add(name);
    if (known.has(backend)) return;
    throw new StudioError(
      "state-not-found",
      `There is no backend ${JSON.stringify(backend)} that holds state. There is: ${[...known].join(", ")}.`,
    );
  }
}
