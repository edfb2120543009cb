import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { downloadElectron } from "./download-electron.mjs";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "vitrine-download-"));
});
afterEach(() => rm(root, { recursive: true }));

/** Runs this code in place of Electron's installer. */
async function download(code: string, limitMs = 60_000): Promise<{ why: string | undefined; said: string[] }> {
  const script = join(root, "node_modules/electron/install.js");
  await mkdir(dirname(script), { recursive: true });
  await writeFile(script, code);
  const said: string[] = [];
  const why = (await downloadElectron("45.4.1", {
    root,
    limitMs,
    progressMs: 20,
    say: (text: string) => said.push(text),
  })) as string | undefined;
  return { why, said };
}

test("a download that works has nothing to say but that it takes place", async () => {
  const { why, said } = await download("setTimeout(() => {}, 200)");
  expect(why).toBeUndefined();
  expect(said[0]).toMatch(/^Downloading Electron 45\.4\.1 .*--browser/);
  expect(said[1]).toMatch(/still downloading/);
});

test("one that fails says why, with the cause behind it", async () => {
  const code = `
    const cause = Object.assign(new Error("getaddrinfo ENOTFOUND github.com"), { code: "ENOTFOUND" });
    console.error(new TypeError("fetch failed", { cause }));
    process.exit(1);`;
  expect((await download(code)).why).toBe("TypeError: fetch failed, getaddrinfo ENOTFOUND github.com");
});

test("one that fails without a cause, or without a word, has a reason, too", async () => {
  expect((await download("throw new Error('checksum mismatch')")).why).toContain("checksum mismatch");
  expect((await download("process.exit(1)")).why).toBe("its installer failed without a word");
});

test("one that takes too long is ended", async () => {
  expect((await download("setInterval(() => {}, 1000)", 100)).why).toBe("it took longer than 1 min");
});
