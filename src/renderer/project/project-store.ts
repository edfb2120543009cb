import type { ProjectView } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { ValueStore } from "../store/value-store.ts";

export interface ProjectState {
  /** The last one known; it stays while the studio is lost. */
  readonly project?: ProjectView;
  readonly error?: string;
}

/** The project as the studio last told it. */
export class ProjectStore extends ValueStore<ProjectState> {
  readonly #stops: (() => void)[] = [];

  constructor(session: StudioSession) {
    super({});
    const read = () => {
      session.api.project().then(
        (project) => this.set({ project }),
        (error: Error) => this.set({ ...this.get(), error: error.message }),
      );
    };
    this.#stops.push(
      session.on("project-changed", (project) => this.set({ project })),
      session.on("events-skipped", read),
      session.onReady(read),
    );
  }

  dispose(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }
}
