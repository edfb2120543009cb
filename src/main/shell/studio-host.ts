import type { ErrorView } from "../../shared/errors.ts";
import type { FromStudioProcess, ToStudioProcess } from "../../shared/studio-process.ts";
import { RestartBudget } from "./restart-budget.ts";
import { Watchdog } from "./watchdog.ts";

/** One running process; `Port` is what it can be handed. */
export interface StudioChild<Port> {
  post(message: ToStudioProcess, ports?: readonly Port[]): void;
  kill(): void;
  onMessage(listener: (message: FromStudioProcess) => void): void;
  /** Called once, with everything it wrote to stderr last. */
  onExit(listener: (code: number, lastWords: string) => void): void;
}

/** Why there is no studio any more. */
export type StudioStop =
  /** The project does not open; trying again by itself would fail the same way. */
  | { readonly kind: "failed"; readonly error: ErrorView }
  /** It ended so often in a short time that it is not started again by itself. */
  | { readonly kind: "crashed"; readonly code: number; readonly lastWords: string };

export interface StudioHostOptions<Port> {
  /** Absent: the self-test. */
  readonly project?: string;
  fork(): StudioChild<Port>;
  onAcknowledged(nonce: string): void;
  onServing(url: string): void;
  onStopped(stop: StudioStop): void;
  readonly now: () => number;
}

export const SUPERVISION = {
  restarts: 3,
  windowMs: 60_000,
  pingMs: 5_000,
  /** 15 to 20 s without an answer: far beyond any pause of a loop that runs nothing longer than milliseconds. */
  missedPings: 3,
  /** A minute: the first start on a slow disk, with a scanner for viruses in between. */
  firstMissedPings: 12,
  drainMs: 3_000,
  /** From then on to where its end is not waited for any more. */
  killMs: 3_000,
} as const;

/** Keeps the studio of one project running: starts it again when it crashes or hangs, ends it when the app quits. */
export class StudioHost<Port> {
  readonly #options: StudioHostOptions<Port>;
  readonly #budget: RestartBudget;
  #child: StudioChild<Port> | undefined;
  #watchdog: Watchdog | undefined;
  #serving = false;
  #exited = Promise.resolve();
  #ending = false;

  constructor(options: StudioHostOptions<Port>) {
    this.#options = options;
    this.#budget = new RestartBudget(SUPERVISION.restarts, SUPERVISION.windowMs, options.now);
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  /** Starts it, also after it stopped: a person asked, so the count of restarts begins anew. */
  start(): void {
    if (this.#child !== undefined || this.#ending) return;
    this.#budget.refill();
    this.#fork();
  }

  /** Hands a window's port over; it is lost when nothing runs, and the window asks again. */
  attach(nonce: string, port: Port): void {
    this.#child?.post({ t: "attach", nonce }, [port]);
  }

  /** Asks for the loopback server, now and of every later process of this project. */
  serve(): void {
    this.#serving = true;
    this.#child?.post({ t: "serve" });
  }

  /** Ends it in order, or by force when it does not end within `SUPERVISION.drainMs`. Waits for its end, but not forever. */
  async shutDown(): Promise<void> {
    this.#ending = true;
    this.#watchdog?.stop();
    const child = this.#child;
    if (child === undefined) return;
    child.post({ t: "shutdown" });
    const kill = setTimeout(() => child.kill(), SUPERVISION.drainMs);
    const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<void>();
    const limit = setTimeout(giveUp, SUPERVISION.drainMs + SUPERVISION.killMs);
    await Promise.race([this.#exited, givenUp]);
    clearTimeout(kill);
    clearTimeout(limit);
  }

  #fork(): void {
    const child = this.#options.fork();
    const { project } = this.#options;
    const watchdog = new Watchdog({
      intervalMs: SUPERVISION.pingMs,
      misses: SUPERVISION.missedPings,
      firstMisses: SUPERVISION.firstMissedPings,
      ping: (n) => child.post({ t: "ping", n }),
      onHung: () => child.kill(),
    });
    let stop: StudioStop | undefined;
    this.#child = child;
    this.#watchdog = watchdog;
    this.#exited = new Promise((resolve) => {
      child.onExit((code, lastWords) => {
        watchdog.stop();
        this.#child = undefined;
        resolve();
        this.#afterExit(stop, code, lastWords);
      });
    });
    child.onMessage((message) => {
      switch (message.t) {
        case "failed":
          stop = { kind: "failed", error: message.error };
          child.kill();
          break;
        case "acknowledged":
          this.#options.onAcknowledged(message.nonce);
          break;
        case "serving":
          this.#options.onServing(message.url);
          break;
        case "pong":
          watchdog.answer(message.n);
          break;
        case "opened":
        case "answered":
          break;
      }
    });
    child.post({ t: "open", ...(project === undefined ? {} : { project }) });
    if (this.#serving) child.post({ t: "serve" });
  }

  #afterExit(stop: StudioStop | undefined, code: number, lastWords: string): void {
    if (this.#ending) return;
    if (stop !== undefined) this.#options.onStopped(stop);
    // Whatever the code: a killed process reports 0, and a studio that nobody asked to end has no reason to.
    else if (this.#budget.take()) this.#fork();
    else this.#options.onStopped({ kind: "crashed", code, lastWords });
  }
}
