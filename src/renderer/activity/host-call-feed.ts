import type { StudioApi } from "../../shared/contract.ts";
import type { HostCallView, InvocationId } from "../../shared/model.ts";
import { ValueStore } from "../store/value-store.ts";

export interface HostCallList {
  readonly calls: readonly HostCallView[];
  readonly phase: "loading" | "ready" | "failed";
  readonly error?: string;
  /** There are more than were read. */
  readonly more: boolean;
}

const PAGE = 1000;
/** Read without being asked; beyond it a person says so. */
const STEP = 10_000;

/** The host calls of one invocation, page by page; while it runs, what came in since. */
export class HostCallFeed extends ValueStore<HostCallList> {
  readonly #api: StudioApi;
  readonly #invocation: InvocationId;
  readonly #abort = new AbortController();
  #limit = STEP;
  #reading = false;
  #again = false;

  constructor(api: StudioApi, invocation: InvocationId) {
    super({ calls: [], phase: "loading", more: false });
    this.#api = api;
    this.#invocation = invocation;
  }

  /** Reads on from the first call that had not come back, to the end or to the limit. */
  async refresh(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      do {
        this.#again = false;
        await this.#readOn();
      } while (this.#again && !this.#abort.signal.aborted);
    } catch (error) {
      if (!this.#abort.signal.aborted) {
        this.set({ ...this.get(), phase: "failed", error: error instanceof Error ? error.message : String(error) });
      }
    } finally {
      this.#reading = false;
    }
  }

  readMore(): void {
    this.#limit += STEP;
    void this.refresh();
  }

  dispose(): void {
    this.#abort.abort();
  }

  async #readOn(): Promise<void> {
    const before = this.get().calls;
    const unfinished = before.findIndex((call) => call.outcome === undefined);
    let calls = unfinished < 0 ? before : before.slice(0, unfinished);
    for (;;) {
      const after = calls.at(-1)?.seq ?? 0;
      const query = { invocation: this.#invocation, after, limit: PAGE };
      const page = await this.#api.hostCalls(query, this.#abort.signal);
      if (this.#abort.signal.aborted) return;
      calls = [...calls, ...page];
      const more = page.length === PAGE;
      this.set({ calls: calls.length >= before.length || !more ? calls : before, phase: "ready", more });
      if (!more || calls.length >= this.#limit) return;
    }
  }
}
