import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { checkArtifacts } from "./check-artifacts.mjs";

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), "vitrine-out-"));
  await put(sound);
});
afterEach(() => rm(out, { recursive: true }));

async function put(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), text);
  }
}
const check = () => checkArtifacts(out, ["ws", "@scope/kept"]);

const sound = {
  "main/index.js": `import { app } from "electron/main"; import("./chunks/boot.js"); new URL("./studio.js", import.meta.url); console.log(app);`,
  "main/chunks/boot.js": `import "../index.js"; import fs from "node:fs"; export const w = { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: !1, fs };`,
  "main/studio.js": `import { WebSocket } from "ws"; import x from "@scope/kept/deep"; import { a } from "./chunks/shared.js"; console.log(WebSocket, x, a);`,
  "main/chunks/shared.js": `export const a = 1;`,
  "main/cli.js": `import "fs/promises";`,
  "main/worker.js": "export {};",
  "main/journal.js": "export {};",
  "main/state-reader.js": "export {};",
  "main/transpile.js": "export {};",
  "main/adapters/wasi_snapshot_preview1.command.wasm": "",
  "main/adapters/wasi_snapshot_preview1.reactor.wasm": "",
  "preload/index.cjs": `const e = require("electron/renderer"); e.contextBridge;`,
  "renderer/index.html": `<!doctype html><script type="module" src="./assets/x.js"></script>`,
};

test("a sound build has no problems", async () => {
  expect(await check()).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
  [
    "a studio that reaches Electron through a chunk",
    { "main/chunks/shared.js": `export { app as a } from "electron/main";` },
    "main/studio.js reaches electron/main",
  ],
  [
    "a worker that reaches the app's entry",
    { "main/worker.js": `import "./chunks/boot.js";` },
    "main/worker.js reaches the desktop app's entry",
  ],
  ["a bare electron", { "main/index.js": `import electron from "electron"; electron;` }, "imports a bare electron"],
  ["a package that is not shipped", { "main/cli.js": `import "left-pad/x";` }, "main/cli.js needs left-pad/x"],
  [
    "a package required by CommonJS code",
    { "main/cli.js": `const require = 0; require("left-pad");` },
    "main/cli.js needs left-pad",
  ],
  ["a package imported lazily", { "main/cli.js": `await import("left-pad");` }, "main/cli.js needs left-pad"],
  [
    "an address of a file that was not emitted",
    { "main/journal.js": `new URL("./schema.sql", import.meta.url);` },
    'new URL("./schema.sql") leads nowhere',
  ],
  ["an open sandbox", { "main/chunks/boot.js": `export const w = { sandbox: false };` }, "sets sandbox: false"],
  ["Node in the page", { "main/chunks/boot.js": `export const w = {nodeIntegration:!0};` }, "sets nodeIntegration:!0"],
  ["a second preload file", { "preload/chunk.cjs": "" }, "preload has to be one .cjs file"],
  ["a preload that requires a package", { "preload/index.cjs": `require("node:fs");` }, "the preload requires node:fs"],
  [
    "a preload that is a module",
    { "preload/index.cjs": `import x from "electron/renderer"; x;` },
    "the preload is no CommonJS",
  ],
  ["an inline script", { "renderer/index.html": "<script>1</script>" }, "has an inline script"],
  [
    "a remote style",
    { "renderer/index.html": `<link href="https://x.example/a.css">` },
    "loads something from elsewhere",
  ],
])("%s is found", async (_name, change, problem) => {
  await put(change);
  expect((await check()).join("\n")).toContain(problem);
});

test("every entry has to be there", async () => {
  await rm(join(out, "main/transpile.js"));
  await rm(join(out, "main/adapters/wasi_snapshot_preview1.reactor.wasm"));
  await rm(join(out, "renderer"), { recursive: true });
  expect(await check()).toEqual([
    "main/adapters/wasi_snapshot_preview1.reactor.wasm is not there",
    "main/transpile.js was not built",
    "renderer/index.html was not built",
  ]);
});
