import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { isBuilt, sourceDigest } from "./build-state.mjs";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "vitrine-build-"));
  await mkdir(join(root, "src/main"), { recursive: true });
  for (const name of ["package.json", "package-lock.json", "electron.vite.config.ts", "src/main/a.ts"]) {
    await writeFile(join(root, name), name);
  }
});
afterEach(() => rm(root, { recursive: true }));

test("a changed, added or renamed source changes the digest; a test, a tsconfig or a time does not", async () => {
  const before = sourceDigest(root);
  await writeFile(join(root, "src/main/a.test.ts"), "x");
  await writeFile(join(root, "src/main/tsconfig.json"), "{}");
  await utimes(join(root, "src/main/a.ts"), 1, 1);
  expect(sourceDigest(root)).toBe(before);
  await writeFile(join(root, "src/main/a.ts"), "changed");
  const changed = sourceDigest(root);
  await writeFile(join(root, "src/main/b.ts"), "");
  expect(new Set([before, changed, sourceDigest(root)]).size).toBe(3);
});

test("it is built when the stamp says the same digest", async () => {
  expect(isBuilt("abc", root)).toBe(false);
  await mkdir(join(root, "out"));
  await writeFile(join(root, "out/made-of.sha256"), "abc");
  expect([isBuilt("abc", root), isBuilt("abd", root)]).toEqual([true, false]);
});
