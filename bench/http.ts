// Requests a second, and their latency, of a studio that records them.
import { join } from "node:path";

import { type Benchmark, median, type Pair } from "./benchmark.ts";
import { helloGuest } from "./hello-guest.ts";
import { makeFolder, removeFolder } from "./kv-guest.ts";
import { ensureStudioBuilt, freePort, jcoServe, Load, type ServedGuest, vitrineServe, writeProject } from "./servers.ts";

const CONNECTIONS = 4;
const ROUND_MS = 2_000;
const PREPARED_PAUSE_MS = 100;

export const httpReuse: Benchmark = {
  name: "http-reuse",
  title: "requests a second while recording, instances reused, 4 connections / jco serve",
  unit: "requests/s",
  target: 3,
  better: "more",
  warmUpRounds: 2,
  rounds: 7,
  open: () => besideJco("reuse", []),
};

export const httpFresh: Benchmark = {
  name: "http-fresh",
  title: "requests a second while recording, an instance each, 4 connections / jco serve --isolate-requests instance",
  unit: "requests/s",
  target: 2,
  better: "more",
  warmUpRounds: 2,
  rounds: 7,
  open: () => besideJco("per-call", ["--isolate-requests", "instance"]),
};

export const httpPrepared: Benchmark = {
  name: "http-prepared",
  title: "latency with 100 ms between requests, a new instance each that was prepared ahead / the instance reused",
  unit: "ms",
  target: 1.3,
  better: "less",
  warmUpRounds: 1,
  rounds: 5,
  async open() {
    const held = new AsyncDisposableStack();
    const prepared = await studio(held, "per-call");
    const reused = await studio(held, "reuse");
    const load = held.use(new Load());
    const latency = async ({ url }: ServedGuest): Promise<number> => {
      const order = { connections: 1, durationMs: ROUND_MS, pauseMs: PREPARED_PAUSE_MS };
      return median((await load.run(url, order)).latenciesMs);
    };
    return pairOf(held, () => latency(prepared), () => latency(reused));
  },
};

async function besideJco(instances: "per-call" | "reuse", jcoArgs: readonly string[]): Promise<Pair> {
  const held = new AsyncDisposableStack();
  const ours = await studio(held, instances);
  const folder = await makeFolder();
  held.defer(() => removeFolder(folder));
  const theirs = held.use(await jcoServe(folder, await helloGuest("hello"), await freePort(), jcoArgs));
  await theirs.answer();
  const load = held.use(new Load());
  const throughput = async ({ url }: ServedGuest): Promise<number> =>
    (await load.run(url, { connections: CONNECTIONS, durationMs: ROUND_MS, pauseMs: 0 })).perSecond;
  return pairOf(held, () => throughput(ours), () => throughput(theirs));
}

/** A studio of its own on the guest, answering. */
async function studio(held: AsyncDisposableStack, instances: "per-call" | "reuse"): Promise<ServedGuest> {
  await ensureStudioBuilt();
  const folder = await makeFolder();
  held.defer(() => removeFolder(folder));
  const port = await freePort();
  await writeProject(join(folder, "project"), await helloGuest("hello"), port, { instances });
  const served = held.use(vitrineServe(join(folder, "project"), folder, port));
  await served.answer();
  return served;
}

function pairOf(held: AsyncDisposableStack, ours: () => Promise<number>, theirs: () => Promise<number>): Pair {
  return { ours, theirs, [Symbol.asyncDispose]: () => held.disposeAsync() };
}
