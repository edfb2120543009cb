// A studio in a process of its own, from its sources, that says how much memory it uses. Started with `fork`:
// `studio-process.ts FOLDER [WORKER-ENTRY]`. Messages in are orders, each is answered with one message.
import { Worker } from "node:worker_threads";
import { pathToFileURL } from "node:url";

import { openStudio } from "../src/main/studio/open-studio.ts";
import { sourceEntries } from "../src/main/studio/source-entries.ts";

/** `peak`: resident bytes at most since the peak was asked for last. `burn`: keeps one thread busy until told again. */
export type StudioOrder = "peak" | "burn" | "rest";

const SAMPLE_EVERY_MS = 20;
const BURN = "for (;;) ;";

const [folder = "", workerEntry] = process.argv.slice(2);
const entries = sourceEntries();
await openStudio({
  path: folder,
  entries: workerEntry === undefined ? entries : { ...entries, worker: pathToFileURL(workerEntry) },
  watch: false,
});

let peak = 0;
let burning: Worker | undefined;
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_EVERY_MS);

process.on("message", (order: StudioOrder) => {
  void obey(order).then((answer) => process.send?.(answer));
});
process.send?.("ready");

async function obey(order: StudioOrder): Promise<number> {
  if (order === "peak") {
    const answer = peak;
    peak = process.memoryUsage.rss();
    return answer;
  }
  await burning?.terminate();
  burning = order === "burn" ? new Worker(BURN, { eval: true }) : undefined;
  return 0;
}
