import type { EpochMs, InvocationId, InvocationSummary } from "../../shared/model.ts";
import type { StudioSession } from "../connection/studio-session.ts";
import { ValueStore } from "../store/value-store.ts";

const WINDOW_MS = 5000;

/** Host calls a second, as the mean of the last five. */
export class CallRate extends ValueStore<number> {
  readonly #counted = new Map<InvocationId, number>();
  readonly #stop: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #now: () => EpochMs;
  #samples: { readonly at: EpochMs; readonly calls: number }[] = [];

  constructor(session: StudioSession, now: () => EpochMs) {
    super(0);
    this.#now = now;
    this.#stop = session.on("invocations-changed", (changed) => this.count(changed));
    this.#timer = setInterval(() => this.#publish(), 1000);
  }

  /** Events carry totals of an invocation: what counts is how far they went since the last one. */
  count(changed: readonly InvocationSummary[]): void {
    let calls = 0;
    for (const one of changed) {
      calls += Math.max(0, one.calls - (this.#counted.get(one.id) ?? 0));
      if (one.outcome === undefined) this.#counted.set(one.id, one.calls);
      else this.#counted.delete(one.id);
    }
    if (calls > 0) this.#samples.push({ at: this.#now(), calls });
    this.#publish();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#stop();
  }

  #publish(): void {
    const since = this.#now() - WINDOW_MS;
    this.#samples = this.#samples.filter((sample) => sample.at > since);
    const calls = this.#samples.reduce((sum, sample) => sum + sample.calls, 0);
    this.set(Math.round((calls * 1000) / WINDOW_MS));
  }
}
