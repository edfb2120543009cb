import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, sep } from "node:path";

import { FileWatch } from "../build/watch-files.ts";

/** A second look at the file itself: events get lost on some file systems, and a folder may come to be later. */
const LOOK_EVERY_MS = 1_000;

/**
 * Calls `onTouched` whenever one file may have changed: written, replaced, removed, its folder made anew; and once
 * in the beginning, where it is there. Says "maybe": whoever listens compares contents. The nearest existing folder is
 * watched, not the file, since builds and editors rename over it.
 */
export class PathWatcher implements AsyncDisposable {
  readonly #path: string;
  readonly #onTouched: () => void;
  readonly #timer: NodeJS.Timeout;
  #watched: string | undefined;
  #watch: FileWatch | undefined;
  #seen: string | undefined;

  constructor(path: string, onTouched: () => void) {
    this.#path = path;
    this.#onTouched = onTouched;
    this.#watchNearest();
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
    void this.#look();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#watch?.[Symbol.asyncDispose]();
  }

  #watchNearest(): void {
    const folder = nearestExisting(dirname(this.#path));
    if (folder === this.#watched) return;
    const previous = this.#watch;
    this.#watched = folder;
    this.#watch = new FileWatch([folder], {
      // Folders on the way are looked into when they come to be; what lies beside the way is nobody's business here.
      ignored: (path) => path !== this.#path && !this.#path.startsWith(path.endsWith(sep) ? path : path + sep),
      onTouched: (touched) => {
        if (touched === this.#path) this.#onTouched();
        else this.#watchNearest();
      },
      // What cannot be watched is still looked at by the timer.
      onFailure: () => undefined,
    });
    void previous?.[Symbol.asyncDispose]();
  }

  async #look(): Promise<void> {
    let now: string | undefined;
    try {
      const { size, mtimeMs, ino } = await stat(this.#path);
      now = `${size} ${mtimeMs} ${ino}`;
    } catch {
      now = undefined;
    }
    this.#watchNearest();
    if (now === this.#seen) return;
    const first = this.#seen === undefined;
    this.#seen = now;
    if (!first || now !== undefined) this.#onTouched();
  }
}

function nearestExisting(folder: string): string {
  for (let at = folder; ; at = dirname(at)) if (existsSync(at) || dirname(at) === at) return at;
}
