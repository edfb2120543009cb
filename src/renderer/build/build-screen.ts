import type { BuildPrinted } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { byteSize } from "../format/quantity.ts";
import { TerminalScreen, type TerminalScreenOptions } from "../terminal/terminal-screen.ts";
import { OutputJoin, type OutputStep } from "./output-join.ts";

/** The output of one component's build command, from the first look at it until `dispose`. */
export class BuildScreen {
  readonly terminal: TerminalScreen;
  readonly #session: StudioSession;
  readonly #component: string;
  readonly #join = new OutputJoin();
  readonly #stops: (() => void)[] = [];

  constructor(
    session: StudioSession,
    component: string,
    folder: () => string | undefined,
    options: Pick<TerminalScreenOptions, "onPath" | "isWindowKey">,
  ) {
    this.#session = session;
    this.#component = component;
    this.terminal = new TerminalScreen({
      ...options,
      label: `Build output of ${component}`,
      onPath: (place) => options.onPath(place, folder()),
    });
    this.#stops.push(
      session.on("build-printed", (printed) => this.#printed(printed)),
      session.on("builds-changed", (runs) => {
        const own = runs.find((run) => run.component === component);
        if (own !== undefined) this.#show(this.#join.started(own.run));
      }),
      session.on("events-skipped", (skipped) => {
        if ("build-printed" in skipped) this.#read();
      }),
      session.onReady(() => this.#read()),
    );
  }

  dispose(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.terminal.dispose();
  }

  #read(): void {
    const read = this.#join.begin();
    this.#session.api.buildOutput(this.#component).then(
      (output) => this.#show(this.#join.whole(read, output)),
      // Without a connection it is read when the studio is back; a component that is gone has its screen taken away.
      () => undefined,
    );
  }

  #printed(printed: BuildPrinted): void {
    if (printed.component === this.#component) this.#show(this.#join.printed(printed));
  }

  #show(steps: readonly OutputStep[]): void {
    for (const step of steps) {
      if (step.kind === "clear") this.terminal.clear();
      else if (step.kind === "bytes") this.terminal.write(step.bytes);
      else {
        this.terminal.note(
          `${byteSize(step.bytes)} ${step.gone ? "before this are not kept" : "came faster than they could be passed on"}`,
        );
      }
    }
  }
}
