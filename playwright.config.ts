import { defineConfig } from "@playwright/test";

import { findElectron, hasDisplay } from "./scripts/machine/find-electron.mjs";

/** The same journeys in two shells; a fixture reads `shell` and opens the one or the other. */
interface ShellOption {
  shell: "browser" | "electron";
}

// Found by scripts/e2e.mjs; absent, Playwright's own is used.
const executablePath = process.env["CHROMIUM_PATH"];
const asRoot = process.getuid?.() === 0;
const withElectron = process.env["VITRINE_REQUIRE_ELECTRON"] === "1" || (findElectron().ok && hasDisplay());

export default defineConfig<object, ShellOption>({
  testDir: "e2e",
  outputDir: "test-results",
  // Each test runs a whole studio; the machine is shared.
  workers: 1,
  timeout: 300_000,
  // One that passes at the second try is named as flaky at the end of the run, with the trace of its failure kept.
  retries: 1,
  reporter: [["list"]],
  use: {
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), chromiumSandbox: !asRoot },
    trace: "retain-on-failure",
  },
  projects: [
    { name: "browser", use: { shell: "browser" } },
    ...(withElectron ? [{ name: "electron", use: { shell: "electron" as const } }] : []),
  ],
});
