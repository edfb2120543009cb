import type { StudioApi } from "../../shared/contract.ts";
import type { KeyView } from "../../shared/model.ts";
import { ValueStore } from "../store/value-store.ts";

export interface KeyList {
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
  readonly #scope: { readonly backend: string; readonly bucket: string; readonly search?: string };
  readonly #abort = new AbortController();
  #reading = false;
  #again = false;

  constructor(api: StudioApi, backend: string, bucket: string, search: string) {
    super({ keys: [], phase: "loading", complete: false });
    this.#api = api;
    this.#scope = { backend, bucket, ...(search === "" ? {} : { search }) };
  }

  /** Reads what is loaded once more, as far as it went: keys may have come and gone anywhere in it. */
  async refresh(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    await this.#read(async () => {
      const last = this.get().keys.at(-1)?.key;
      let keys: readonly KeyView[] = [];
      for (;;) {
        const page = await this.#page(keys.at(-1)?.key);
        keys = [...keys, ...page];
        const complete = page.length < PAGE;
        if (complete || last === undefined || (page.at(-1)?.key ?? "") >= last)
          return this.set({ keys, phase: "ready", complete });
      }
    });
    if (this.#again && !this.#abort.signal.aborted) {
      this.#again = false;
      await this.refresh();
    }
  }

  async loadMore(): Promise<void> {
    const { keys, complete, phase } = this.get();
    if (this.#reading || complete || phase !== "ready") return;
    await this.#read(async () => {
      const page = await this.#page(keys.at(-1)?.key);
      this.set({ keys: [...keys, ...page], phase: "ready", complete: page.length < PAGE });
    });
  }

  dispose(): void {
    this.#abort.abort();
  }

  #page(after: string | undefined): Promise<readonly KeyView[]> {
    return this.#api.keys(
      { ...this.#scope, ...(after === undefined ? {} : { after }), limit: PAGE },
      this.#abort.signal,
    );
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
