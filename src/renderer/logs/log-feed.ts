import type { LogLine } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { ValueStore } from "../store/value-store.ts";
import { fitsLog, type LogScope, sameScope } from "./log-scope.ts";

export interface LogList {
  readonly scope: LogScope;
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  readonly phase: "loading" | "ready" | "failed";
  readonly error?: string;
  readonly complete: boolean;
  /** Lines that arrived since the window was opened, whatever the scope. */
  readonly arrived: number;
}

const PAGE = 500;
const MAX_LINES = 50_000;

/** The log lines in scope, kept in step with the studio. */
export class LogFeed extends ValueStore<LogList> {
  readonly #session: StudioSession;
  readonly #stops: (() => void)[] = [];
  #reading = 0;
  #readingOlder = false;

  constructor(session: StudioSession) {
    super({ scope: {}, lines: [], phase: "loading", complete: false, arrived: 0 });
    this.#session = session;
    this.#stops.push(
      session.onReady(() => void this.#reload()),
      session.on("logs-appended", (appended) => this.#append(appended)),
      session.on("events-skipped", () => void this.#reload()),
      session.on("journal-cleared", () => this.set({ ...this.get(), lines: [], complete: true })),
    );
  }

  setScope(scope: LogScope): void {
    const state = this.get();
    if (sameScope(scope, state.scope)) return;
    this.set({ ...state, scope, lines: [], phase: "loading", complete: false });
    if (this.#session.status.get().state === "ready") void this.#reload();
  }

  retry(): void {
    void this.#reload();
  }

  async loadOlder(): Promise<void> {
    const { lines, complete, scope, phase } = this.get();
    const oldest = lines[0];
    if (this.#readingOlder || complete || phase !== "ready" || oldest === undefined) return;
    this.#readingOlder = true;
    try {
      const page = await this.#session.api.logs({ ...scope, before: oldest.id, limit: PAGE });
      const now = this.get();
      if (now.lines[0]?.id !== oldest.id) return;
      this.set({ ...now, lines: [...ascending(page), ...now.lines], complete: page.length < PAGE });
    } catch {
      // The studio went away in between: its return reloads the list.
    } finally {
      this.#readingOlder = false;
    }
  }

  dispose(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  async #reload(): Promise<void> {
    const reading = ++this.#reading;
    const { scope } = this.get();
    try {
      const page = await this.#session.api.logs({ ...scope, limit: PAGE });
      if (reading !== this.#reading) return;
      const { arrived } = this.get();
      this.set({ scope, lines: ascending(page), phase: "ready", complete: page.length < PAGE, arrived });
    } catch (error) {
      if (reading !== this.#reading) return;
      const state = this.get();
      const message = error instanceof Error ? error.message : String(error);
      this.set({ ...state, phase: state.lines.length > 0 ? "ready" : "failed", error: message });
    }
  }

  #append(appended: readonly LogLine[]): void {
    const state = this.get();
    const newest = state.lines.at(-1)?.id ?? 0;
    const fresh =
      state.phase === "ready" ? appended.filter((line) => line.id > newest && fitsLog(line, state.scope)) : [];
    const lines = fresh.length === 0 ? state.lines : [...state.lines, ...ascending(fresh)];
    this.set({
      ...state,
      lines: lines.length > MAX_LINES ? lines.slice(lines.length - MAX_LINES) : lines,
      complete: state.complete && lines.length <= MAX_LINES,
      arrived: state.arrived + appended.length,
    });
  }
}

function ascending(lines: readonly LogLine[]): readonly LogLine[] {
  return [...lines].sort((a, b) => a.id - b.id);
}
