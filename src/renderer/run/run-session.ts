import type { InvokeReply } from "../../shared/contract.ts";
import type { EpochMs } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { duration } from "../format/quantity.ts";
import { keep, readKept } from "../store/kept-in-browser.ts";
import { ValueStore } from "../store/value-store.ts";
import type { TerminalScreenOptions } from "../terminal/terminal-screen.ts";
import type { LineEffect } from "./line-editor.ts";
import { RunTerminal } from "./run-terminal.ts";
import { splitArguments } from "./split-arguments.ts";

export interface RunState {
  readonly phase: "idle" | "running" | "ended";
  /** As typed. */
  readonly args: string;
  readonly startedAt?: EpochMs;
  readonly inputEnded: boolean;
  readonly stopping: boolean;
  readonly reply?: InvokeReply;
  /** Why there was no run. */
  readonly error?: string;
}

export interface RunSessionOptions extends Pick<TerminalScreenOptions, "onPath" | "isWindowKey"> {
  readonly component: string;
  /** Under this the arguments are remembered. */
  readonly keptAs: string;
}

/** The terminal of one `wasi:cli/run` component: one run at a time, and what the last one brought. */
export class RunSession extends ValueStore<RunState> {
  readonly terminal: RunTerminal;
  readonly #session: StudioSession;
  readonly #options: RunSessionOptions;
  #run: { readonly id: string; readonly abort: AbortController; sent: Promise<void> } | undefined;

  constructor(session: StudioSession, options: RunSessionOptions) {
    const args = readKept(options.keptAs, (raw) => (typeof raw === "string" ? raw : undefined)) ?? "";
    super({ phase: "idle", args, inputEnded: false, stopping: false });
    this.#session = session;
    this.#options = options;
    this.terminal = new RunTerminal({
      label: `Terminal of ${options.component}`,
      onPath: options.onPath,
      isWindowKey: options.isWindowKey,
      onEffect: (effect) => this.#take(effect),
    });
  }

  setArgs(args: string): void {
    keep(this.#options.keptAs, args);
    this.set({ ...this.get(), args });
  }

  /** Resolves when the run is over, however it ended. */
  async start(): Promise<void> {
    if (this.#run !== undefined) return;
    const { component } = this.#options;
    const { args } = this.get();
    const run = { id: newRunId(), abort: new AbortController(), sent: Promise.resolve() };
    this.#run = run;
    this.set({ phase: "running", args, startedAt: Date.now(), inputEnded: false, stopping: false });
    this.terminal.begin(`${component}${args.trim() === "" ? "" : ` ${args.trim()}`}`);
    try {
      const input = { run: run.id, component, args: splitArguments(args) };
      const ending = this.#session.api.run(input, run.abort.signal);
      const printing = this.#print(run.id);
      const reply = await ending;
      await printing;
      this.#finish({ reply }, `${reply.outcome} after ${duration(reply.durationMs)}`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#finish({ error: message }, message);
    }
  }

  /** Ends the run as `killed`. */
  stop(): void {
    if (this.#run === undefined) return;
    this.#run.abort.abort();
    this.set({ ...this.get(), stopping: true });
  }

  endInput(): void {
    this.terminal.endInput();
    this.#take({ kind: "end-of-input" });
  }

  dispose(): void {
    this.stop();
    this.terminal.dispose();
  }

  /** Resolves when all that the run printed was shown. */
  async #print(run: string): Promise<void> {
    try {
      for (;;) {
        const prints = await this.#session.api.runOutput(run);
        if (prints.length === 0) return;
        for (const { bytes } of prints) this.terminal.print(bytes);
      }
    } catch {
      // The connection is gone, and with it the run, which says so.
    }
  }

  #finish(outcome: { readonly reply: InvokeReply } | { readonly error: string }, words: string): void {
    this.#run = undefined;
    this.terminal.end(words);
    this.set({ phase: "ended", args: this.get().args, inputEnded: false, stopping: false, ...outcome });
  }

  #take(effect: LineEffect): void {
    switch (effect.kind) {
      case "send":
        return this.#send(new TextEncoder().encode(effect.text));
      case "end-of-input":
        this.#send(null);
        return this.set({ ...this.get(), inputEnded: true });
      case "interrupt":
        return this.stop();
      case "clear-screen":
    }
  }

  /** One after the other: each resolves when the run has room for more. */
  #send(bytes: Uint8Array | null): void {
    const run = this.#run;
    if (run === undefined || this.get().inputEnded) return;
    run.sent = run.sent.then(() =>
      this.#session.api.runInput(run.id, bytes).catch(
        // The run is over before its input is: that it ended is what is shown.
        () => undefined,
      ),
    );
  }
}

/** Unguessable is not needed, only unique; and `randomUUID` is missing in pages that were loaded without TLS. */
function newRunId(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, "0")).join("");
}
