// Writes docs/coverage.md: which functions of the host interfaces the conformance scripts call and what they assert.
// With --check it compares instead, as the unit tests do, and fails when the page is stale or a function is not covered.
import { onPinnedNode, runTool } from "./machine/pinned-node.mjs";

await onPinnedNode();

const update = process.argv.includes("--check") ? [] : ["--update"];
process.exitCode = await runTool("vitest/vitest.mjs", ["run", "src/main/studio/conformance", ...update]);
