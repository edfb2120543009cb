import type { StudioSession } from "../connection/studio-session.ts";
import type { ProjectStore } from "../project/project-store.ts";
import type { TerminalScreenOptions } from "../terminal/terminal-screen.ts";
import { RunSession } from "./run-session.ts";

/** The terminals of this window, one for each component that was looked at; they outlive the view. */
export class RunStore {
  readonly #session: StudioSession;
  readonly #project: ProjectStore;
  readonly #screenOptions: Pick<TerminalScreenOptions, "onPath" | "isWindowKey">;
  readonly #sessions = new Map<string, RunSession>();

  constructor(
    session: StudioSession,
    project: ProjectStore,
    screenOptions: Pick<TerminalScreenOptions, "onPath" | "isWindowKey">,
  ) {
    this.#session = session;
    this.#project = project;
    this.#screenOptions = screenOptions;
  }

  of(component: string): RunSession {
    const path = this.#project.get().project?.path ?? "";
    const open =
      this.#sessions.get(component) ??
      new RunSession(this.#session, { component, keptAs: `run.${path}.${component}`, ...this.#screenOptions });
    this.#sessions.set(component, open);
    return open;
  }

  dispose(): void {
    for (const session of this.#sessions.values()) session.dispose();
    this.#sessions.clear();
  }
}
