import { existsSync, readFileSync, statfsSync, statSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";

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

/** Flags without which Chromium does not start on this machine, or not for long. */
export function chromiumArguments({
  platform = process.platform,
  uid = process.getuid?.(),
  sharedBytes = bytesOf("/dev/shm"),
} = {}) {
  if (platform !== "linux") return [];
  // As root it refuses to run with its sandbox.
  const sandbox = uid === 0 ? ["--no-sandbox"] : [];
  // A container has 64 MB of it, and pages that need more crash.
  return sharedBytes < ENOUGH_SHARED_BYTES ? [...sandbox, "--disable-dev-shm-usage"] : sandbox;
}

const ENOUGH_SHARED_BYTES = 256 * 1024 * 1024;

function bytesOf(folder) {
  try {
    const { blocks, bsize } = statfsSync(folder);
    return blocks * bsize;
  } catch {
    return 0;
  }
}

/** An end by one of these is somebody's wish, and no crash. */
const ASKED_FOR = ["SIGHUP", "SIGINT", "SIGKILL", "SIGTERM"].map((name) => 128 + constants.signals[name]);

/**
 * Why an app that was started with these arguments and ended with this code did not come up, and what to do about it if
 * that is known; undefined when somebody ended it. Chromium itself has told on stderr, at length.
 */
export function whyEnded(code, path, args, { platform = process.platform, proc = "/proc" } = {}) {
  if (code === 0 || ASKED_FOR.includes(code)) return undefined;
  if (platform !== "linux") return { why: `it ended at once with code ${code}` };
  if (code === 127) return { why: "a library of the system is missing; its name stands above" };
  const helper = join(dirname(path), "chrome-sandbox");
  // So Chromium ends by itself when it cannot go on.
  const gaveUp = code === 128 + constants.signals.SIGTRAP;
  if (!gaveUp || args.includes("--no-sandbox") || isSetuidRoot(helper))
    return {
      why: `it ended at once with code ${code}; the reason may stand above`,
      ...(gaveUp ? { advice: "If that is the graphics card: npm start -- --disable-gpu" } : {}),
    };
  return {
    why: `Chromium's sandbox does not start, because ${whyNoSandbox(proc)}`,
    advice:
      `To allow it, once: sudo chown root:root "${helper}" && sudo chmod 4755 "${helper}"\n` +
      "Or without a sandbox: npm start -- --no-sandbox",
  };
}

function isSetuidRoot(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.uid === 0 && (stat.mode & 0o4000) !== 0;
}

/** Chromium makes its sandbox of user namespaces, or with a helper that belongs to root. */
function whyNoSandbox(proc) {
  const setting = (name) => read(join(proc, "sys", name))?.trim();
  if (setting("kernel/apparmor_restrict_unprivileged_userns") === "1")
    return "AppArmor lets programs make no user namespaces (the default of Ubuntu since 23.10)";
  if (setting("kernel/unprivileged_userns_clone") === "0" || setting("user/max_user_namespaces") === "0")
    return "this system lets programs make no user namespaces";
  return "perhaps this container lets programs make no user namespaces";
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
