/** Watches a folder of sources and writes one of them: run where the system lets nobody watch much. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { SourceFilter } from "../source-filter.ts";
import { SourceWatcher } from "../source-watcher.ts";

const root = process.argv[2] ?? "";
const component = { root, wasm: join(root, "out/a.wasm"), watch: { include: ["src/**"], debounceMs: 10 } };
// A studio has other things to stay alive for; the watcher alone is no reason.
const alive = setInterval(() => undefined, 1_000);
let polling = "";
const changed = Promise.withResolvers<readonly string[]>();
await using watcher = new SourceWatcher({
  filter: new SourceFilter({ component }),
  debounceMs: 10,
  isOnNetwork: false,
  onChanged: (changes) => changed.resolve(changes.map(({ path }) => path)),
  onPolling: (why) => (polling = why),
});
await watcher.ready;
writeFileSync(join(root, "src/9/a.js"), "changed");
process.stdout.write(JSON.stringify({ changed: await changed.promise, mode: watcher.mode, polling }));
clearInterval(alive);
