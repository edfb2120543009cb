import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { testService } from "./fixtures/test-service.ts";
import { StateService } from "./state-service.ts";
import { GRACE_MS, UNFINISHED_GRACE_MS } from "./sweep.ts";

const DAY_MS = 86_400_000;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("bounds of history", () => {
  it("forgets what was replaced longer ago than the bound, and never a current value", async () => {
    const { service, clock, set, text, ref } = testService();
    set("k", "1");
    set("old", "still current");
    set("k", "2");
    clock.now += 10 * DAY_MS;
    set("k", "3");
    await service.prune({ maxAgeMs: DAY_MS, maxBytes: 1e9 });
    const history = await service.keyHistory(ref("k"), 10);
    expect(history.map(({ before, after }) => [before?.kept, after?.kept])).toEqual([
      [bytes("2"), bytes("3")],
      // The value before this one is forgotten, its size is not.
      [new Uint8Array(), bytes("2")],
    ]);
    expect([text("k"), text("old"), (await service.usage()).versions]).toEqual(["3", "still current", 3]);
  });

  it("forgets the oldest first until history fits, and still writes right counts", async () => {
    const { service, set, text, ref } = testService();
    for (let at = 0; at < 2000; at++) set("k", `${at}`.padStart(1000, "."));
    const before = await service.usage();
    const after = await service.prune({ maxAgeMs: DAY_MS, maxBytes: 100_000 });
    expect(before.bytes).toBeGreaterThan(2_000_000);
    expect(after.bytes).toBeLessThanOrEqual(100_000);
    expect(after.bytes).toBeGreaterThan(90_000);
    const history = await service.keyHistory(ref("k"), 5000);
    expect([history.length, text("k")?.endsWith("1999")]).toEqual([after.versions, true]);
    set("l", "1");
    expect(await service.buckets()).toEqual([{ backend: "keyvalue", name: "b", keys: 2, bytes: 1001 }]);
  });

  it("forgets keys that stayed deleted, and starts them anew", async () => {
    const { service, clock, keyvalue, set, remove, ref } = testService();
    set("k", "1");
    remove("k");
    set("other", "x");
    clock.now += 10 * DAY_MS;
    const usage = await service.prune({ maxAgeMs: DAY_MS, maxBytes: 1e9 });
    expect([usage, await service.keyHistory(ref("k"), 10)]).toEqual([{ versions: 1, bytes: 0 }, []]);
    const version = set("k", "2");
    expect(await service.keyHistory(ref("k"), 10)).toMatchObject([{ version }]);
    expect(await service.buckets()).toMatchObject([{ keys: 2, bytes: 2 }]);
    expect(keyvalue.list("b", 0, 10).keys).toEqual(["k", "other"]);
  });

  it("never gives a version's number twice, even when everything was deleted and forgotten", async () => {
    const { service, clock, set, remove } = testService();
    set("k", "1");
    const last = remove("k");
    clock.now += 10 * DAY_MS;
    await service.prune({ maxAgeMs: 0, maxBytes: 0 });
    expect(set("k", "2")).toBeGreaterThan(last);
  });

  it("does not undo to a value that is forgotten", async () => {
    const { service, clock, set, text, ref } = testService();
    set("k", "1");
    const version = set("k", "2");
    set("l", "1");
    clock.now += 10 * DAY_MS;
    await service.prune({ maxAgeMs: DAY_MS, maxBytes: 1e9 });
    await expect(service.undo([version], "undo")).rejects.toMatchObject({
      code: "state-conflict",
      details: { skipped: [ref("k")] },
    });
    expect(text("k")).toBe("2");
  });

  it("keeps the values of a bookmark until it is removed", async () => {
    const { service, clock, set, remove } = testService();
    const forgotten = set("k", "1");
    const kept = [set("k", "2"), set("deleted later", "x")];
    const bookmark = await service.addBookmark("before the demo");
    const passing = set("k", "3");
    set("k", "4");
    remove("deleted later");
    clock.now += 10 * DAY_MS;
    set("end", "");
    await service.prune({ maxAgeMs: DAY_MS, maxBytes: 1e9 });
    const found = async (versions: readonly number[]) =>
      (await service.changes(versions)).map(({ version }) => version);
    expect(await found([forgotten, ...kept, passing])).toEqual(kept);
    expect(await service.bookmarks()).toEqual([bookmark]);
    await service.removeBookmark(bookmark.id);
    const usage = await service.prune({ maxAgeMs: DAY_MS, maxBytes: 1e9 });
    expect([await found(kept), await service.bookmarks(), usage.bytes]).toEqual([[], [], 0]);
  });
});

describe("files of large values", () => {
  const large = (fill: number) => new Uint8Array(200_000).fill(fill);

  it("go only after nothing names them and the grace time has passed", async () => {
    const { service, folder, clock, keyvalue, set } = testService();
    const files = () => readdirSync(join(folder, "content")).length;
    set("k", large(1));
    set("k", large(2));
    set("k", large(3));
    set("end", "");
    const counts = [files()];
    clock.now += 10 * DAY_MS;
    await service.prune({ maxAgeMs: DAY_MS, maxBytes: 1e9 });
    counts.push(files());
    // Written again within the grace time: the file has to stay.
    set("again", large(1));
    clock.now += GRACE_MS;
    await service.prune({ maxAgeMs: DAY_MS, maxBytes: 1e9 });
    counts.push(files());
    expect([counts, keyvalue.get("b", "again"), keyvalue.get("b", "k")]).toEqual([[3, 3, 2], large(1), large(3)]);
  });

  it("get the whole grace time again when they were named in between", async () => {
    const { service, folder, clock, set } = testService();
    const bounds = { maxAgeMs: 0, maxBytes: 0 };
    const counts: number[] = [];
    const step = async (ms: number, write: () => void) => {
      write();
      set("end", String(ms));
      clock.now += ms;
      await service.prune(bounds);
      counts.push(readdirSync(join(folder, "content")).length);
    };
    await step(1, () => set("k", large(1)));
    await step(1, () => set("k", "noticed"));
    await step(1, () => set("k", large(1)));
    await step(GRACE_MS, () => undefined);
    await step(1, () => set("k", "noticed again"));
    await step(GRACE_MS, () => undefined);
    expect(counts).toEqual([1, 1, 1, 1, 1, 0]);
  });

  it("go when a killed process left them unfinished, but not while they may be being written", async () => {
    const { service, folder, clock } = testService();
    const [old, young] = ["a.tmp", "b.tmp"].map((name) => join(folder, "content", name));
    for (const [path, ageMs] of [
      [old, UNFINISHED_GRACE_MS + 1],
      [young, UNFINISHED_GRACE_MS - 1000],
    ] as const) {
      writeFileSync(path ?? "", "half");
      utimesSync(path ?? "", new Date(clock.now - ageMs), new Date(clock.now - ageMs));
    }
    await service.prune({ maxAgeMs: DAY_MS, maxBytes: 1e9 });
    expect(readdirSync(join(folder, "content"))).toEqual(["b.tmp"]);
  });

  it("go when the next host comes, however young they are: nobody is left to write them", async () => {
    const { service, folder, set } = testService();
    set("k", new Uint8Array(200_000));
    await service.close();
    const [kept] = readdirSync(join(folder, "content"));
    writeFileSync(join(folder, "content", "c.tmp"), "half");
    mkdirSync(join(folder, "content", "d.tmp"));
    const next = new StateService({ folder, persist: true, networkFileSystem: false, create: true });
    await next.close();
    expect(readdirSync(join(folder, "content"))).toEqual([kept]);
  });
});
