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
  readonly #stops: readonly (() => void)[];

  constructor(session: StudioSession) {
    super({ putOff: false, reading: true });
    this.#session = session;
    const look = () => {
      this.read().catch(
        // What was read stays; the project itself says what is wrong with its files.
        () => this.set({ ...this.get(), reading: false }),
      );
    };
    this.#stops = [
      session.onReady(look),
      session.on("project-changed", () => {
        // The project file may have been written elsewhere: from another window, by hand.
        if (this.get().plan !== undefined) look();
      }),
    ];
  }

  /** Reads the other tool's files again. Rejects when they cannot be read any more. */
  async read(): Promise<void> {
    const plan = await this.#session.api.importPlan();
    const { putOff } = this.get();
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
    for (const stop of this.#stops) stop();
  }
}
