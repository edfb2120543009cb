import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Benchmark } from "./benchmark.ts";
import { helloGuest } from "./hello-guest.ts";
import { makeFolder, removeFolder } from "./kv-guest.ts";
import { ensureStudioBuilt, freePort, jcoServe, type ServedGuest, vitrineServe, writeProject } from "./servers.ts";

const WARM_UP_ROUNDS = 1;
const ROUNDS = 7;

/** Every round brings a build that was never seen, so that nothing comes out of a cache. */
export const reload: Benchmark = {
  name: "reload",
  title: "from a new artefact in place to its first answer / from killing `jco serve` to its answer when started again",
  unit: "ms",
  target: 0.25,
  better: "less",
  warmUpRounds: WARM_UP_ROUNDS,
  rounds: ROUNDS,
  async open() {
    await ensureStudioBuilt();
    const held = new AsyncDisposableStack();
    const folder = await makeFolder();
    held.defer(() => removeFolder(folder));
    const builds: Uint8Array[] = [];
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) builds.push(await helloGuest(textOf(round)));
    const first = await helloGuest("first");
    const port = await freePort();
    const project = join(folder, "project");
    await writeProject(project, first, port);
    const studio = held.use(vitrineServe(project, folder, port));
    await studio.answer();
    const jcoPort = await freePort();
    let theirs: ServedGuest = await jcoServe(folder, first, jcoPort);
    held.defer(() => theirs[Symbol.asyncDispose]());
    await theirs.answer();
    return {
      ours: async (round) => {
        const next = join(folder, "next.wasm");
        await writeFile(next, buildOf(builds, round));
        const began = performance.now();
        await rename(next, join(project, "guest.wasm"));
        await studio.answer((body) => body.startsWith(textOf(round)));
        return performance.now() - began;
      },
      theirs: async (round) => {
        const bytes = buildOf(builds, round);
        const began = performance.now();
        await theirs[Symbol.asyncDispose]();
        theirs = await jcoServe(folder, bytes, jcoPort);
        await theirs.answer((body) => body.startsWith(textOf(round)));
        return performance.now() - began;
      },
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    };
  },
};

function textOf(round: number): string {
  return `build ${round}`;
}

function buildOf(builds: readonly Uint8Array[], round: number): Uint8Array {
  const build = builds[round];
  if (build === undefined) throw new Error(`there is no build for round ${round}`);
  return build;
}
