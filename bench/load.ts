// Load on an HTTP server from a process of its own, so that what is measured does not share a loop with who measures.
// Started with `fork`; one order at a time comes as a message, one report goes back for each.
import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

export interface LoadOrder {
  readonly url: string;
  /** Each sends its next request when it has the whole answer, on a connection it keeps. */
  readonly connections: number;
  readonly durationMs: number;
  /** Between an answer and the next request. */
  readonly pauseMs: number;
}

export interface LoadReport {
  readonly perSecond: number;
  /** Of each answer, from the request to its last byte. */
  readonly latenciesMs: readonly number[];
  /** What was not a 200 with a body. */
  readonly failed: number;
}

async function run({ url, connections, durationMs, pauseMs }: LoadOrder): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latenciesMs: number[] = [];
  let failed = 0;
  const began = performance.now();
  const until = began + durationMs;
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      const sent = performance.now();
      if (await answers(url, agent)) latenciesMs.push(performance.now() - sent);
      else failed++;
      if (pauseMs > 0) await pause(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return { perSecond: latenciesMs.length / seconds, latenciesMs, failed };
}

/** Resolves when the whole answer is there; false: it is not a 200 with a body. */
function answers(url: string, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    const sending = request(url, { agent }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      response.on("end", () => resolve(response.statusCode === 200 && bytes > 0));
      response.on("error", () => resolve(false));
    });
    sending.on("error", () => resolve(false));
    sending.end();
  });
}

process.on("message", (order: LoadOrder) => {
  void run(order).then((report) => process.send?.(report));
});
