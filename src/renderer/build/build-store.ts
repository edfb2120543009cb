import type { BuildRunView } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { ValueStore } from "../store/value-store.ts";
import type { TerminalScreenOptions } from "../terminal/terminal-screen.ts";
import { BuildScreen } from "./build-screen.ts";

export interface BuildsState {
  /** One for each component that has a build command. */
  readonly runs: readonly BuildRunView[];
  /** "Not now" was said to the question whether the folder is trusted. */
  readonly trustPutOff: boolean;
  /** Patterns that were written into the project file from this window: `component pattern`. */
  readonly written: ReadonlySet<string>;
}

/** The build commands of the project, how they go, and what they print. */
export class BuildStore extends ValueStore<BuildsState> {
  readonly #session: StudioSession;
  readonly #screenOptions: Pick<TerminalScreenOptions, "onPath" | "isWindowKey">;
  readonly #screens = new Map<string, BuildScreen>();
  readonly #stops: (() => void)[] = [];

  constructor(session: StudioSession, screenOptions: Pick<TerminalScreenOptions, "onPath" | "isWindowKey">) {
    super({ runs: [], trustPutOff: false, written: new Set() });
    this.#session = session;
    this.#screenOptions = screenOptions;
    const read = () => {
      session.api.builds().then(
        (runs) => this.#adopt(runs),
        // What is known stays; it is read again when the studio returns.
        () => undefined,
      );
    };
    this.#stops.push(
      session.on("builds-changed", (runs) => this.#adopt(runs)),
      session.on("events-skipped", read),
      session.onReady(read),
    );
  }

  of(component: string): BuildRunView | undefined {
    return this.get().runs.find((run) => run.component === component);
  }

  /** Opened at the first look; from then on it keeps up. */
  screen(component: string): BuildScreen {
    const open =
      this.#screens.get(component) ??
      new BuildScreen(this.#session, component, () => this.of(component)?.folder, this.#screenOptions);
    this.#screens.set(component, open);
    return open;
  }

  putTrustOff(): void {
    this.set({ ...this.get(), trustPutOff: true });
  }

  /** Writes the pattern into the project file. */
  async ignore(component: string, pattern: string): Promise<void> {
    await this.#session.api.ignoreInBuild(component, pattern);
    this.set({ ...this.get(), written: new Set([...this.get().written, `${component} ${pattern}`]) });
  }

  dispose(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const screen of this.#screens.values()) screen.dispose();
    this.#screens.clear();
  }

  #adopt(runs: readonly BuildRunView[]): void {
    for (const [component, screen] of this.#screens) {
      if (runs.some((run) => run.component === component)) continue;
      this.#screens.delete(component);
      screen.dispose();
    }
    this.set({ ...this.get(), runs });
  }
}
