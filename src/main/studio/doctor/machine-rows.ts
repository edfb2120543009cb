import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { DoctorRow } from "../../../shared/model.ts";
import { findTool } from "../build/tool-environment.ts";

/** `(module (global i32 (i32.add (i32.const 1) (i32.const 2))))`: what transpiled components are full of. */
const EXTENDED_CONSTANT = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x06, 0x09, 0x01, 0x7f, 0x00, 0x41, 0x01, 0x41, 0x02, 0x6a, 0x0b,
]);
const BROWSERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge",
    "firefox",
    "xdg-open",
  ],
};

/** The JavaScript engine this runs on. */
export function runtimeRow(versions: NodeJS.ProcessVersions = process.versions): DoctorRow {
  const electron = versions["electron"];
  const found = electron === undefined ? `Node ${versions.node}` : `Electron ${electron} (Node ${versions.node})`;
  if (WebAssembly.validate(EXTENDED_CONSTANT)) return { name: "Node", status: "ok", found };
  return {
    name: "Node",
    status: "problem",
    found: `${found}, which cannot run transpiled components`,
    fix: "Use Node 24: https://nodejs.org",
  };
}

/**
 * Electron's binary, for the desktop app. Looks at files only: asking the package would download it.
 * @param installation Vitrine's own folder; ends with a slash
 */
export function electronRow(installation: URL, versions: NodeJS.ProcessVersions = process.versions): DoctorRow {
  const name = "Electron";
  const running = versions["electron"];
  if (running !== undefined) return { name, status: "ok", found: `${running}, running` };
  const folder = fileURLToPath(new URL("node_modules/electron/", installation));
  const fix = "npm start downloads it; without it Vitrine runs in a browser";
  const manifest = read(join(folder, "package.json"));
  if (manifest === undefined) return { name, status: "warning", found: "not installed", fix };
  const { version } = JSON.parse(manifest) as { readonly version: string };
  const binary = read(join(folder, "path.txt"));
  if (binary === undefined || !existsSync(join(folder, "dist", binary))) {
    return { name, status: "warning", found: `${version} is not downloaded yet`, fix };
  }
  return { name, status: "ok", found: version };
}

/** Whether there is somewhere to show a window or a page. */
export function displayRow(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): DoctorRow {
  const name = "display and browser";
  const browser = (BROWSERS[platform] ?? []).find((each) => findTool(each, env, platform) !== undefined);
  const hasDisplay = platform !== "linux" || Boolean(env["DISPLAY"] ?? env["WAYLAND_DISPLAY"]);
  if (platform !== "linux") return { name, status: "ok", found: "the system's own" };
  const fix = "Open the page that vitrine serve prints in a browser elsewhere, through an ssh tunnel, for example";
  if (!hasDisplay)
    return {
      name,
      status: "warning",
      found: `no display${browser === undefined ? ", no browser" : `, but ${browser}`}`,
      fix,
    };
  if (browser === undefined)
    return {
      name,
      status: "warning",
      found: "a display, no browser",
      fix: "Install a browser, or Electron (npm start)",
    };
  return { name, status: "ok", found: `a display, ${browser}` };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
