import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { TranspileCache, type ModuleFiles } from "./transpile-cache.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
let root: string;
let folder: string;
let now: number;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "vitrine-cache-"));
  folder = join(root, "transpiled");
  now = Date.now();
});
afterEach(() => rm(root, { recursive: true }));

function openCache(maxBytes = 1e9): TranspileCache {
  return new TranspileCache({ folder, maxBytes, now: () => now });
}

function key(letter: string): string {
  return letter.repeat(64);
}

function files(size = 10): ModuleFiles {
  const core = new Uint8Array(size).fill(7);
  return { code: "export const answer = 42;", coreModules: [["component.core.wasm", core]], warnings: ["slow"] };
}

describe("TranspileCache", () => {
  it("gives back what was put in, to another process too", async () => {
    const put = await openCache().put(key("a"), files(300_000));
    const got = await openCache().get(key("a"));
    expect(got).toEqual(put);
    expect(await import(put.moduleUrl)).toMatchObject({ answer: 42 });
    expect(put.coreModules.map(([name]) => name)).toEqual(["component.core.wasm"]);
    expect(await readFile(put.coreModules[0]?.[1] ?? "")).toEqual(Buffer.alloc(300_000, 7));
    expect(put.warnings).toEqual(["slow"]);
  });

  it("knows nothing of another key", async () => {
    await openCache().put(key("a"), files());
    expect(await openCache().get(key("b"))).toBeUndefined();
  });

  it.each<[string, (entry: string) => Promise<void>]>([
    ["the module was changed", (entry) => writeFile(join(entry, "component.mjs"), "export const answer = 43;")],
    ["a core module was changed", (entry) => writeFile(join(entry, "component.core.wasm"), new Uint8Array(10))],
    ["a file is missing", (entry) => rm(join(entry, "component.core.wasm"))],
    ["the manifest is cut off", (entry) => writeFile(join(entry, "manifest.json"), '{"format":1,"files":[')],
    ["the manifest is something else", (entry) => writeFile(join(entry, "manifest.json"), "null")],
    [
      "the manifest leads out of the folder",
      async (entry) => {
        const manifest = await readFile(join(entry, "manifest.json"), "utf8");
        await writeFile(join(entry, "manifest.json"), manifest.replace("component.mjs", "../component.mjs"));
      },
    ],
    [
      "a file became a link",
      async (entry) => {
        await writeFile(join(root, "elsewhere.mjs"), files().code);
        await rm(join(entry, "component.mjs"));
        await symlink(join(root, "elsewhere.mjs"), join(entry, "component.mjs"));
      },
    ],
  ])("does not use an entry of which %s, and writes a new one", async (_what, damage) => {
    await openCache().put(key("a"), files());
    await damage(join(folder, key("a")));
    expect(await openCache().get(key("a"))).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
    const again = await openCache().put(key("a"), files());
    expect(await readFile(fileURLToPath(again.moduleUrl), "utf8")).toBe(files().code);
  });

  it("lets many write the same entry at once", async () => {
    const puts = Array.from({ length: 8 }, () => openCache().put(key("a"), files(100_000)));
    const results = await Promise.all(puts);
    expect(new Set(results.map((result) => result.moduleUrl)).size).toBe(1);
    expect(await readdir(folder)).toEqual([key("a")]);
  });

  it("replaces a damaged entry that another process left in the way", async () => {
    await mkdir(join(folder, key("a")), { recursive: true });
    await writeFile(join(folder, key("a"), "half"), "written");
    const put = await openCache().put(key("a"), files());
    expect(await openCache().get(key("a"))).toEqual(put);
  });

  it("removes the entries used longest ago once it is too large", async () => {
    const start = now;
    for (const [index, letter] of ["a", "b", "c", "d"].entries()) {
      now = start - (10 - index) * DAY_MS;
      await openCache().put(key(letter), files(100_000));
    }
    now = start - 2 * DAY_MS;
    await openCache().get(key("a"));
    now = start;
    const cache = openCache(350_000);
    await cache.put(key("e"), files(100_000));
    await cache.prune();
    expect(await readdir(folder)).toEqual([key("a"), key("d"), key("e")]);
  });

  it("keeps what others used within the hour and what it gave out itself, too large or not", async () => {
    const start = now;
    const mine = openCache(1);
    now = start - 5 * DAY_MS;
    await mine.put(key("a"), files());
    now = start - 60_000;
    await openCache().put(key("b"), files());
    now = start;
    await mine.put(key("c"), files());
    await mine.prune();
    expect(await readdir(folder)).toEqual([key("a"), key("b"), key("c")]);
  });

  it("keeps what a process that runs for days still uses", async () => {
    const start = now;
    const other = openCache();
    now = start - 5 * DAY_MS;
    await other.put(key("a"), files());
    await openCache().put(key("b"), files());
    now = start;
    await other.refresh();
    const cache = openCache(1);
    await cache.put(key("c"), files());
    await cache.prune();
    expect(await readdir(folder)).toEqual([key("a"), key("c")]);
  });

  it("sweeps what killed writers left", async () => {
    await mkdir(join(folder, ".new-left"), { recursive: true });
    await writeFile(join(folder, ".new-left", "component.mjs"), "half");
    now += DAY_MS;
    await openCache().put(key("a"), files());
    await openCache().prune();
    expect(await readdir(folder)).toEqual([key("a")]);
  });

  it("has nothing to remove where there is no folder yet", async () => {
    await expect(openCache().prune()).resolves.toBeUndefined();
  });

  it.skipIf(process.platform === "win32")(
    "is closed to everybody else, and closes a folder it finds open",
    async () => {
      await openCache().put(key("a"), files());
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
      expect((await stat(join(folder, key("a"), "component.mjs"))).mode & 0o777).toBe(0o600);
      await chmod(folder, 0o777);
      await openCache().get(key("a"));
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    },
  );

  it("refuses a folder that is a link", async () => {
    await mkdir(join(root, "real"));
    await symlink(join(root, "real"), folder);
    await expect(openCache().put(key("a"), files())).rejects.toMatchObject({ code: "transpile-failed" });
    expect((await lstat(folder)).isSymbolicLink()).toBe(true);
  });

  it("says which folder it is when it cannot write", async () => {
    await writeFile(folder, "a file where the folder should be");
    await expect(openCache().put(key("a"), files())).rejects.toMatchObject({
      code: "transpile-failed",
      message: expect.stringContaining(folder) as string,
    });
  });

  it("writes nothing outside of its folder, whatever the files are called", async () => {
    const bad = { ...files(), coreModules: [["../out.wasm", new Uint8Array(1)]] as const };
    await expect(openCache().put(key("a"), bad)).rejects.toMatchObject({ code: "transpile-failed" });
    expect(await readdir(root)).toEqual(["transpiled"]);
  });
});
