import type { StudioApi } from "../../shared/contract.ts";
import type { KeyView } from "../../shared/model.ts";
import { ValueStore } from "../store/value-store.ts";

export interface KeyList {
  /** The search these keys fit; while another one is read the keys of the last stay. */
  readonly search: string;
  /** Sorted by key, as the studio sorts. */
  readonly keys: readonly KeyView[];
  readonly phase: "loading" | "ready" | "failed";
  readonly error?: string;
  readonly complete: boolean;
}

const PAGE = 1000;

/** The keys of one bucket that contain the search, read as far as somebody scrolled. */
export class KeyFeed extends ValueStore<KeyList> {
  readonly #api: StudioApi;
  readonly #backend: string;
  readonly #bucket: string;
  readonly #abort = new AbortController();
  #search: string;
  #reading = false;
  #again = false;

  constructor(api: StudioApi, backend: string, bucket: string, search: string) {
    super({ search, keys: [], phase: "loading", complete: false });
    this.#api = api;
    this.#backend = backend;
    this.#bucket = bucket;
    this.#search = search;
  }

  setSearch(search: string): void {
    if (search === this.#search) return;
    this.#search = search;
    void this.refresh();
  }

  /** Reads what is loaded once more, as far as it went: keys may have come and gone anywhere in it. */
  async refresh(): Promise<void> {
    this.#again = true;
    while (this.#again && !this.#reading && !this.#abort.signal.aborted) {
      this.#again = false;
      await this.#read(async () => {
        const search = this.#search;
        const before = this.get();
        const last = before.search === search ? before.keys.at(-1)?.key : undefined;
        let keys: readonly KeyView[] = [];
        for (;;) {
          const page = await this.#page(search, keys.at(-1)?.key);
          keys = [...keys, ...page];
          const complete = page.length < PAGE;
          if (complete || last === undefined || (page.at(-1)?.key ?? "") >= last) {
            return this.set({ search, keys, phase: "ready", complete });
          }
        }
      });
    }
  }

  async loadMore(): Promise<void> {
    const { search, keys, complete, phase } = this.get();
    if (this.#reading || complete || phase !== "ready" || search !== this.#search) return;
    await this.#read(async () => {
      const page = await this.#page(search, keys.at(-1)?.key);
      this.set({ search, keys: [...keys, ...page], phase: "ready", complete: page.length < PAGE });
    });
    // What was asked for while this page was read.
    if (this.#again) await this.refresh();
  }

  dispose(): void {
    this.#abort.abort();
  }

  #page(search: string, after: string | undefined): Promise<readonly KeyView[]> {
    const query = {
      backend: this.#backend,
      bucket: this.#bucket,
      ...(search === "" ? {} : { search }),
      ...(after === undefined ? {} : { after }),
      limit: PAGE,
    };
    return this.#api.keys(query, this.#abort.signal);
  }

  async #read(work: () => Promise<void>): Promise<void> {
    this.#reading = true;
    try {
      await work();
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      const state = this.get();
      const message = error instanceof Error ? error.message : String(error);
      this.set({ ...state, phase: state.keys.length > 0 ? "ready" : "failed", error: message });
    } finally {
      this.#reading = false;
    }
  }
}
