// A Chromium for the end-to-end tests: an installed one, else Playwright's own, else the distribution's, else advice.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

import { run, runTool } from "./pinned-node.mjs";

const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const INSTALL_LIMIT_MS = 10 * 60_000;
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge"];
const PLACES = {
  darwin: ["Google Chrome", "Chromium", "Microsoft Edge"].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"].flatMap((path) =>
    ["C:\\Program Files", "C:\\Program Files (x86)"].map((folder) => `${folder}\\${path}`),
  ),
};

/** Resolves to the path of a browser that starts, or undefined after every way was tried; each attempt is told. */
export async function ensureBrowser(say = console.error) {
  const found = installedBrowser();
  if (found !== undefined) return found;
  say("No Chromium or Chrome is installed: trying Playwright's own (at most 5 minutes)");
  await runTool("playwright/cli.js", ["install", "--only-shell", "chromium"], { timeoutMs: DOWNLOAD_LIMIT_MS });
  const own = await playwrightBrowser();
  if (own !== undefined) return own;
  if (isDebian() && process.getuid?.() === 0) {
    say("Playwright's browser could not be had: trying the distribution's chromium");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const options = { env, timeoutMs: INSTALL_LIMIT_MS };
    await run("apt-get", ["update", "-q"], options);
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], options);
  }
  return installedBrowser();
}

/** What to do when `ensureBrowser` found none. */
export const BROWSER_ADVICE =
  "The end-to-end tests need a browser. Install Chromium or Chrome, or name one: CHROMIUM_PATH=/path/to/chromium npm test";

/** The first installed browser that answers; a stub that only tells to install something does not. */
export function installedBrowser(env = process.env, platform = process.platform) {
  if (env.CHROMIUM_PATH) return starts(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : undefined;
  const folders = (env.PATH ?? "").split(delimiter).filter(Boolean);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...(PLACES[platform] ?? [])].find((path) => existsSync(path) && starts(path, platform));
}

async function playwrightBrowser() {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function starts(path, platform = process.platform) {
  // On Windows `--version` opens a window instead.
  if (platform === "win32") return true;
  const { status } = spawnSync(path, ["--version"], { timeout: 30_000, stdio: "ignore" });
  return status === 0;
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}
