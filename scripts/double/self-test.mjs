// Runs `--self-test` of the BUILT app over the double: whoever has the binary should not be the first to try it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { ROOT } from "../machine/pinned-node.mjs";
import { prepareDouble } from "./prepare.mjs";

const { electron, finish, out } = await prepareDouble();
process.argv = ["electron", ROOT, "--self-test"];

// The report's time limit is for a person who waits; a busy machine that runs tests may take longer.
const { setTimeout: realSetTimeout } = globalThis;
globalThis.setTimeout = (fn, ms, ...args) => (ms === 60_000 ? undefined : realSetTimeout(fn, ms, ...args));

let printed = "";
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (text, written) => {
  printed += text;
  if (written !== undefined) setImmediate(() => written());
  return true;
};
const code = await new Promise((done) => {
  electron.app.exit = done;
  void import(pathToFileURL(join(out, "main/index.js")).href).then(() => electron.app.fireReady());
});
process.stdout.write = write;

try {
  const report = JSON.parse(printed);
  assert.deepEqual([report.ok, report.failures, code], [true, [], 0]);
  assert.deepEqual(report.page.bridge, [
    "connect",
    "pathForFile",
    "onOpenFiles",
    "openDialog",
    "openPath",
    "desk",
    "info",
    "settings",
  ]);
  assert.equal(report.page.echoed, 1024 * 1024);
  assert.equal(report.studio.sqlite, true);
  assert.equal(report.studio.answer, '200 {"count":1}');
  finish("the self-test of the built app passed");
} catch (error) {
  console.error(`${error.stack}\n${printed}`);
  finish(undefined);
}
