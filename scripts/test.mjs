// npm test: everything that has to hold, cheapest first. Ends at the first step that fails.
import { join } from "node:path";

import { findElectron, hasDisplay } from "./machine/find-electron.mjs";
import { onPinnedNode, ROOT, run, runTool } from "./machine/pinned-node.mjs";

await onPinnedNode();

const script = (name) => () => run(process.execPath, [join(ROOT, "scripts", name)]);
const steps = {
  check: script("check.mjs"),
  // Before the unit tests: some run the example component.
  build: script("build.mjs"),
  unit: () => runTool("vitest/vitest.mjs", ["run"]),
  artifacts: script("check-artifacts.mjs"),
  double: script("double/run.mjs"),
  "double without a project": script("double/idle.mjs"),
  "self-test": script("double/self-test.mjs"),
  package: script("check-package.mjs"),
  "double with a page": script("double/page.mjs"),
  e2e: script("e2e.mjs"),
};

const from = performance.now();
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(0)} s`;
let failed;
for (const [name, step] of Object.entries(steps)) {
  console.log(`\n=== ${name}`);
  const began = performance.now();
  if ((await step()) !== 0) failed = name;
  console.log(`=== ${name}: ${failed === undefined ? "ok" : "FAILED"} (${seconds(began)})`);
  if (failed !== undefined) break;
}
const electron = findElectron();
const why = electron.ok ? (hasDisplay() ? undefined : "there is no display") : electron.why;
if (why !== undefined) {
  console.log(`\n*** The desktop app was NOT tested in a real Electron: ${why}. Its double and its build were. ***`);
}
console.log(failed === undefined ? `\nAll passed in ${seconds(from)}` : `\n${failed} FAILED`);
process.exitCode = failed === undefined ? 0 : 1;
