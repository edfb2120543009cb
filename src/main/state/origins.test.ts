import { statSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import type { VersionRange } from "../../shared/contract.ts";
import { guest, testService } from "./fixtures/test-service.ts";

const DAY_MS = 86_400_000;
const ALL = { maxAgeMs: DAY_MS, maxBytes: 0 };
const value = (fill: number) => new Uint8Array(100_000).fill(fill);

type Test = ReturnType<typeof testService>;

/** `count` keys whose values together are more than a step of retention hands over. */
function fill({ keyvalue }: Test, count: number): readonly string[] {
  const keys = Array.from({ length: count }, (_, at) => `k${String(at).padStart(3, "0")}`);
  keyvalue.set(
    "b",
    keys.map((key, at) => [key, value(at)] as const),
    guest(1),
  );
  return keys;
}

async function resetAndUndone({ service }: Test): Promise<void> {
  const { step } = await service.reset("keyvalue", [], "reset");
  await service.undoRange(step as VersionRange, "undone");
}

function fills({ keyvalue }: Test, keys: readonly string[]) {
  return keyvalue.getMany("b", keys).map((bytes) => [bytes?.length, bytes?.[0], bytes?.at(-1)]);
}

it("takes back a reset without copying what the keys held", async () => {
  const test = testService();
  const keys = fill(test, 60);
  const bytes = () =>
    ["state.sqlite", "state.sqlite-wal"].reduce((sum, name) => sum + statSync(join(test.folder, name)).size, 0);
  const before = bytes();
  await resetAndUndone(test);
  expect(bytes() - before).toBeLessThan(500_000);
  expect(fills(test, keys)).toEqual(keys.map((_, at) => [100_000, at, at]));
});

it("shows what a key held at each point of its history, also where a value was put back twice", async () => {
  const test = testService();
  const { service, set, ref } = test;
  set("k", value(1));
  await resetAndUndone(test);
  await resetAndUndone(test);
  const history = await service.keyHistory(ref("k"), 9);
  expect(history.map(({ before, after }) => [before?.kept[0], before?.total, after?.kept[0], after?.total])).toEqual([
    [undefined, undefined, 1, 100_000],
    [1, 100_000, undefined, undefined],
    [undefined, undefined, 1, 100_000],
    [1, 100_000, undefined, undefined],
    [undefined, undefined, 1, 100_000],
  ]);
  expect((await service.readValue(history[0]?.version ?? 0, 99_999))[0]).toBe(1);
});

it("keeps values that were put back when retention forgets the versions that held them first", async () => {
  const test = testService();
  const { service, clock, set, ref } = test;
  const keys = fill(test, 60);
  await resetAndUndone(test);
  await resetAndUndone(test);
  clock.now += 10 * DAY_MS;
  set("end", "");
  expect(await service.prune(ALL)).toEqual({ versions: 61, bytes: 0 });
  expect(fills(test, keys)).toEqual(keys.map((_, at) => [100_000, at, at]));
  expect(await service.keyHistory(ref("k007"), 9)).toMatchObject([
    { after: { total: 100_000 }, writer: { kind: "person", action: "undone" } },
  ]);
  expect(await service.buckets()).toMatchObject([{ keys: 61, bytes: 6_000_000 }]);
});

it("keeps them as long as a bookmark does, and no longer than it", async () => {
  const test = testService();
  const { service, clock, set } = test;
  const version = set("k", value(1));
  const bookmark = await service.addBookmark("before");
  await resetAndUndone(test);
  const undone = (await service.value({ backend: "keyvalue", bucket: "b", key: "k" })).version;
  clock.now += 10 * DAY_MS;
  set("end", "");
  await service.prune(ALL);
  expect([(await service.readValue(version, 0))[0], (await service.readValue(undone, 0))[0]]).toEqual([1, 1]);
  await service.removeBookmark(bookmark.id);
  await service.prune(ALL);
  await expect(service.readValue(version, 0)).rejects.toMatchObject({ code: "state-not-found" });
  expect((await service.readValue(undone, 99_999))[0]).toBe(1);
});

it("a copy of an object outlives what it was copied from", async () => {
  const { service, store, clock, set } = testService();
  const blobs = store.blobstore("blobs", []);
  const put = (name: string, fillWith: number) => {
    using body = blobs.body();
    body.write(value(fillWith));
    blobs.put("c", name, body, guest(1));
  };
  blobs.createContainer("c", guest(1));
  put("one", 1);
  blobs.copy({ container: "c", name: "one" }, { container: "c", name: "two" }, guest(1));
  blobs.move({ container: "c", name: "two" }, { container: "c", name: "three" }, guest(1));
  put("one", 2);
  clock.now += 10 * DAY_MS;
  set("end", "");
  await service.prune(ALL);
  expect(["one", "three"].map((name) => blobs.read("c", name).read(99_999, 9))).toEqual([
    new Uint8Array([2]),
    new Uint8Array([1]),
  ]);
  expect(await service.object({ backend: "blobs", container: "c", name: "three" })).toMatchObject({ size: 100_000 });
});
