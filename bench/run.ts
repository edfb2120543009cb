// `npm run bench [-- --json] [-- --only NAME]`
import { parseArgs } from "node:util";

import { measure, type Benchmark, type Metric } from "./benchmark.ts";
import { blobMemory } from "./blob-memory.ts";
import { coldStart } from "./cold-start.ts";
import { floodLatency, floodMemory } from "./flood.ts";
import { hostCallDurable } from "./host-call-durable.ts";
import { hostCallMemory } from "./host-call-memory.ts";
import { httpFresh } from "./http-fresh.ts";
import { httpPrepared } from "./http-prepared.ts";
import { httpReuse } from "./http-reuse.ts";
import { reload } from "./reload.ts";

const BENCHMARKS: readonly Benchmark[] = [
  hostCallMemory,
  hostCallDurable,
  reload,
  httpReuse,
  httpFresh,
  httpPrepared,
  floodMemory,
  floodLatency,
  blobMemory,
  coldStart,
];

const { values } = parseArgs({ options: { json: { type: "boolean" }, only: { type: "string" } } });
const chosen = BENCHMARKS.filter((each) => values.only === undefined || each.name === values.only);
if (chosen.length === 0) {
  console.error(`there is no benchmark ${values.only}; there are ${BENCHMARKS.map((each) => each.name).join(", ")}`);
  process.exit(2);
}

const metrics: Metric[] = [];
for (const benchmark of chosen) {
  if (values.json !== true) console.log(`${benchmark.name}: ${benchmark.title}`);
  const metric = await measure(benchmark);
  metrics.push(metric);
  if (values.json !== true) console.log(line(metric, benchmark.unit));
}
if (values.json === true) console.log(JSON.stringify({ metrics }));

function line(metric: Metric, unit: string): string {
  const { ours, theirs, ratio, target, holds } = metric;
  const cost = (value: number): string => `${value.toFixed(2)} ${unit}`;
  const verdict = holds ? "holds" : "MISSED";
  return `  ours ${cost(ours)}   theirs ${cost(theirs)}   ratio ${ratio.toFixed(3)}   target ${target}   ${verdict}\n`;
}
