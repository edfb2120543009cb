import { readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import type { ChangeView } from "../../shared/model.ts";
import { guest, START_MS, testService } from "./fixtures/test-service.ts";
import { GRACE_MS } from "./sweep.ts";

const DAY_MS = 86_400_000;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A blobstore beside the key-value store of the service. */
function testBlobs() {
  const opened = testService();
  const blobs = opened.store.blobstore("files", []);
  const put = (name: string, value: string | Uint8Array, invocation = 1, container = "c"): number => {
    const body = blobs.body();
    body.write(typeof value === "string" ? bytes(value) : value);
    return blobs.put(container, name, body, guest(invocation))[0] ?? 0;
  };
  const text = (name: string, container = "c"): string => {
    const { size, read } = blobs.read(container, name);
    return new TextDecoder().decode(read(0, size));
  };
  const ref = (name: string, container = "c") =>
    ({ backend: "files", kind: "container", bucket: container, key: name }) as const;
  const content = () => readdirSync(join(opened.folder, "content"));
  const created = blobs.createContainer("c", guest(1))[0] ?? 0;
  return { ...opened, blobs, put, text, ref, content, created };
}

/** A change in short: `what: before → after`. */
function brief({ kind, bucket, key, before, after }: ChangeView): string {
  const side = (value: ChangeView["before"]) => (value === undefined ? "-" : new TextDecoder().decode(value.kept));
  return `${kind} ${bucket}/${key}: ${side(before)} → ${side(after)}`;
}

describe("views of blobs", () => {
  it("count objects and bytes of existing containers, and no bucket is one", async () => {
    const { service, blobs, clock, put, set } = testBlobs();
    set("k", "1");
    clock.now += 1000;
    blobs.createContainer("d", guest(1));
    blobs.createContainer("gone", guest(1));
    put("o", "12345");
    put("o", "123");
    put("large", new Uint8Array(200_000));
    put("p", "x", 1, "gone");
    blobs.deleteContainer("gone", guest(1));
    expect(await service.containers()).toEqual([
      { backend: "files", name: "c", created: START_MS, objects: 2, bytes: 200_003 },
      { backend: "files", name: "d", created: START_MS + 1000, objects: 0, bytes: 0 },
    ]);
    expect(await service.buckets()).toEqual([{ backend: "keyvalue", name: "b", keys: 1, bytes: 1 }]);
  });

  it("page through objects by prefix and by what names contain", async () => {
    const { service, put } = testBlobs();
    for (const name of ["a", "a/1", "a/2", "a/3", "a0", "b/1", "\u{d7ff}x", "\u{e000}", "\u{10ffff}/1", "\u{10ffff}0"])
      put(name, "1");
    const names = async (query: object) =>
      (await service.objects({ backend: "files", container: "c", limit: 100, ...query })).map(({ name }) => name);
    expect(await names({ prefix: "a/" })).toEqual(["a/1", "a/2", "a/3"]);
    expect(await names({ prefix: "a/", limit: 2 })).toEqual(["a/1", "a/2"]);
    expect(await names({ prefix: "a/", after: "a/2", limit: 2 })).toEqual(["a/3"]);
    expect(await names({ prefix: "b", after: "a/2" })).toEqual(["b/1"]);
    expect(await names({ prefix: "a", search: "/" })).toEqual(["a/1", "a/2", "a/3"]);
    expect(await names({ search: "1" })).toEqual(["a/1", "b/1", "\u{10ffff}/1"]);
    expect(await names({ prefix: "\u{d7ff}" })).toEqual(["\u{d7ff}x"]);
    expect(await names({ prefix: "\u{10ffff}" })).toEqual(["\u{10ffff}/1", "\u{10ffff}0"]);
    expect(await names({ after: "a0", limit: 1 })).toEqual(["b/1"]);
  });

  it("tell all about one object: both times, its digest, who wrote it last", async () => {
    const { service, clock, put } = testBlobs();
    put("o", "1", 4);
    clock.now += 1000;
    const version = put("o", "abc", 5);
    const large = put("large", new Uint8Array(200_000).fill(1), 6);
    const at = START_MS + 1000;
    expect(await service.object({ backend: "files", container: "c", name: "o" })).toEqual({
      name: "o",
      size: 3,
      version,
      created: START_MS,
      updated: at,
      digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      writer: guest(5),
    });
    const object = await service.object({ backend: "files", container: "c", name: "large" });
    expect(object).toMatchObject({ version: large, size: 200_000, writer: guest(6) });
    expect(object.digest).toMatch(/^[0-9a-f]{64}$/);
    expect((await service.readValue(large, 199_999)).length).toBe(1);
  });

  it("show each change with its kind, by invocation and by object, and which containers have news", async () => {
    const { service, blobs, put, ref, created } = testBlobs();
    put("o", "1", 2);
    put("o", "2", 2);
    blobs.move({ container: "c", name: "o" }, { container: "c", name: "p" }, guest(3));
    blobs.deleteContainer("c", guest(4));
    expect((await service.changesOf(3, START_MS, 10)).map(brief)).toEqual([
      "container c/p: - → 2",
      "container c/o: 2 → -",
    ]);
    expect((await service.changesOf(4, START_MS, 10)).map(brief)).toEqual([
      "container c/p: 2 → -",
      "containers /c:  → -",
    ]);
    expect((await service.keyHistory(ref("o"), 10)).map(brief)).toEqual([
      "container c/o: 2 → -",
      "container c/o: 1 → 2",
      "container c/o: - → 1",
    ]);
    expect((await service.changedSince(created)).buckets).toEqual([
      { backend: "files", kind: "container", bucket: "c" },
      { backend: "files", kind: "containers", bucket: "" },
    ]);
  });
});

describe("undo of blobs", () => {
  it("puts an object back as it was, its time of creation too, without copying its bytes", async () => {
    const { service, clock, blobs, put, content } = testBlobs();
    put("o", new Uint8Array(200_000).fill(1));
    clock.now += 1000;
    const [removed = 0] = blobs.delete("c", ["o"], guest(2));
    clock.now += 1000;
    const files = content();
    await service.undo([removed], "undone");
    expect([blobs.info("c", "o"), blobs.read("c", "o").read(0, 2), content()]).toEqual([
      { size: 200_000, created: START_MS },
      Uint8Array.of(1, 1),
      files,
    ]);
  });

  it("puts a deleted container back with everything in it", async () => {
    const { service, clock, blobs, put, text } = testBlobs();
    put("o", "1");
    put("p", "2");
    clock.now += 5000;
    const versions = blobs.deleteContainer("c", guest(2));
    expect(await service.undo(versions.toReversed(), "undone")).toMatchObject({ skipped: [] });
    expect([text("o"), text("p"), blobs.containerCreated("c")]).toEqual(["1", "2", START_MS]);
  });

  it("leaves a container that others have put something into", async () => {
    const { service, put, text, created } = testBlobs();
    put("o", "1");
    await expect(service.undo([created], "undone")).rejects.toMatchObject({
      code: "state-conflict",
      details: { skipped: [{ backend: "files", kind: "containers", bucket: "", key: "c" }] },
    });
    expect(text("o")).toBe("1");
  });

  it("takes back a container and all that was done in it", async () => {
    const { service, blobs, put, created } = testBlobs();
    const version = put("o", "1");
    expect(await service.undo([created, version], "undone")).toMatchObject({ skipped: [] });
    expect(blobs.hasContainer("c")).toBe(false);
  });

  it("puts no object into a container that is not there", async () => {
    const { service, blobs, put, ref } = testBlobs();
    put("o", "1");
    const [removed = 0] = blobs.delete("c", ["o"], guest(2));
    blobs.deleteContainer("c", guest(3));
    await expect(service.undo([removed], "undone")).rejects.toMatchObject({ details: { skipped: [ref("o")] } });
    blobs.createContainer("c", guest(4));
    expect(blobs.names("c")).toEqual([]);
  });

  it("of a reset brings containers and objects back", async () => {
    const { service, blobs, put, text } = testBlobs();
    put("o", "1");
    const { step, deleted } = await service.reset("files", [], "reset");
    expect([deleted, blobs.hasContainer("c")]).toEqual([2, false]);
    await service.undoRange(step ?? { first: 0, last: 0 }, "undone");
    expect([text("o"), blobs.containerCreated("c"), blobs.info("c", "o").created]).toEqual(["1", START_MS, START_MS]);
  });
});

describe("content files", () => {
  it("are shared by objects and keys with the same bytes", () => {
    const { blobs, put, set, content } = testBlobs();
    const value = new Uint8Array(200_000).fill(9);
    set("k", value);
    put("o", value);
    put("p", value);
    blobs.copy({ container: "c", name: "o" }, { container: "c", name: "q" }, guest(1));
    expect(content()).toHaveLength(1);
  });

  it("that are missing are told, not read as nothing", () => {
    const { blobs, put, folder, content } = testBlobs();
    put("o", new Uint8Array(200_000).fill(9));
    const begun = blobs.read("c", "o");
    rmSync(join(folder, "content", content()[0] ?? ""));
    expect(() => blobs.read("c", "o")).toThrow(/content of the object "o" is missing/);
    expect(() => begun.read(0, 1)).toThrow(/content of the object "o" is missing/);
  });

  it("that were cut short are told, not read as an object of their size", () => {
    const { blobs, put, folder, content } = testBlobs();
    put("o", new Uint8Array(200_000).fill(9));
    truncateSync(join(folder, "content", content()[0] ?? ""), 100);
    const { size, read } = blobs.read("c", "o");
    expect([size, read(0, 100).length, read(size, 10).length]).toEqual([200_000, 100, 0]);
    expect(() => read(0, size)).toThrow(/content of the object "o" is missing from the store, or was cut short/);
  });

  it("that lie about their bytes are replaced when an object with that digest is written", () => {
    const { blobs, put, folder, content } = testBlobs();
    put("o", new Uint8Array(200_000).fill(9));
    writeFileSync(join(folder, "content", content()[0] ?? ""), new Uint8Array(200_000).fill(8));
    put("p", new Uint8Array(200_000).fill(9));
    expect([blobs.read("c", "p").read(0, 1), content().length]).toEqual([Uint8Array.of(9), 1]);
  });

  it("of an object go when no version names them any more, after the grace time", async () => {
    const { service, clock, put, content, blobs } = testBlobs();
    put("o", new Uint8Array(200_000).fill(1));
    put("o", new Uint8Array(200_000).fill(2));
    clock.now += 10 * DAY_MS;
    put("last", "x");
    await service.prune({ maxAgeMs: DAY_MS, maxBytes: 1e9 });
    const noticed = content().length;
    clock.now += GRACE_MS;
    await service.prune({ maxAgeMs: DAY_MS, maxBytes: 1e9 });
    expect([noticed, content().length, blobs.read("c", "o").read(0, 1)]).toEqual([2, 1, Uint8Array.of(2)]);
  });

  it("of an upload go with the service", async () => {
    const { service, content } = testBlobs();
    const upload = await service.beginUpload();
    await service.uploadBytes(upload, new Uint8Array(200_000));
    expect(content()).toHaveLength(1);
    await service.close();
    expect(content()).toEqual([]);
  });
});

describe("two connections", () => {
  it("see each other's containers and objects at once", () => {
    const { store, blobs, put, text } = testBlobs();
    const other = store.blobstore("files", [["mine", "c"]]);
    put("o", "1");
    expect([other.names("mine"), other.hasContainer("c"), other.info("mine", "o").size]).toEqual([["o"], true, 1]);
    other.deleteContainer("mine", guest(2));
    expect(blobs.hasContainer("c")).toBe(false);
    other.createContainer("mine", guest(2));
    put("o", "2");
    expect(text("o")).toBe("2");
  });
});
