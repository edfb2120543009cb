import { type Benchmark, median } from "./benchmark.ts";
import { pairOf, studio } from "./http-pair.ts";
import { Load, type ServedGuest } from "./servers.ts";

const ROUND_MS = 2_000;
const PAUSE_MS = 100;

export const httpPrepared: Benchmark = {
  name: "http-prepared",
  title: "latency with 100 ms between requests, a new instance each that was prepared ahead / the instance reused",
  unit: "ms",
  target: 1.3,
  better: "less",
  warmUpRounds: 2,
  rounds: 7,
  async open() {
    const held = new AsyncDisposableStack();
    const prepared = await studio(held, "per-call");
    const reused = await studio(held, "reuse");
    const load = held.use(new Load());
    const latency = async ({ url }: ServedGuest): Promise<number> => {
      const order = { connections: 1, durationMs: ROUND_MS, pauseMs: PAUSE_MS };
      return median((await load.run(url, order)).latenciesMs);
    };
    return pairOf(
      held,
      () => latency(prepared),
      () => latency(reused),
    );
  },
};
