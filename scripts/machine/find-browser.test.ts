import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { installedBrowser } from "./find-browser.mjs";

let first: string;
let second: string;
beforeEach(async () => {
  first = await mkdtemp(join(tmpdir(), "vitrine-browser-"));
  second = await mkdtemp(join(tmpdir(), "vitrine-browser-"));
});
afterEach(() => Promise.all([first, second].map((folder) => rm(folder, { recursive: true }))));

async function program(path: string, exitCode: number): Promise<string> {
  await writeFile(path, `#!/bin/sh\nexit ${exitCode}\n`);
  await chmod(path, 0o755);
  return path;
}
const search = () => ({ PATH: `${first}${delimiter}${second}` });

test.skipIf(process.platform === "win32")(
  "a stub that does not start is passed over for a browser that does",
  async () => {
    await program(join(first, "chromium"), 1);
    const real = await program(join(second, "google-chrome"), 0);
    expect(installedBrowser(search(), "linux")).toBe(real);
  },
);

test.skipIf(process.platform === "win32")(
  "a named browser is taken, and nothing instead of it when it does not start",
  async () => {
    await program(join(first, "chromium"), 0);
    const good = await program(join(second, "mine"), 0);
    const broken = await program(join(second, "broken"), 1);
    expect(installedBrowser({ ...search(), CHROMIUM_PATH: good }, "linux")).toBe(good);
    expect(installedBrowser({ ...search(), CHROMIUM_PATH: broken }, "linux")).toBeUndefined();
  },
);

test("a machine without one has none", () => {
  expect(installedBrowser(search(), "linux")).toBeUndefined();
});
