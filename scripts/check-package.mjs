// Packs the BUILT app around a stand-in for Electron and runs its self-test over the double: does a package hold all that
// the app needs? The files are those of a real package; only archive, fuses and binary are left out.
//   node scripts/check-package.mjs
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onPinnedNode, ROOT, run, runTool } from "./machine/pinned-node.mjs";

await onPinnedNode();

const folder = mkdtempSync(join(tmpdir(), "vitrine-package-"));
try {
  process.exitCode = await check();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function check() {
  const config = join(folder, "electron-builder.json");
  writeFileSync(config, JSON.stringify(configuration(standIn())));
  // Nothing may come to download the real one.
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: join(folder, "none") };
  const packed = await runTool("electron-builder/cli.js", ["--linux", "dir", "--x64", "--config", config], { env });
  if (packed !== 0) return packed;
  const out = join(folder, "release", "linux-unpacked", "resources", "app", "out");
  return run(process.execPath, [join(ROOT, "scripts/double/self-test.mjs"), out]);
}

function configuration(electronDist) {
  const { electronFuses: _needsTheBinary, ...own } = JSON.parse(
    readFileSync(join(ROOT, "electron-builder.json"), "utf8"),
  );
  return { ...own, asar: false, electronDist, directories: { output: join(folder, "release") } };
}

/** The files that the packager looks for. */
function standIn() {
  const dist = join(folder, "electron");
  for (const name of ["resources", "locales"]) mkdirSync(join(dist, name), { recursive: true });
  for (const name of ["electron", "LICENSE", "LICENSES.chromium.html", "version", "locales/en-US.pak"])
    writeFileSync(join(dist, name), "");
  return dist;
}
