// One invocation that makes a million host calls: what it does to the studio's memory and to whoever asks it something.
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { guest } from "../test/guests/guests.ts";
import { type Benchmark, percentile } from "./benchmark.ts";
import { ForkedStudio } from "./forked-studio.ts";
import type { StudioOrder } from "./studio-process.ts";

const UNRECORDED_WORKER = fileURLToPath(new URL("./unrecorded-worker.ts", import.meta.url));
const CALLS = 1_000_000;
/** The guest opens its bucket first. */
const ALL_CALLS = CALLS + 1;
const KEPT_AT_EACH_END = 5_000;
const PAGE = 1_000;
const ASK_EVERY_MS = 5;
const BUSY_MS = 5_000;
const MEBIBYTE = 1024 * 1024;

export const floodMemory: Benchmark = {
  name: "flood-memory",
  title: "peak memory of the studio during 1,000,000 recorded host calls / during the same, not recorded",
  unit: "MiB",
  target: 1.5,
  better: "less",
  warmUpRounds: 1,
  rounds: 3,
  async open() {
    const held = new AsyncDisposableStack();
    const recorded = held.use(await FloodStudio.open());
    const unrecorded = held.use(await FloodStudio.open(UNRECORDED_WORKER));
    const peak = async (studio: FloodStudio): Promise<number> => {
      await studio.order("peak");
      await studio.flood();
      return (await studio.order("peak")) / MEBIBYTE;
    };
    return {
      ours: async () => {
        const bytes = await peak(recorded);
        await recorded.requireWholeRecord();
        return bytes;
      },
      theirs: () => peak(unrecorded),
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    };
  },
};

export const floodLatency: Benchmark = {
  name: "flood-latency",
  title: "99th percentile of a question to the studio during 1,000,000 host calls / beside a thread that only burns",
  unit: "ms",
  target: 1.5,
  better: "less",
  warmUpRounds: 1,
  rounds: 7,
  async open() {
    const studio = await FloodStudio.open();
    return {
      ours: () => studio.latencyDuring(() => studio.flood()),
      theirs: () =>
        studio.latencyDuring(async () => {
          await studio.order("burn");
          await pause(BUSY_MS);
          await studio.order("rest");
        }),
      [Symbol.asyncDispose]: () => studio[Symbol.asyncDispose](),
    };
  },
};

/** A studio on the key-value guest. */
class FloodStudio implements AsyncDisposable {
  readonly #studio: ForkedStudio;
  #last = 0;

  static async open(workerEntry?: string): Promise<FloodStudio> {
    const component = await guest("kv");
    const studio = await ForkedStudio.open({ component, ...(workerEntry === undefined ? {} : { workerEntry }) });
    await studio.invoke("set", ["value", { base64: Buffer.alloc(64, 7).toString("base64") }]);
    return new FloodStudio(studio);
  }

  private constructor(studio: ForkedStudio) {
    this.#studio = studio;
  }

  order(order: StudioOrder): Promise<number> {
    return this.#studio.order(order);
  }

  async flood(): Promise<void> {
    const { invocation } = await this.#studio.invoke("get-times", ["value", CALLS]);
    this.#last = invocation;
  }

  /** The 99th percentile of the milliseconds until an answer, of questions asked one after the other meanwhile. */
  async latencyDuring(work: () => Promise<void>): Promise<number> {
    const waited: number[] = [];
    const state = { busy: true };
    const working = work().finally(() => (state.busy = false));
    while (state.busy) {
      const asked = performance.now();
      await this.#studio.window.api.project();
      waited.push(performance.now() - asked);
      await pause(ASK_EVERY_MS);
    }
    await working;
    return percentile(waited, 0.99);
  }

  /** @throws Error unless the last flood's record has the first and the last calls one by one, and counts all others. */
  async requireWholeRecord(): Promise<void> {
    const { api } = this.#studio.window;
    const { aggregates } = await api.invocation(this.#last);
    const seqs = new Set<number>();
    for (let after = 0; ;) {
      const page = await api.hostCalls({ invocation: this.#last, after, limit: PAGE });
      for (const { seq, function: name } of page) if (name !== "instantiate") seqs.add(seq);
      const end = page.at(-1);
      if (end === undefined) break;
      after = end.seq;
    }
    const counted = seqs.size + aggregates.reduce((sum, { calls }) => sum + calls, 0);
    // Numbers count the span of initialisation, where there is one.
    const newest = Math.max(...seqs);
    for (let at = 0; at < KEPT_AT_EACH_END; at++) {
      const both = seqs.has(newest - at) && seqs.has(newest - ALL_CALLS + 1 + at);
      if (!both) throw new Error(`the record of the flood lacks one of its calls at ${at} from its ends`);
    }
    if (counted !== ALL_CALLS) throw new Error(`the record of the flood counts ${counted} of ${ALL_CALLS} calls`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#studio[Symbol.asyncDispose]();
  }
}
