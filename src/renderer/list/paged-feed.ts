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

/** A sorted list of the studio, read as far as somebody scrolled. A query is plain data. */
export class PagedFeed<T, Q> extends ValueStore<PagedList<T, Q>> {
  readonly #readPage: ReadPage<T, Q>;
  readonly #abort = new AbortController();
  #query: Q;
  #reading = false;
  #again = false;

  constructor(readPage: ReadPage<T, Q>, query: Q) {
    super({ query, items: [], phase: "loading" });
    this.#readPage = readPage;
    this.#query = query;
  }

  setQuery(query: Q): void {
    if (same(query, this.#query)) return;
    this.#query = query;
    void this.refresh();
  }

  /** Reads what is loaded once more, as far as it went: items may have come and gone anywhere in it. */
  async refresh(): Promise<void> {
    this.#again = true;
    while (this.#again && !this.#reading && !this.#abort.signal.aborted) {
      this.#again = false;
      await this.#read(() => this.#readAgain());
    }
  }

  async loadMore(): Promise<void> {
    const { query, items, next, phase } = this.get();
    if (this.#reading || next === undefined || phase !== "ready" || !same(query, this.#query)) return;
    await this.#read(async () => {
      const page = await this.#page(query, next, PAGE);
      return listOf(query, [...items, ...page.items], page.next);
    });
    // What was asked for while this page was read.
    if (this.#again) await this.refresh();
  }

  dispose(): void {
    this.#abort.abort();
  }

  async #readAgain(): Promise<PagedList<T, Q>> {
    const query = this.#query;
    const before = this.get();
    const known = same(before.query, query) ? before : undefined;
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

function listOf<T, Q>(query: Q, items: readonly T[], next: string | undefined): PagedList<T, Q> {
  return { query, items, phase: "ready", ...(next === undefined ? {} : { next }) };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
