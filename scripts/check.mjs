// npm run check: types, lint, format, dead code, generated files. Runs all of them and then says which failed.
import { join } from "node:path";

import { onPinnedNode, ROOT, run, runTool } from "./machine/pinned-node.mjs";

await onPinnedNode();

const steps = {
  types: () => runTool("typescript/bin/tsc", ["-b"]),
  lint: () => runTool("oxlint/bin/oxlint", []),
  format: () => runTool("oxfmt/bin/oxfmt", ["--check", "."]),
  "dead code": () => runTool("knip/bin/knip.js", []),
  "generated files": () => run(process.execPath, [join(ROOT, "scripts/generate-offered.mjs"), "--check"]),
};

const failed = [];
for (const [name, step] of Object.entries(steps)) {
  console.log(`\ncheck: ${name}`);
  if ((await step()) !== 0) failed.push(name);
}
console.log(failed.length === 0 ? "\ncheck: all is well" : `\ncheck: FAILED: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
