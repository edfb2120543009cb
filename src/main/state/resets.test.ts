import { expect, it } from "vitest";

import type { VersionRange } from "../../shared/contract.ts";
import { guest, START_MS, testService } from "./fixtures/test-service.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const seedOf = (entries: Readonly<Record<string, string>>, digest = "d1", backend = "keyvalue") => ({
  backend,
  digest,
  buckets: [
    {
      kind: "keyvalue" as const,
      name: "b",
      entries: Object.entries(entries).map(([key, value]) => [key, bytes(value)] as const),
    },
  ],
});

/** All keys of the test's bucket, with their values. */
function contents({ keyvalue, text }: ReturnType<typeof testService>) {
  return Object.fromEntries(keyvalue.list("b", 0, 1000).keys.map((key) => [key, text(key)]));
}

function stepOf({ step }: { readonly step?: VersionRange }): VersionRange {
  if (step === undefined) throw new Error("nothing was written");
  return step;
}

it("empties a backend and leaves the others; undo puts back every value, large and empty ones too", async () => {
  const test = testService();
  const { service, store, keyvalue, set, remove, text } = test;
  const other = store.keyvalue("other", []);
  other.set("b", [["k", bytes("stays")]], guest(1));
  keyvalue.set("second", [["k", bytes("2")]], guest(1));
  for (const [key, value] of [
    ["a", "old"],
    ["a", "1"],
    ["", "empty key"],
    ["gone", "x"],
    ["none", ""],
  ] as const)
    set(key, value);
  remove("gone");
  set("large", new Uint8Array(200_000).fill(7));
  const before = contents(test);

  const done = await service.reset("keyvalue", [], "reset");
  expect(done).toMatchObject({ deleted: 5, seeded: 0 });
  expect([contents(test), keyvalue.list("second", 0, 9).keys, other.get("b", "k")]).toEqual([{}, [], bytes("stays")]);
  expect((await service.keyHistory({ backend: "keyvalue", bucket: "b", key: "a" }, 1))[0]).toMatchObject({
    before: { kept: bytes("1") },
    writer: { kind: "person", action: "reset" },
  });

  expect(await service.undoRange(stepOf(done), "undone")).toEqual({ restored: 5, skipped: [], more: 0 });
  expect([contents(test), text("none"), keyvalue.get("b", "large")?.[199_999]]).toEqual([before, "", 7]);
  expect(await service.buckets()).toMatchObject([
    { backend: "keyvalue", name: "b", keys: 4 },
    { backend: "keyvalue", name: "second", keys: 1 },
    { backend: "other", keys: 1 },
  ]);
});

it("resets every backend in one step, and fills those that have a seed in the same one", async () => {
  const test = testService();
  const { service, store, set, text, ref } = test;
  store.keyvalue("other", []).set("c", [["k", bytes("1")]], guest(1));
  set("a", "by the guest");
  set("mine", "x");
  const done = await service.reset(null, [seedOf({ a: "seeded", new: "n" })], "reset");
  expect(done).toMatchObject({ deleted: 3, seeded: 2 });
  const { first, last } = stepOf(done);
  expect([last - first + 1, contents(test)]).toEqual([5, { a: "seeded", new: "n" }]);
  expect((await service.keyHistory(ref("a"), 9)).map(({ writer }) => writer.kind)).toEqual([
    "seed",
    "person",
    "invocation",
  ]);

  expect(await service.undoRange({ first, last }, "undone")).toMatchObject({ restored: 4, skipped: [] });
  expect([contents(test), text("new")]).toEqual([{ a: "by the guest", mine: "x" }, undefined]);
  expect(store.keyvalue("other", []).get("c", "k")).toEqual(bytes("1"));
});

it("leaves what was written since a reset, names some of it and counts the rest", async () => {
  const test = testService();
  const { service, keyvalue, set, text } = test;
  const keys = Array.from({ length: 30 }, (_, at) => `k${String(at).padStart(2, "0")}`);
  for (const key of [...keys, "free"]) set(key, "old");
  const step = stepOf(await service.reset("keyvalue", [], "reset"));
  keyvalue.set(
    "b",
    keys.map((key) => [key, bytes("new")] as const),
    guest(2),
  );
  const undone = await service.undoRange(step, "undone");
  expect([undone.restored, undone.skipped.length, undone.skipped[0]?.key, undone.more]).toEqual([1, 20, "k00", 10]);
  expect([text("k29"), text("free")]).toEqual(["new", "old"]);
  expect(await service.undoRange(step, "undone")).toMatchObject({ restored: 0, more: 11 });
});

it("leaves keys deleted whose earlier value is not kept any more", async () => {
  const { service, clock, set, text, ref } = testService();
  set("k", "old");
  const step = stepOf(await service.reset("keyvalue", [], "reset"));
  clock.now = START_MS + 1000;
  set("later", "x");
  set("later", "y");
  await service.prune({ maxAgeMs: 500, maxBytes: 0 });
  expect(await service.undoRange(step, "undone")).toMatchObject({ restored: 0 });
  expect([text("k"), await service.keyHistory(ref("k"), 9)]).toEqual([undefined, []]);
});

it("takes back a reset of more keys than a step counts", async () => {
  const { service, keyvalue, text } = testService();
  const keys = Array.from({ length: 30_000 }, (_, at) => `k${String(at)}`);
  keyvalue.set(
    "b",
    keys.map((key) => [key, bytes("v")] as const),
    guest(1),
  );
  const step = stepOf(await service.reset("keyvalue", [], "reset"));
  expect(await service.buckets()).toMatchObject([{ keys: 0, bytes: 0 }]);
  expect(await service.undoRange(step, "undone")).toMatchObject({ restored: 30_000 });
  expect([await service.buckets(), text("k29999")]).toMatchObject([[{ keys: 30_000, bytes: 30_000 }], "v"]);
});

it("keeps the values that a bookmark pins", async () => {
  const { service, clock, set } = testService();
  const version = set("k", "as it was");
  await service.addBookmark("before");
  await service.reset("keyvalue", [], "reset");
  set("later", "x");
  clock.now += 1e6;
  await service.prune({ maxAgeMs: 1, maxBytes: 0 });
  expect(await service.readValue(version, 0)).toEqual(bytes("as it was"));
});

it("writes nothing where there is nothing, and a second reset can be undone by itself", async () => {
  const { service, set, text } = testService();
  expect(await service.reset("keyvalue", [], "reset")).toEqual({ deleted: 0, seeded: 0 });
  set("k", "1");
  const first = stepOf(await service.reset("keyvalue", [], "reset"));
  set("k", "2");
  const second = stepOf(await service.reset("keyvalue", [], "reset"));
  expect(await service.undoRange(first, "undone")).toMatchObject({ restored: 0, skipped: [{ key: "k" }] });
  await service.undoRange(second, "undone");
  expect(text("k")).toBe("2");
});

it("takes containers with their objects, and puts back what fits into those that are there", async () => {
  const { service, store, clock } = testService();
  const blobs = store.blobstore("blobstore", []);
  const put = (container: string, name: string, content: string) => {
    using body = blobs.body();
    body.write(bytes(content));
    blobs.put(container, name, body, guest(1));
  };
  for (const container of ["a", "b", "empty"]) blobs.createContainer(container, guest(1));
  put("a", "one", "1");
  put("a", "two", "2");
  put("b", "three", "3");
  const created = blobs.info("a", "one").created;
  clock.now += 5000;
  const step = stepOf(await service.reset("blobstore", [], "reset"));
  expect(["a", "b", "empty"].map((container) => blobs.hasContainer(container))).toEqual([false, false, false]);
  // Made and gone again since: its objects have no place to come back to.
  blobs.createContainer("b", guest(2));
  blobs.deleteContainer("b", guest(2));
  blobs.createContainer("a", guest(2));
  put("a", "two", "newer");
  const undone = await service.undoRange(step, "undone");
  expect(undone).toEqual({
    restored: 2,
    skipped: [
      { backend: "blobstore", kind: "containers", bucket: "", key: "a" },
      { backend: "blobstore", kind: "containers", bucket: "", key: "b" },
      { backend: "blobstore", kind: "container", bucket: "a", key: "two" },
      { backend: "blobstore", kind: "container", bucket: "b", key: "three" },
    ],
    more: 0,
  });
  expect([blobs.names("a"), blobs.hasContainer("b"), blobs.hasContainer("empty")]).toEqual([
    ["one", "two"],
    false,
    true,
  ]);
  expect([
    blobs.read("a", "one").read(0, 9),
    blobs.read("a", "two").read(0, 9),
    blobs.info("a", "one").created,
  ]).toEqual([bytes("1"), bytes("newer"), created]);
});
