import { resolve } from "node:path";

import type { SourceFilter } from "./source-filter.ts";
import { type SourceChange, SourceTree } from "./source-tree.ts";
import { FileWatch } from "./watch-files.ts";

/** How often sources are looked at where the system tells of no changes. */
export const POLL_EVERY_MS = 1_000;
/** A look without being told, since events get lost on some file systems and when there are too many of them. */
const LOOK_EVERY_MS = 10_000;
/** Sources that never stop changing are looked at all the same, after so many waits in a row. */
const MAX_WAITS = 10;

export interface SourceWatcherOptions {
  readonly filter: SourceFilter;
  /** How long there has to be quiet before a look. */
  readonly debounceMs: number;
  /** Network file systems do not tell what other machines change. */
  readonly isOnNetwork: boolean;
  /** Sources that are not what they were, by content. */
  readonly onChanged: (changes: readonly SourceChange[]) => void;
  /** Called at most once: from now on it polls, and why. */
  readonly onPolling: (why: string) => void;
}

/**
 * Watches the sources of a component. What the system tells is only a hint to look: what counts is what the files hold,
 * so atomic saves, renames, touches and lost events all come out right, and a burst is one look.
 */
export class SourceWatcher implements AsyncDisposable {
  readonly ready: Promise<void>;
  readonly #options: SourceWatcherOptions;
  readonly #tree: SourceTree;
  readonly #watch: FileWatch | undefined;
  #mode: "events" | "polling" = "events";
  #timer: NodeJS.Timeout;
  #debounce: NodeJS.Timeout | undefined;
  #waitingSince: number | undefined;
  #scans: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(options: SourceWatcherOptions) {
    this.#options = options;
    const { filter, isOnNetwork } = options;
    this.#tree = new SourceTree(filter);
    this.#timer = this.#lookEvery(LOOK_EVERY_MS);
    if (isOnNetwork) {
      this.#poll("it is on a network file system, which does not tell of changes");
    } else {
      this.#watch = new FileWatch(filter.bases, {
        ignored: (path, isFolder) => this.#isIgnored(path, isFolder),
        onTouched: () => this.#hint(),
        onFailure: (error) => this.#poll(reasonOf(error)),
      });
    }
    this.ready = this.#begin();
  }

  get mode(): "events" | "polling" {
    return this.#mode;
  }

  /** How many sources there are. */
  get size(): number {
    return this.#tree.size;
  }

  /** When the newest source was written, in milliseconds since the epoch; 0 when there is none. */
  get newest(): number {
    return this.#tree.newest;
  }

  /** Looks now. What it finds is given back and not told through `onChanged`. */
  look(): Promise<readonly SourceChange[]> {
    const scan = this.#scans.then(() => (this.#disposed ? [] : this.#tree.scan()));
    this.#scans = scan;
    return scan;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    clearInterval(this.#timer);
    clearTimeout(this.#debounce);
    await this.#watch?.[Symbol.asyncDispose]();
    await this.#scans;
  }

  async #begin(): Promise<void> {
    await this.look();
    if (this.#watch === undefined) return;
    await this.#watch.ready;
    // What changed after that look and before the events.
    await this.#tell();
  }

  #isIgnored(path: string, isFolder: boolean | undefined): boolean {
    const { filter } = this.#options;
    const inside = filter.toRelative(path);
    if (filter.bases.includes(resolve(path))) return false;
    if (isFolder === false) return !filter.isSource(inside);
    return !filter.mayHoldSources(inside) && (isFolder === true || !filter.isSource(inside));
  }

  #hint(): void {
    if (this.#disposed) return;
    const { debounceMs } = this.#options;
    const now = performance.now();
    this.#waitingSince ??= now;
    // Quiet may never come: then it is looked at anyway, but not more often than this.
    if (this.#debounce !== undefined && now - this.#waitingSince > debounceMs * MAX_WAITS) return;
    clearTimeout(this.#debounce);
    this.#debounce = setTimeout(() => {
      this.#debounce = undefined;
      this.#waitingSince = undefined;
      void this.#tell();
    }, debounceMs);
  }

  async #tell(): Promise<void> {
    const changes = await this.look();
    if (changes.length > 0 && !this.#disposed) this.#options.onChanged(changes);
  }

  #poll(why: string): void {
    if (this.#mode === "polling" || this.#disposed) return;
    this.#mode = "polling";
    clearInterval(this.#timer);
    this.#timer = this.#lookEvery(POLL_EVERY_MS);
    this.#options.onPolling(why);
  }

  #lookEvery(ms: number): NodeJS.Timeout {
    return setInterval(() => void this.#tell(), ms).unref();
  }
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOSPC") {
    return "the system's limit for watched files is reached. Raise it: sudo sysctl fs.inotify.max_user_watches=524288";
  }
  if (error.code === "EMFILE" || error.code === "ENFILE") {
    return "the system's limit for watchers or open files is reached. Raise it: sudo sysctl fs.inotify.max_user_instances=1024, or ulimit -n";
  }
  return `watching fails with ${error.code ?? error.message}`;
}
