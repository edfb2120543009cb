import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import type { SourceFilter } from "./source-filter.ts";

export interface SourceChange {
  /** Relative to the component's root, with `/`. */
  readonly path: string;
  readonly kind: "added" | "changed" | "removed";
}

interface Known {
  /** What of the file changes when somebody writes it. */
  readonly stamp: string;
  readonly digest: string;
  readonly mtimeMs: number;
}

/** Larger files are read in pieces, so that hashing them never holds up the studio. */
const WHOLE_READ_BYTES = 256 * 1024;
/** Files that are open at the same time. */
const PARALLEL = 16;

/** What the sources of a component are, by content: a file that was touched, or rewritten as it was, is no change. */
export class SourceTree {
  readonly #filter: SourceFilter;
  #known: ReadonlyMap<string, Known> = new Map();

  constructor(filter: SourceFilter) {
    this.#filter = filter;
  }

  get size(): number {
    return this.#known.size;
  }

  /** When the newest source was written; 0 when there is none. */
  get newest(): number {
    let newest = 0;
    for (const { mtimeMs } of this.#known.values()) newest = Math.max(newest, mtimeMs);
    return newest;
  }

  /** Looks at all sources, and tells what is not as it was the last time. Files that cannot be read are not there. */
  async scan(): Promise<readonly SourceChange[]> {
    const paths = await this.#list();
    const now = new Map<string, Known>();
    const queue = paths.values();
    const take = async () => {
      for (const path of queue) {
        const known = await this.#look(path);
        if (known !== undefined) now.set(path, known);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, take));
    const before = this.#known;
    this.#known = now;
    const changes: SourceChange[] = [];
    for (const [path, { digest }] of now) {
      const old = before.get(path);
      if (old === undefined) changes.push({ path, kind: "added" });
      else if (old.digest !== digest) changes.push({ path, kind: "changed" });
    }
    for (const path of before.keys()) if (!now.has(path)) changes.push({ path, kind: "removed" });
    return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  async #look(path: string): Promise<Known | undefined> {
    const absolute = join(this.#filter.root, path);
    try {
      const { size, mtimeMs, ctimeMs, ino } = await stat(absolute);
      const stamp = `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
      const known = this.#known.get(path);
      if (known?.stamp === stamp) return known;
      return { stamp, mtimeMs, digest: await digestOf(absolute, size) };
    } catch {
      // Gone between two steps, or a link that leads nowhere: the next look tells.
      return undefined;
    }
  }

  async #list(): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const base of this.#filter.bases) await this.#walk(base, found);
    return found;
  }

  async #walk(folder: string, found: Set<string>): Promise<void> {
    let entries;
    try {
      entries = await readdir(folder, { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const inside = this.#filter.toRelative(path);
      // Linked folders are not entered: they may lead round in a circle.
      if (entry.isDirectory()) {
        if (this.#filter.mayHoldSources(inside)) await this.#walk(path, found);
      } else if ((entry.isFile() || entry.isSymbolicLink()) && this.#filter.isSource(inside)) {
        found.add(inside);
      }
    }
  }
}

async function digestOf(path: string, size: number): Promise<string> {
  const hash = createHash("sha256");
  if (size <= WHOLE_READ_BYTES) hash.update(await readFile(path));
  else for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
