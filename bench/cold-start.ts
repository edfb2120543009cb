import { join } from "node:path";

import type { Benchmark } from "./benchmark.ts";
import { helloGuest } from "./hello-guest.ts";
import { makeFolder, removeFolder } from "./kv-guest.ts";
import { ensureStudioBuilt, freePort, jcoServe, type ServedGuest, vitrineServe, writeProject } from "./servers.ts";

/** From the start of the process to the first answer, on a folder that neither has seen: nothing is transpiled yet. */
export const coldStart: Benchmark = {
  name: "cold-start",
  title: "from `vitrine serve` to its first answer, nothing cached / from `jco serve`",
  unit: "ms",
  target: 0.8,
  better: "less",
  warmUpRounds: 1,
  rounds: 7,
  async open() {
    await ensureStudioBuilt();
    const bytes = await helloGuest("hello");
    return {
      ours: async () => {
        await using folder = await freshFolder();
        const port = await freePort();
        await writeProject(join(folder.path, "project"), bytes, port);
        return await untilAnswer(() => vitrineServe(join(folder.path, "project"), folder.path, port));
      },
      theirs: async () => {
        await using folder = await freshFolder();
        const port = await freePort();
        return await untilAnswer(() => jcoServe(folder.path, bytes, port));
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  },
};

async function untilAnswer(start: () => ServedGuest | Promise<ServedGuest>): Promise<number> {
  const began = performance.now();
  await using served = await start();
  await served.answer();
  return performance.now() - began;
}

async function freshFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await makeFolder();
  return { path, [Symbol.asyncDispose]: () => removeFolder(path) };
}
