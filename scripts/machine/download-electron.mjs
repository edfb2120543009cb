import { spawn } from "node:child_process";
import { join } from "node:path";

import { ROOT } from "./pinned-node.mjs";

const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const PROGRESS_MS = 5_000;
const MAX_ERROR_CHARS = 8_000;

/**
 * Runs Electron's own installer, which checks the sum of what it gets and keeps it for later. Resolves to why it did not
 * work; undefined when it ended well.
 */
export async function downloadElectron(
  version,
  { root = ROOT, say = console.error, limitMs = DOWNLOAD_LIMIT_MS, progressMs = PROGRESS_MS } = {},
) {
  say(
    `Downloading Electron ${version} from GitHub (over 100 MB, at most ${minutesOf(limitMs)}, once). ` +
      "Ctrl+C ends it; npm start -- --browser does without …",
  );
  const from = performance.now();
  const progress = setInterval(() => {
    say(`  … still downloading, ${Math.round((performance.now() - from) / 1000)} s`);
  }, progressMs);
  try {
    return await install(join(root, "node_modules", "electron", "install.js"), limitMs);
  } finally {
    clearInterval(progress);
  }
}

function install(script, limitMs) {
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said = (said + text).slice(-MAX_ERROR_CHARS);
  });
  let tooLong = false;
  const timer = setTimeout(() => {
    tooLong = true;
    child.kill("SIGKILL");
  }, limitMs);
  return new Promise((done) => {
    const end = (why) => {
      clearTimeout(timer);
      done(why);
    };
    child.on("error", (error) => end(error.message));
    child.on("close", (code) => {
      if (tooLong) end(`it took longer than ${minutesOf(limitMs)}`);
      else end(code === 0 ? undefined : reasonIn(said));
    });
  });
}

const minutesOf = (ms) => `${Math.ceil(ms / 60_000)} min`;

/** Of a stack the first line, and what caused it: "TypeError: fetch failed" alone says nothing. */
function reasonIn(stack) {
  const lines = stack.split("\n").map((line) => line.trim());
  const first =
    lines.find((line) => /^\w*Error\b/.test(line)) ??
    lines.find((line) => line !== "") ??
    "its installer failed without a word";
  const cause = lines.find((line) => /^\[?cause\]?:/.test(line))?.replace(/^\[?cause\]?:\s*(\w*Error:\s*)?/, "");
  return cause === undefined ? first : `${first}, ${cause.replace(/[{,]\s*$/, "").trim()}`;
}
