import type { InvocationSummary } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { ValueStore } from "../store/value-store.ts";
import { mergeInvocations } from "./invocation-rows.ts";

export interface InvocationList {
  readonly filter: string;
  /** Ascending by id: the newest is the last. */
  readonly rows: readonly InvocationSummary[];
  readonly phase: "loading" | "ready" | "failed";
  readonly error?: string;
  /** Nothing older is in the journal. */
  readonly complete: boolean;
}

const PAGE = 500;
/** The newest page is read again at most this often. */
const REFRESH_MS = 400;

/**
 * The invocations that fit the filter, kept in step with the studio. Without a filter the studio's events are enough;
 * with one, only the studio can say what fits (a filter may speak of host calls), so its newest page is read again.
 */
export class InvocationFeed extends ValueStore<InvocationList> {
  readonly #session: StudioSession;
  readonly #stops: (() => void)[] = [];
  #reading: AbortController | undefined;
  #readingOlder = false;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: StudioSession) {
    super({ filter: "", rows: [], phase: "loading", complete: false });
    this.#session = session;
    this.#stops.push(
      session.onReady(() => void this.#reload()),
      session.on("invocations-changed", (changed) => this.#merge(changed)),
      session.on("events-skipped", () => this.#refreshSoon()),
      session.on("journal-cleared", () => {
        const state = this.get();
        this.set({ ...state, rows: state.rows.filter((row) => row.outcome === undefined), complete: true });
      }),
    );
  }

  setFilter(filter: string): void {
    if (filter === this.get().filter) return;
    this.set({ filter, rows: [], phase: "loading", complete: false });
    if (this.#session.status.get().state === "ready") void this.#reload();
  }

  retry(): void {
    void this.#reload();
  }

  /** Reads the page before the oldest row. */
  async loadOlder(): Promise<void> {
    const { rows, complete, filter, phase } = this.get();
    const oldest = rows[0];
    if (this.#readingOlder || complete || phase !== "ready" || oldest === undefined) return;
    this.#readingOlder = true;
    try {
      const page = await this.#session.api.invocations({ ...filterPart(filter), before: oldest.id, limit: PAGE });
      const now = this.get();
      if (now.filter !== filter || now.rows[0]?.id !== oldest.id) return;
      this.set({ ...now, rows: [...page.toReversed(), ...now.rows], complete: page.length < PAGE });
    } catch {
      // The studio went away in between: its return reloads the list.
    } finally {
      this.#readingOlder = false;
    }
  }

  dispose(): void {
    this.#reading?.abort();
    clearTimeout(this.#refreshTimer);
    for (const stop of this.#stops.splice(0)) stop();
  }

  async #reload(): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const { filter } = this.get();
    try {
      const page = await this.#session.api.invocations({ ...filterPart(filter), limit: PAGE }, reading.signal);
      if (reading.signal.aborted) return;
      this.set({ filter, rows: page.toReversed(), phase: "ready", complete: page.length < PAGE });
    } catch (error) {
      if (reading.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      const state = this.get();
      this.set({ ...state, phase: state.rows.length > 0 ? "ready" : "failed", error: message });
    }
  }

  #merge(changed: readonly InvocationSummary[]): void {
    const state = this.get();
    if (state.phase !== "ready") return;
    this.set({ ...state, rows: mergeInvocations(state.rows, changed, state.filter === "") });
    if (state.filter !== "") this.#refreshSoon();
  }

  #refreshSoon(): void {
    this.#refreshTimer ??= setTimeout(() => void this.#refresh(), REFRESH_MS);
  }

  async #refresh(): Promise<void> {
    const { filter, rows } = this.get();
    try {
      const page = await this.#session.api.invocations({ ...filterPart(filter), limit: PAGE });
      const state = this.get();
      if (state.filter !== filter || state.phase !== "ready") return;
      const newest = rows.at(-1)?.id ?? 0;
      const gap = page.length === PAGE && (page.at(-1)?.id ?? 0) > newest;
      this.set(
        gap
          ? { ...state, rows: page.toReversed(), complete: false }
          : { ...state, rows: mergeInvocations(state.rows, page, true) },
      );
    } catch {
      // The studio went away in between: its return reloads the list.
    } finally {
      this.#refreshTimer = undefined;
    }
  }
}

function filterPart(filter: string): { filter?: string } {
  return filter === "" ? {} : { filter };
}
