import { matchesGlob } from "node:path/posix";

import type { SourceChange } from "./source-tree.ts";

/** A source that so many runs in a row write, each but the last being the only reason for the next, is not written by a person. */
const SAME_FILE_RUNS = 3;
/** The same for files with a new name each time. */
const ANY_FILE_RUNS = 4;

export interface LoopVerdict {
  /** What another run is worth being started for. */
  readonly rebuild: readonly SourceChange[];
  /** Patterns of sources the build writes itself, found out just now; from now on they start no run. */
  readonly found: readonly string[];
  /** Patterns that were found earlier and were wrong: a run went by that did not write these. */
  readonly cleared: readonly string[];
}

/**
 * Tells builds that write what they watch. A change counts as the build's own when it came to be between the start of a
 * run and its end, so a person who saves the same file during every run is mistaken for the build: therefore
 * only changes *during* a run are ignored, never those between runs, and only as long as every run makes them.
 */
export class LoopDetector {
  readonly #ignored = new Set<string>();
  #streaks = new Map<string, number>();
  #runs = 0;

  get ignored(): readonly string[] {
    return [...this.#ignored];
  }

  /** Whether a change that came during a run starts none. */
  isIgnored(path: string): boolean {
    return [...this.#ignored].some((pattern) => fits(path, pattern));
  }

  /**
   * @param during what changed while a run went on, which came to its end
   * @param wasOwn whether that run was started by nothing but what the run before it wrote
   */
  judge(during: readonly SourceChange[], wasOwn: boolean): LoopVerdict {
    if (!wasOwn) this.#forget();
    const cleared = this.ignored.filter((pattern) => !during.some(({ path }) => fits(path, pattern)));
    for (const pattern of cleared) this.#ignored.delete(pattern);
    const own = during.filter(({ path }) => !this.isIgnored(path));
    if (own.length === 0) {
      this.#forget();
      return { rebuild: [], found: [], cleared };
    }
    const paths = [...new Set(own.map(({ path }) => path))];
    this.#runs += 1;
    this.#streaks = new Map(paths.map((path) => [path, (this.#streaks.get(path) ?? 0) + 1]));
    const again = paths.filter((path) => (this.#streaks.get(path) ?? 0) >= SAME_FILE_RUNS);
    const renamed = this.#runs >= ANY_FILE_RUNS && own.every(({ kind }) => kind !== "changed");
    const found = again.length === 0 && renamed ? [patternFor(paths)] : again;
    for (const pattern of found) this.#ignored.add(pattern);
    return { rebuild: own.filter(({ path }) => !this.isIgnored(path)), found, cleared };
  }

  #forget(): void {
    this.#streaks.clear();
    this.#runs = 0;
  }
}

function fits(path: string, pattern: string): boolean {
  return pattern === path || matchesGlob(path, pattern);
}

/** The deepest folder that holds all of them. */
function patternFor(paths: readonly string[]): string {
  const folders = paths.map((path) => path.split("/").slice(0, -1));
  const [first = []] = folders;
  let shared = 0;
  while (shared < first.length && folders.every((folder) => folder[shared] === first[shared])) shared += 1;
  return [...first.slice(0, shared), "**"].join("/");
}
