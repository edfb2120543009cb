import { transpileAhead } from "./component/transpile-ahead.ts";
import type { StudioEntries } from "./entries.ts";
import { type OpenedProject, openOrImport } from "./import/open-or-import.ts";
import { openTranspiler } from "./link/open-transpiler.ts";
import type { Transpiler } from "./link/transpiler.ts";
import { EarlyWorkers } from "./pool/starting-worker.ts";

/**
 * What a first answer waits for longest, begun before everything else of the studio is loaded and opened: jco loads and
 * transpiles the artefacts in its thread, and a guest worker starts for each of them. Dispose it after the studio.
 */
export class HeadStart implements AsyncDisposable {
  readonly transpiler: Transpiler;
  readonly workers: EarlyWorkers;
  #opened: Promise<OpenedProject> | undefined;

  /** `soon`: components are asked for at once. @throws StudioError `store-not-writable`: the cache folder */
  constructor(entries: Pick<StudioEntries, "transpile" | "adapters" | "worker">, soon: boolean) {
    this.transpiler = openTranspiler(entries);
    this.workers = new EarlyWorkers(entries.worker);
    if (soon) this.transpiler.warm();
  }

  /**
   * Reads the project, the first time it is called, and resolves when its artefacts are being transpiled.
   * @throws StudioError `project-not-found`, `manifest-invalid`, `path-outside-project`
   */
  open(path: string): Promise<OpenedProject> {
    return (this.#opened ??= this.#open(path));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.workers[Symbol.asyncDispose]();
    await this.transpiler[Symbol.asyncDispose]();
  }

  async #open(path: string): Promise<OpenedProject> {
    const opened = await openOrImport(path);
    await transpileAhead(opened.project.manifest.components, this);
    return opened;
  }
}
