import { watch } from "chokidar";

export interface FileWatchOptions {
  /** Whether to look into a folder, or tell of a file; by absolute path. */
  readonly ignored: (path: string, isFolder: boolean | undefined) => boolean;
  /** Something was written, made or removed, perhaps. */
  readonly onTouched: (path: string) => void;
  /** Some or all folders cannot be watched; may be called often. */
  readonly onFailure: (error: NodeJS.ErrnoException) => void;
}

/** Tells of changes as far as the system tells of them; resolves `ready` when from now on nothing is missed. */
export class FileWatch implements AsyncDisposable {
  readonly ready: Promise<void>;
  readonly #watcher: ReturnType<typeof watch>;

  constructor(paths: readonly string[], { ignored, onTouched, onFailure }: FileWatchOptions) {
    this.#watcher = watch([...paths], {
      ignoreInitial: true,
      followSymlinks: false,
      ignored: (path, stats) => ignored(path, stats?.isDirectory()),
    });
    this.ready = new Promise((resolve) => void this.#watcher.once("ready", resolve));
    this.#watcher.on("all", (_event, path) => onTouched(path));
    this.#watcher.on("error", (error) => onFailure(error as NodeJS.ErrnoException));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watcher.close();
  }
}
