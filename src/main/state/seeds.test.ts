import { expect, it } from "vitest";

import { guest, testService } from "./fixtures/test-service.ts";
import { StateService } from "./state-service.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const seedOf = (digest: string, entries: Readonly<Record<string, string | Uint8Array>>) => ({
  backend: "keyvalue",
  digest,
  buckets: [
    {
      kind: "keyvalue" as const,
      name: "b",
      entries: Object.entries(entries).map(
        ([key, value]) => [key, typeof value === "string" ? bytes(value) : value] as const,
      ),
    },
  ],
});

it("fills a new backend once, in the seed's name; what happens to the keys later is nobody's business", async () => {
  const { service, remove, set, text, ref } = testService();
  const seed = seedOf("d1", { a: "1", b: "2", large: new Uint8Array(200_000) });
  expect(await service.applySeed(seed)).toEqual({ written: 3, applied: "d1" });
  expect((await service.value(ref("large"))).writer).toEqual({ kind: "seed", digest: "d1" });
  remove("a");
  set("b", "guest's");
  expect(await service.applySeed(seed)).toEqual({ written: 0, applied: "d1" });
  expect([text("a"), text("b")]).toEqual([undefined, "guest's"]);
});

it("tells which seed filled the backend when the seed is another one by now, and writes nothing", async () => {
  const { service, remove, text } = testService();
  await service.applySeed(seedOf("d1", { a: "1" }));
  remove("a");
  expect([await service.applySeed(seedOf("d2", { a: "2", c: "3" })), text("c")]).toEqual([
    { written: 0, applied: "d1" },
    undefined,
  ]);
});

it("adds to a backend that was used before it had a seed, never over what was written or deleted there", async () => {
  const { service, set, remove, text } = testService();
  set("written", "guest's");
  set("deleted", "x");
  remove("deleted");
  const seed = seedOf("d1", { written: "s", deleted: "s", free: "s" });
  expect(await service.applySeed(seed)).toEqual({ written: 1, applied: "d1" });
  expect([text("written"), text("deleted"), text("free")]).toEqual(["guest's", undefined, "s"]);
});

it("fills a backend that is empty although it was used", async () => {
  const { service, set, remove, text } = testService();
  set("a", "x");
  remove("a");
  expect([await service.applySeed(seedOf("d1", { a: "s" })), text("a")]).toEqual([{ written: 1, applied: "d1" }, "s"]);
});

it("fills what a reset left without a seed, except where somebody wrote since", async () => {
  const { service, set, remove, text } = testService();
  await service.applySeed(seedOf("d1", { a: "1", b: "1", c: "1" }));
  await service.reset("keyvalue", [], "reset");
  set("a", "guest's");
  set("b", "x");
  remove("b");
  expect(await service.applySeed(seedOf("d2", { a: "2", b: "2", c: "2" }))).toEqual({ written: 1, applied: "d2" });
  expect([text("a"), text("b"), text("c")]).toEqual(["guest's", undefined, "2"]);
});

it("remembers over a reset, its undo, and in the next run which seed is in force", async () => {
  const { service, folder, text } = testService();
  const [one, two] = [seedOf("d1", { a: "1" }), seedOf("d2", { a: "2" })];
  await service.applySeed(one);
  const { step } = await service.reset("keyvalue", [two], "reset");
  expect([(await service.applySeed(one)).applied, text("a")]).toEqual(["d2", "2"]);
  await service.undoRange(step ?? { first: 0, last: 0 }, "undone");
  expect([(await service.applySeed(two)).applied, text("a")]).toEqual(["d1", "1"]);
  const next = new StateService({ folder, persist: true, networkFileSystem: false, create: true });
  expect(await next.applySeed(two)).toEqual({ written: 0, applied: "d1" });
  await next.close();
});

it("makes the buckets of a seed, also those without keys", async () => {
  const { service, store } = testService();
  const buckets = [
    { kind: "keyvalue", name: "", entries: [] },
    { kind: "keyvalue", name: "x", entries: [["", bytes("")] as const] },
  ] as const;
  await service.applySeed({ backend: "other", digest: "d", buckets });
  expect(await service.buckets()).toMatchObject([
    { backend: "other", name: "", keys: 0 },
    { backend: "other", name: "x", keys: 1 },
  ]);
  expect(store.keyvalue("other", []).set("", [["k", bytes("1")]], guest(1))).toHaveLength(1);
});
