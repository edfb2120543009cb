import type { StudioSession } from "../connection/studio-session.ts";
import { ValueStore } from "../store/value-store.ts";
import { mergeRows, type RecordRow } from "./merge-rows.ts";

export interface RecordList<T> {
  readonly filter: string;
  /** Ascending by id: the newest is the last. */
  readonly rows: readonly T[];
  readonly phase: "loading" | "ready" | "failed";
  readonly error?: string;
  /** Nothing older is on the record. */
  readonly complete: boolean;
}

/** Asks the studio for rows, newest first. */
export type ReadPage<T> = (
  query: { readonly filter?: string; readonly before?: number; readonly limit: number },
  signal?: AbortSignal,
) => Promise<readonly T[]>;

const PAGE = 500;
/** The newest page is read again at most this often. */
const REFRESH_MS = 400;

/**
 * The rows of a record that fit the filter, kept in step with the studio. Without a filter the studio's events are
 * enough; with one, only the studio can say what fits, so its newest page is read again.
 */
export class RecordFeed<T extends RecordRow> extends ValueStore<RecordList<T>> {
  protected readonly stops: (() => void)[] = [];
  readonly #session: StudioSession;
  readonly #read: ReadPage<T>;
  #reading: AbortController | undefined;
  #readingOlder = false;
  #refreshTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: StudioSession, read: ReadPage<T>) {
    super({ filter: "", rows: [], phase: "loading", complete: false });
    this.#session = session;
    this.#read = read;
    this.stops.push(
      session.onReady(() => void this.#reload()),
      session.on("events-skipped", () => this.refreshSoon()),
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
      const page = await this.#read({ ...filterPart(filter), before: oldest.id, limit: PAGE });
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
    for (const stop of this.stops.splice(0)) stop();
  }

  /** The studio told of rows in their newest form. */
  protected merge(changed: readonly T[]): void {
    const state = this.get();
    if (state.phase !== "ready") return;
    this.set({ ...state, rows: mergeRows(state.rows, changed, state.filter === "") });
    if (state.filter !== "") this.refreshSoon();
  }

  /** Only these rows are left on the record. */
  protected keepOnly(keeps: (row: T) => boolean): void {
    const state = this.get();
    this.set({ ...state, rows: state.rows.filter(keeps), complete: true });
  }

  protected refreshSoon(): void {
    this.#refreshTimer ??= setTimeout(() => void this.#refresh(), REFRESH_MS);
  }

  async #reload(): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const { filter } = this.get();
    try {
      const page = await this.#read({ ...filterPart(filter), limit: PAGE }, reading.signal);
      if (reading.signal.aborted) return;
      this.set({ filter, rows: page.toReversed(), phase: "ready", complete: page.length < PAGE });
    } catch (error) {
      if (reading.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      const state = this.get();
      this.set({ ...state, phase: state.rows.length > 0 ? "ready" : "failed", error: message });
    }
  }

  async #refresh(): Promise<void> {
    const { filter, rows } = this.get();
    try {
      const page = await this.#read({ ...filterPart(filter), limit: PAGE });
      const state = this.get();
      if (state.filter !== filter || state.phase !== "ready") return;
      const newest = rows.at(-1)?.id ?? 0;
      const gap = page.length === PAGE && (page.at(-1)?.id ?? 0) > newest;
      this.set(
        gap
          ? { ...state, rows: page.toReversed(), complete: false }
          : { ...state, rows: mergeRows(state.rows, page, true) },
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
