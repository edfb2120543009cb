// What every run of the double needs: folders of its own, a copy of a project, and Electron's modules led to the double.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { onPinnedNode, ROOT } from "../machine/pinned-node.mjs";

/** Takes the build and the project from the command line: `[out folder] [project]`. */
export async function prepareDouble() {
  await onPinnedNode();
  // Older Node has no such export, and would not even load this file.
  const { registerHooks } = await import("node:module");
  const out = resolve(process.argv[2] ?? join(ROOT, "out"));
  const example = resolve(process.argv[3] ?? join(ROOT, "resources/examples/counter"));
  const folder = mkdtempSync(join(tmpdir(), "vitrine-double-"));
  const project = join(folder, "project");
  // Not its state: a studio may be working there at this moment.
  cpSync(example, project, { recursive: true, filter: (path) => !path.endsWith(".vitrine") });
  const url = new URL("./fake-electron.mjs", import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "electron" || specifier.startsWith("electron/")
        ? { url, shortCircuit: true }
        : next(specifier, context),
  });
  process.env.VITRINE_USER_DATA = join(folder, "user-data");
  process.env.XDG_CACHE_HOME = join(folder, "cache");
  process.env.XDG_DATA_HOME = join(folder, "data");
  process.defaultApp = true;
  const finish = (passed) => {
    rmSync(folder, { recursive: true, force: true });
    console.log(passed === undefined ? "double: FAILED" : `double: ${passed}`);
    process.exit(passed === undefined ? 1 : 0);
  };
  return { electron: await import(url), finish, folder, out, project };
}
