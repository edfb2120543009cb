import { realpathSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";

import { StudioError } from "../../../shared/errors.ts";
import type { Seed } from "../../state/reader-api.ts";
import { confine } from "../project/confine.ts";
import type { BackendManifest } from "../project/manifest.ts";
import { MAX_SEED_BYTES, MAX_VALUE_BYTES, mib, readInside } from "./read-inside.ts";
import { digestOf } from "./seed-digest.ts";
import { SeedError } from "./seed-error.ts";

/** Each is a row written before anything can be called. */
const MAX_FILES = 10_000;
const MAX_SPELLED_OUT = 10;
/** How long files are read before others of this thread have their turn. */
const TURN_MS = 5;
/** What file managers and Git leave in folders, which nobody means to be an object. */
const IGNORED: ReadonlySet<string> = new Set([".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep"]);

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
}

/**
 * Reads the folder that a blobstore backend begins with: each folder in it is a container, each file in that an object,
 * called by its path from there with `/` between the parts.
 * @param root the project's folder, its links already followed
 * @throws SeedError
 */
export async function readBlobSeed(root: string, backend: BackendManifest, folder: string): Promise<Seed> {
  return new BlobSeedReader(root, backend, folder).read();
}

class BlobSeedReader {
  readonly #root: string;
  readonly #backend: BackendManifest;
  readonly #folder: string;
  readonly #wrong: { readonly place: string; readonly text: string }[] = [];
  #files = 0;
  #bytes = 0;
  #turnEnds = performance.now() + TURN_MS;

  constructor(root: string, backend: BackendManifest, folder: string) {
    this.#root = root;
    this.#backend = backend;
    this.#folder = folder;
  }

  async read(): Promise<Seed> {
    // A name that components use stands for the container they get.
    const renames = new Map(this.#backend.buckets);
    const filled = new Map<string, [string, Uint8Array][]>();
    for (const { name, path, isFolder } of await this.#list(this.#folder, [])) {
      if (!isFolder) {
        this.#found(path, "is in no container. Put it into a folder here: the folder's name is the container's.");
        continue;
      }
      const container = renames.get(name) ?? name;
      if (filled.has(container)) {
        this.#found(path, `is there twice: the container ${container} has two names here. Remove one of them.`);
        continue;
      }
      const objects: [string, Uint8Array][] = [];
      filled.set(container, objects);
      await this.#collect(path, "", [], objects);
    }
    this.#stopWhenWrong();
    const buckets = [...filled].map(([name, entries]) => ({ kind: "container" as const, name, entries }));
    return { backend: this.#backend.name, digest: digestOf(buckets), buckets };
  }

  /** `above`: the folders this one is in, their links followed. */
  async #collect(folder: string, prefix: string, above: readonly string[], objects: [string, Uint8Array][]) {
    for (const { name, path, isFolder } of await this.#list(folder, above)) {
      if (isFolder) await this.#collect(path, `${prefix}${name}/`, [...above, realpathSync(folder)], objects);
      else {
        const bytes = await this.#bytesOf(path);
        if (bytes !== undefined) objects.push([prefix + name, bytes]);
      }
    }
  }

  /** What is in a folder, by name. */
  async #list(folder: string, above: readonly string[]): Promise<readonly Entry[]> {
    const real = this.#inside(folder);
    if (real === undefined) return [];
    if (above.includes(real)) {
      this.#found(folder, "is a link to a folder that it is in, which has no end. Remove the link.");
      return [];
    }
    const entries: Entry[] = [];
    for (const each of await this.#readFolder(folder)) {
      const path = join(folder, each.name);
      if (IGNORED.has(each.name)) continue;
      if (each.name.includes("\uFFFD")) this.#found(path, "has a name that is not UTF-8. Rename it.");
      else if (!each.isSymbolicLink()) entries.push({ name: each.name, path, isFolder: each.isDirectory() });
      else if (this.#inside(path) !== undefined)
        entries.push({ name: each.name, path, isFolder: await isFolder(path) });
    }
    this.#files += entries.filter((entry) => !entry.isFolder).length;
    if (this.#files > MAX_FILES) this.#tooMuch(folder, `a seed may have ${MAX_FILES} files`);
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async #readFolder(folder: string) {
    try {
      return await readdir(folder, { withFileTypes: true });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined) throw error;
      const [text, fix] =
        code === "ENOENT"
          ? ["does not exist", "Make it, or correct the path."]
          : code === "ENOTDIR"
            ? [
                "is a file",
                "The seed of a blobstore is a folder: each folder in it is a container, each file an object.",
              ]
            : [`cannot be read (${code})`, "Check its permissions."];
      this.#found(folder, `${text}. ${fix}`);
      return [];
    }
  }

  async #bytesOf(path: string): Promise<Uint8Array | undefined> {
    if (performance.now() > this.#turnEnds) {
      await nextTurn();
      this.#turnEnds = performance.now() + TURN_MS;
    }
    const read = await readInside(this.#root, path, MAX_VALUE_BYTES);
    if (!(read instanceof Uint8Array)) {
      this.#found(path, `${read.wrong}. ${read.fix}`);
      return undefined;
    }
    this.#bytes += read.length;
    if (this.#bytes > MAX_SEED_BYTES) this.#tooMuch(path, `all files together may have ${mib(MAX_SEED_BYTES)}`);
    return read;
  }

  #tooMuch(path: string, most: string): void {
    this.#found(path, `is too much: ${most}. Begin with less, and write the rest with vitrine state.`);
    this.#stopWhenWrong();
  }

  /** With its links followed. Undefined, and said: it leads out of the project. */
  #inside(path: string): string | undefined {
    try {
      confine(this.#root, path, "seed");
      return realpathSync(path);
    } catch (error) {
      if (error instanceof StudioError) {
        this.#found(path, "leads outside of the project. Copy it into the project; no link may lead out.");
        return undefined;
      }
      // What is not there is told when it is read.
      return path;
    }
  }

  #found(path: string, text: string): void {
    this.#wrong.push({ place: relative(this.#root, path).split(sep).join("/"), text });
  }

  #stopWhenWrong(): void {
    const [first] = this.#wrong;
    if (first === undefined) return;
    const lines = this.#wrong.slice(0, MAX_SPELLED_OUT).map(({ place, text }) => `${place} ${text}`);
    if (this.#wrong.length > MAX_SPELLED_OUT) lines.push(`… and ${this.#wrong.length - MAX_SPELLED_OUT} more.`);
    throw new SeedError(lines.join("\n"), first.place);
  }
}

/** Of a link; one that leads nowhere is told when it is read. */
async function isFolder(path: string): Promise<boolean> {
  return readdir(path).then(
    () => true,
    () => false,
  );
}
