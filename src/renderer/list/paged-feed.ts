import { ValueStore } from "../store/value-store.ts";

export interface Page<T> {
  readonly items: readonly T[];
  /** What the next page comes after; absent: this is the last one. */
  readonly next?: string;
}

export type ReadPage<T, Q> = (
  query: Q,
  from: { readonly after?: string; readonly limit: number },
  signal: AbortSignal,
) => Promise<Page<T>>;

export interface PagedList<T, Q> {
  /** What these items fit; while another query is read the items of the last stay. */
  readonly query: Q;
  /** Sorted, as the studio sorts. */
  readonly items: readonly T[];
  readonly phase: "loading" | "ready" | "failed";
  readonly error?: string;
  /** As of a page. */
  readonly next?: string;
}

const PAGE = 1000;
/** What was read already is read again in larger steps: something in it changed, and all of it is asked for. */
const MAX_PAGE = 10_000;

/** Reading it all again that took longer than this is not begun again at once, however often something changes. */
const LONG_MS = 100;

/** How a feed knows of time. */
export interface Timing {
  now(): number;
  /** Resolves after so long, or as soon as it is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** A sorted list of the studio, read as far as somebody scrolled. A query is plain data. */
export class PagedFeed<T, Q> extends ValueStore<PagedList<T, Q>> {
  readonly #readPage: ReadPage<T, Q>;
  readonly #abort = new AbortController();
  #query: Q;
  #reading = false;
  #again = false;
  readonly #timing: Timing;
  /** Set while the next reading waits for its time. */
  #pause: AbortController | undefined;

  constructor(readPage: ReadPage<T, Q>, query: Q, timing: Timing = ofTheWindow) {
    super({ query, items: [], phase: "loading" });
    this.#readPage = readPage;
    this.#query = query;
    this.#timing = timing;
  }

  setQuery(query: Q): void {
    if (sameQuery(query, this.#query)) return;
    this.#query = query;
    this.#pause?.abort();
    void this.refresh();
  }

  /** Reads what is loaded once more, as far as it went: items may have come and gone anywhere in it. */
  async refresh(): Promise<void> {
    this.#again = true;
    // The pause ends with a reading.
    if (this.#pause !== undefined) return;
    while (this.#again && !this.#reading && !this.#abort.signal.aborted) {
      this.#again = false;
      const query = this.#query;
      const began = this.#timing.now();
      await this.#read(() => this.#readAgain());
      const tookMs = this.#timing.now() - began;
      // A long list that is written to all the time would leave nobody time for anything else.
      if (this.#again && tookMs > LONG_MS && sameQuery(query, this.#query)) await this.#waitFor(2 * tookMs);
    }
  }

  async loadMore(): Promise<void> {
    const { query, items, next, phase } = this.get();
    if (this.#reading || next === undefined || phase !== "ready" || !sameQuery(query, this.#query)) return;
    await this.#read(async () => {
      const page = await this.#page(query, next, PAGE);
      return listOf(query, [...items, ...page.items], page.next);
    });
    // What was asked for while this page was read.
    if (this.#again) await this.refresh();
  }

  dispose(): void {
    this.#abort.abort();
    this.#pause?.abort();
  }

  async #waitFor(ms: number): Promise<void> {
    this.#pause = new AbortController();
    await this.#timing.wait(ms, this.#pause.signal);
    this.#pause = undefined;
  }

  async #readAgain(): Promise<PagedList<T, Q>> {
    const query = this.#query;
    const before = this.get();
    const known = sameQuery(before.query, query) ? before : undefined;
    const limit = Math.min(MAX_PAGE, Math.max(PAGE, known?.items.length ?? 0));
    let { items, next } = await this.#page(query, undefined, limit);
    // A list that was read to its end is read to its end again; a new one begins with one page.
    while (next !== undefined && (known?.items.length ?? 0) > 0 && (known?.next === undefined || next < known.next)) {
      const page = await this.#page(query, next, limit);
      items = [...items, ...page.items];
      next = page.next;
    }
    return listOf(query, items, next);
  }

  #page(query: Q, after: string | undefined, limit: number): Promise<Page<T>> {
    return this.#readPage(query, { ...(after === undefined ? {} : { after }), limit }, this.#abort.signal);
  }

  async #read(work: () => Promise<PagedList<T, Q>>): Promise<void> {
    this.#reading = true;
    let list: PagedList<T, Q>;
    try {
      list = await work();
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      const state = this.get();
      const message = error instanceof Error ? error.message : String(error);
      list = { ...state, phase: state.items.length > 0 ? "ready" : "failed", error: message };
    } finally {
      this.#reading = false;
    }
    // Only now: a view that has still too few rows asks for more as soon as it hears of these.
    this.set(list);
  }
}

const ofTheWindow: Timing = {
  now: () => performance.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

function listOf<T, Q>(query: Q, items: readonly T[], next: string | undefined): PagedList<T, Q> {
  return { query, items, phase: "ready", ...(next === undefined ? {} : { next }) };
}

export function sameQuery(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
