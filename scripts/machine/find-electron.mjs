import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "./pinned-node.mjs";

/**
 * Is Electron's binary there? Looks at files only: `require("electron")` would download it on the spot.
 * The rules are those of `electron/index.js` and `electron/install.js`.
 */
export function findElectron({ root = ROOT, env = process.env } = {}) {
  const folder = join(root, "node_modules", "electron");
  const manifest = read(join(folder, "package.json"));
  if (manifest === undefined) return { ok: false, why: "the electron package is not installed" };
  const { version } = JSON.parse(manifest);
  const relative = read(join(folder, "path.txt"));
  const elsewhere = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (elsewhere) {
    const path = join(elsewhere, relative ?? "electron");
    if (existsSync(path)) return { ok: true, path, version };
    return { ok: false, version, why: `ELECTRON_OVERRIDE_DIST_PATH is set and ${path} does not exist` };
  }
  if (relative === undefined) return { ok: false, version, why: `Electron ${version} has not been downloaded yet` };
  const path = join(folder, "dist", relative);
  if (!existsSync(path)) return { ok: false, version, why: `${path} is missing` };
  const have = read(join(folder, "dist", "version"))
    ?.trim()
    .replace(/^v/, "");
  if (have !== version)
    return { ok: false, version, why: `the binary is ${have ?? "of no known version"}, not ${version}` };
  return { ok: true, path, version };
}

/** Can a window be shown? */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Chromium refuses to run as root with its sandbox. */
export function sandboxArguments(platform = process.platform, uid = process.getuid?.()) {
  return platform === "linux" && uid === 0 ? ["--no-sandbox"] : [];
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
