// What the HTTP benchmarks share: a studio and a peer on the same component, and load on them.
import { join } from "node:path";

import type { Pair } from "./benchmark.ts";
import { helloGuest } from "./hello-guest.ts";
import { makeFolder, removeFolder } from "./kv-guest.ts";
import {
  ensureStudioBuilt,
  freePort,
  jcoServe,
  Load,
  type ServedGuest,
  vitrineServe,
  writeProject,
} from "./servers.ts";

const CONNECTIONS = 4;
const ROUND_MS = 2_000;

/** Ours and `jco serve`, each asked for as many answers as it can give for a while. */
export async function besideJco(instances: "per-call" | "reuse", jcoArgs: readonly string[]): Promise<Pair> {
  const held = new AsyncDisposableStack();
  const ours = await studio(held, instances);
  const folder = await makeFolder();
  held.defer(() => removeFolder(folder));
  const theirs = held.use(await jcoServe(folder, await helloGuest("hello"), await freePort(), jcoArgs));
  await theirs.answer();
  const load = held.use(new Load());
  const throughput = async ({ url }: ServedGuest): Promise<number> =>
    (await load.run(url, { connections: CONNECTIONS, durationMs: ROUND_MS, pauseMs: 0 })).perSecond;
  return pairOf(
    held,
    () => throughput(ours),
    () => throughput(theirs),
  );
}

/** A studio of its own on the guest, answering. */
export async function studio(held: AsyncDisposableStack, instances: "per-call" | "reuse"): Promise<ServedGuest> {
  await ensureStudioBuilt();
  const folder = await makeFolder();
  held.defer(() => removeFolder(folder));
  const port = await freePort();
  await writeProject(join(folder, "project"), await helloGuest("hello"), port, { instances });
  const served = held.use(vitrineServe(join(folder, "project"), folder, port));
  await served.answer();
  return served;
}

export function pairOf(held: AsyncDisposableStack, ours: () => Promise<number>, theirs: () => Promise<number>): Pair {
  return { ours, theirs, [Symbol.asyncDispose]: () => held.disposeAsync() };
}
