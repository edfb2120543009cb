import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import type { BackendManifest } from "../project/manifest.ts";
import { readBlobSeed } from "./read-blob-seed.ts";

const MIB = 1024 * 1024;

function project(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "vitrine-blob-seed-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, "seed"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

function read(root: string, buckets: BackendManifest["buckets"] = []) {
  const backend = { name: "files", kind: "blobstore", persist: true, buckets, onlyListed: false, keep: 1 } as const;
  return readBlobSeed(root, backend, join(root, "seed"));
}

/** Containers and objects, with contents as text. */
async function contents(...args: Parameters<typeof read>) {
  const { buckets } = await read(...args);
  return Object.fromEntries(
    buckets.map(({ name, entries }) => [
      name,
      Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value).toString()])),
    ]),
  );
}

it("takes folders as containers, and files by their path in them", async () => {
  const root = project({
    "seed/images/logo.svg": "<svg/>",
    "seed/images/2024/june/a.txt": "a",
    "seed/images/.well-known": "dot",
    "seed/images/.DS_Store": "never",
    "seed/empty/.gitkeep": "",
    "shared/linked.txt": "by a link",
  });
  symlinkSync(join(root, "shared"), join(root, "seed", "shared"), "junction");
  expect(await contents(root)).toEqual({
    empty: {},
    images: { "logo.svg": "<svg/>", "2024/june/a.txt": "a", ".well-known": "dot" },
    shared: { "linked.txt": "by a link" },
  });
});

it("fills the container that a component gets for a name, and has a digest of what is in it", async () => {
  const root = project({ "seed/default/a": "1" });
  expect(await contents(root, [["default", "shop"]])).toEqual({ shop: { a: "1" } });
  const one = (await read(root)).digest;
  writeFileSync(join(root, "seed", "default", "a"), "2");
  expect((await read(root)).digest).not.toBe(one);
  writeFileSync(join(root, "seed", "default", "a"), "1");
  expect((await read(root)).digest).toBe(one);
});

it("tells every file that is wrong, with its place and what to do", async () => {
  const root = project({ "seed/loose.txt": "x", "seed/images/large": "", "seed/images/fine": "1" });
  truncateSync(join(root, "seed", "images", "large"), 32 * MIB + 1);
  await expect(read(root)).rejects.toMatchObject({
    location: "seed/images/large",
    message: expect.stringMatching(
      /seed\/images\/large has 32\.0 MiB; 32 MiB are the most\..*\nseed\/loose\.txt is in no container\. Put it/,
    ) as string,
  });
});

it("does not exist, is a file, or leads outside or in circles: each is told", async () => {
  const missing = project({});
  rmSync(join(missing, "seed"), { recursive: true });
  await expect(read(missing)).rejects.toThrow("seed does not exist. Make it");
  writeFileSync(join(missing, "seed"), "{}");
  await expect(read(missing)).rejects.toThrow(/seed is a file\. The seed of a blobstore is a folder/);

  const outside = project({});
  symlinkSync(dirname(outside), join(outside, "seed", "out"), "junction");
  await expect(read(outside)).rejects.toThrow("seed/out leads outside of the project.");

  const circle = project({ "seed/c/a/b": "1" });
  symlinkSync(join(circle, "seed", "c"), join(circle, "seed", "c", "a", "again"), "junction");
  await expect(read(circle)).rejects.toThrow(/seed\/c\/a\/again is a link to a folder that it is in/);
});

it("reads no more files than a seed may have", async () => {
  const root = project({ "seed/c/first": "1" });
  for (let at = 0; at < 10_000; at++) writeFileSync(join(root, "seed", "c", `n${at}`), "");
  await expect(read(root)).rejects.toThrow(/is too much: a seed may have 10000 files/);
});
