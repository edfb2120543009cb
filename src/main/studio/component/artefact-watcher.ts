import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { watch } from "chokidar";

/** A second look at the file itself: events get lost on some file systems, and a folder may come to be later. */
const LOOK_EVERY_MS = 1_000;

/**
 * Calls `onTouched` whenever the file may have changed: written, replaced, removed, its folder made anew. Says
 * "maybe": whoever listens compares digests. The nearest existing folder is watched, not the file, since builds
 * rename over it.
 */
export class ArtefactWatcher implements AsyncDisposable {
  readonly #path: string;
  readonly #onTouched: () => void;
  readonly #timer: NodeJS.Timeout;
  #watched: string | undefined;
  #watcher: ReturnType<typeof watch> | undefined;
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
    await this.#watcher?.close();
  }

  #watchNearest(): void {
    const folder = nearestExisting(dirname(this.#path));
    if (folder === this.#watched) return;
    const previous = this.#watcher;
    this.#watched = folder;
    this.#watcher = watch(folder, { depth: 0, ignoreInitial: true });
    this.#watcher.on("all", (_event, changed) => {
      const touched = resolve(folder, changed);
      if (touched === this.#path) this.#onTouched();
      else if (this.#path.startsWith(touched)) this.#watchNearest();
    });
    // What cannot be watched is still looked at by the timer.
    this.#watcher.on("error", () => undefined);
    void previous?.close();
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
