import { expect, it } from "vitest";

import { guest, START_MS, testService } from "./fixtures/test-service.ts";
import type { Seed } from "./reader-api.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const LARGE = new Uint8Array(200_000).fill(7);

function seedOf(containers: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>, digest = "d1"): Seed {
  const buckets = Object.entries(containers).map(
    ([name, objects]) => ({ kind: "container", name, entries: Object.entries(objects) }) as const,
  );
  return { backend: "files", digest, buckets };
}

const SEED = seedOf({ images: { "a/logo": LARGE, small: bytes("s") }, empty: {} });

function testBlobs() {
  const opened = testService();
  const blobs = opened.store.blobstore("files", []);
  const put = (container: string, name: string, text: string) => {
    const body = blobs.body();
    body.write(bytes(text));
    blobs.put(container, name, body, guest(1));
  };
  const containers = async () =>
    (await opened.service.containers()).map(({ name, objects, bytes: size }) => [name, objects, size]);
  return { ...opened, blobs, put, containers };
}

it("fills a blobstore with containers and objects, empty containers too, in the seed's name", async () => {
  const { service, blobs, containers } = testBlobs();
  expect(await service.applySeed(SEED)).toEqual({ written: 4, applied: "d1" });
  expect(await containers()).toEqual([
    ["empty", 0, 0],
    ["images", 2, 200_001],
  ]);
  const seen = blobs.read("images", "a/logo");
  expect([
    seen.read(0, 200_000),
    await service.object({ backend: "files", container: "images", name: "small" }),
  ]).toEqual([
    LARGE,
    expect.objectContaining({ size: 1, created: START_MS, updated: START_MS, writer: { kind: "seed", digest: "d1" } }),
  ]);
});

it("writes over nothing, and neither a deleted object nor a deleted container comes back", async () => {
  const { service, blobs, put, containers } = testBlobs();
  for (const name of ["images", "gone"]) blobs.createContainer(name, guest(1));
  put("images", "small", "guest's");
  put("images", "deleted", "x");
  blobs.delete("images", ["deleted"], guest(1));
  blobs.deleteContainer("gone", guest(1));
  const images = { small: bytes("s"), deleted: bytes("d"), free: bytes("f") };
  const seed = seedOf({ images, gone: { o: bytes("o") }, fresh: {} });
  expect(await service.applySeed(seed)).toMatchObject({ written: 2 });
  expect([blobs.names("images"), new TextDecoder().decode(blobs.read("images", "small").read(0, 9))]).toEqual([
    ["free", "small"],
    "guest's",
  ]);
  expect((await containers()).map(([name]) => name)).toEqual(["fresh", "images"]);
});

it("a reset goes back to the seed, and its undo to what was", async () => {
  const { service, blobs, put, containers } = testBlobs();
  await service.applySeed(SEED);
  blobs.createContainer("own", guest(1));
  put("own", "o", "mine");
  blobs.deleteContainer("images", guest(1));
  const { deleted, seeded, step } = await service.reset("files", [SEED], "reset");
  expect([deleted, seeded, await containers()]).toEqual([
    3,
    4,
    [
      ["empty", 0, 0],
      ["images", 2, 200_001],
    ],
  ]);
  if (step === undefined) throw new Error("nothing was written");
  await service.undoRange(step, "undone");
  expect(await containers()).toEqual([
    ["empty", 0, 0],
    ["own", 1, 4],
  ]);
});
