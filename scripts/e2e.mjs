// npm run e2e [-- playwright arguments]: the journeys in a real browser, in the desktop app as well where there is one.
import { buildAll } from "./build.mjs";
import { BROWSER_ADVICE, ensureBrowser } from "./machine/find-browser.mjs";
import { onPinnedNode, runTool } from "./machine/pinned-node.mjs";

await onPinnedNode();

const browser = await ensureBrowser();
if (browser === undefined) {
  console.error(BROWSER_ADVICE);
  process.exitCode = 1;
} else if (await buildAll()) {
  const env = { ...process.env, CHROMIUM_PATH: browser };
  process.exitCode = await runTool("@playwright/test/cli.js", ["test", ...process.argv.slice(2)], { env });
} else {
  process.exitCode = 1;
}
