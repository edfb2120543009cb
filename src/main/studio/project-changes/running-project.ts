import { readFileSync } from "node:fs";
import { join } from "node:path";

import { digestOf } from "../component/settle.ts";
import type { LoadedProject } from "../project/load-project.ts";
import { LOCAL_MANIFEST_FILE, MANIFEST_FILE } from "../project/read-manifest.ts";

/** The project as it runs: an edit of its file that was applied takes the place of what was read before. */
export class RunningProject implements LoadedProject {
  #loaded: LoadedProject;
  /** Digests of `files` when the project was opened; undefined for one that was not there. */
  readonly firstSeen: readonly (string | undefined)[];

  constructor(loaded: LoadedProject) {
    this.#loaded = loaded;
    this.firstSeen = this.files.map(digestOfFile);
  }

  /** Everything that says what the project is; not all of it need exist. */
  get files(): readonly string[] {
    if (this.kind === "artefact") return [];
    const own = [MANIFEST_FILE, LOCAL_MANIFEST_FILE].map((name) => join(this.root, name));
    return [...own, ...this.manifest.configs.flatMap(({ file }) => file ?? [])];
  }

  get kind() {
    return this.#loaded.kind;
  }

  get path() {
    return this.#loaded.path;
  }

  get root() {
    return this.#loaded.root;
  }

  get statePath() {
    return this.#loaded.statePath;
  }

  get manifest() {
    return this.#loaded.manifest;
  }

  get manifestFiles() {
    return this.#loaded.manifestFiles;
  }

  get warnings() {
    return this.#loaded.warnings;
  }

  become(loaded: LoadedProject): void {
    this.#loaded = loaded;
  }
}

function digestOfFile(file: string): string | undefined {
  try {
    return digestOf(new Uint8Array(readFileSync(file)));
  } catch {
    return undefined;
  }
}
