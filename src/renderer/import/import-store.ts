import type { ImportPlanView } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { ValueStore } from "../store/value-store.ts";

export interface ImportState {
  /** Absent until it was read, and where there is nothing to import. */
  readonly plan?: ImportPlanView;
  /** "Not now" was said. */
  readonly putOff: boolean;
  readonly reading: boolean;
}

/** What could be imported from the files of another tool in this folder. */
export class ImportStore extends ValueStore<ImportState> {
  readonly #session: StudioSession;
  readonly #stop: () => void;

  constructor(session: StudioSession) {
    super({ putOff: false, reading: true });
    this.#session = session;
    this.#stop = session.onReady(() => void this.read());
  }

  /** Reads the other tool's files again. */
  async read(): Promise<void> {
    const { putOff } = this.get();
    const plan = await this.#session.api.importPlan().catch(
      // Nothing is proposed then; the project itself says what is wrong with it.
      () => null,
    );
    this.set({ putOff, reading: false, ...(plan === null || plan.exists ? {} : { plan }) });
  }

  /** Writes the proposed file. */
  async accept(): Promise<void> {
    await this.#session.api.acceptImport();
    await this.read();
  }

  putOff(): void {
    this.set({ ...this.get(), putOff: true });
  }

  dispose(): void {
    this.#stop();
  }
}
