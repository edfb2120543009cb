import { describe, expect, it } from "vitest";

import { VALUE_CHUNK_BYTES } from "../../shared/contract.ts";
import type { ChangeView } from "../../shared/model.ts";
import { guest, START_MS, testService } from "./fixtures/test-service.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A change in short: `before → after`. */
function brief(change: ChangeView): string {
  const side = (value: ChangeView["before"]) => (value === undefined ? "-" : new TextDecoder().decode(value.kept));
  return `${change.key}: ${side(change.before)} → ${side(change.after)}`;
}

describe("views of the store", () => {
  it("counts keys and bytes of each bucket, whatever happens to them", async () => {
    const { service, store, keyvalue, set, remove } = testService();
    set("a", "12345");
    set("b", "1");
    set("a", "123");
    set("large", new Uint8Array(200_000));
    remove("b");
    remove("never");
    keyvalue.increment("counters", "k", 1234n, "u64", guest(1));
    store.keyvalue("cache", []).set("", [["k", bytes("x")]], guest(1));
    store.keyvalue("cache", []).delete("", ["k"], guest(1));
    expect(await service.buckets()).toEqual([
      { backend: "cache", name: "", keys: 0, bytes: 0 },
      { backend: "keyvalue", name: "b", keys: 2, bytes: 200_003 },
      { backend: "keyvalue", name: "counters", keys: 1, bytes: 4 },
    ]);
  });

  it("counts right over more versions than one step takes", async () => {
    const { service, keyvalue, set } = testService();
    const keys = Array.from({ length: 25_000 }, (_, at) => `k${at}`);
    keyvalue.set(
      "b",
      keys.map((key) => [key, bytes("v")] as const),
      guest(1),
    );
    expect(await service.buckets()).toEqual([{ backend: "keyvalue", name: "b", keys: 25_000, bytes: 25_000 }]);
    set("k0", "longer");
    keyvalue.delete("b", keys.slice(1), guest(1));
    expect(await service.buckets()).toEqual([{ backend: "keyvalue", name: "b", keys: 1, bytes: 6 }]);
  });

  it("pages through keys, with size, version and time", async () => {
    const { service, clock, set, remove } = testService();
    set("", "empty key");
    clock.now += 5;
    const version = set("b", "12345");
    set("c", "");
    set("d", "deleted");
    remove("d");
    const first = await service.keys({ backend: "keyvalue", bucket: "b", limit: 2 });
    expect([first.map(({ key }) => key), first[1]]).toEqual([
      ["", "b"],
      { key: "b", size: 5, version, at: START_MS + 5 },
    ]);
    const rest = await service.keys({ backend: "keyvalue", bucket: "b", after: "b", limit: 2 });
    expect(rest.map(({ key }) => key)).toEqual(["c"]);
    expect((await service.keys({ backend: "keyvalue", bucket: "b", after: "", limit: 1 }))[0]?.key).toBe("b");
  });

  it("searches keys by what they contain, over any number of others, and can be stopped", async () => {
    const { service, keyvalue } = testService();
    const keys = Array.from({ length: 45_000 }, (_, at) => `user/${String(at).padStart(6, "0")}`);
    keyvalue.set(
      "b",
      keys.map((key) => [key, bytes("v")] as const),
      guest(1),
    );
    const query = { backend: "keyvalue", bucket: "b", search: "9999", limit: 3 };
    const found = await service.keys(query);
    const rest = await service.keys({ ...query, after: found.at(-1)?.key ?? "" });
    expect([found, rest].map((page) => page.map(({ key }) => key))).toEqual([
      ["user/009999", "user/019999", "user/029999"],
      ["user/039999"],
    ]);
    expect(await service.keys({ ...query, search: "%" })).toEqual([]);
    const controller = new AbortController();
    const stopped = service.keys({ ...query, search: "none such" }, controller.signal);
    controller.abort();
    await expect(stopped).rejects.toThrow(/abort/);
  });

  it("shows a value with who wrote it and when, and the rest of a large one in parts", async () => {
    const { service, set, ref } = testService();
    const value = Uint8Array.from({ length: VALUE_CHUNK_BYTES * 2 + 10 }, (_, at) => at % 251);
    const version = set("large", value, 42);
    const { bytes: head, ...view } = await service.value(ref("large"));
    expect(view).toEqual({ key: "large", version, size: value.length, at: START_MS, writer: guest(42) });
    const parts = [
      head,
      await service.readValue(version, head.length),
      await service.readValue(version, head.length * 2),
    ];
    expect(Buffer.compare(Buffer.concat(parts), value)).toBe(0);
    expect(await service.readValue(version, value.length)).toEqual(new Uint8Array());
    const small = set("small", "0123456789".repeat(100));
    expect(await service.readValue(small, 995)).toEqual(bytes("56789"));
  });

  it("says so when there is no such bucket, key or version", async () => {
    const { service, set, remove, ref } = testService();
    await expect(service.keys({ backend: "keyvalue", bucket: "none", limit: 1 })).rejects.toMatchObject({
      code: "state-not-found",
    });
    set("k", "1");
    const deletion = remove("k");
    await expect(service.value(ref("k"))).rejects.toMatchObject({ code: "state-not-found" });
    await expect(service.readValue(deletion, 0)).rejects.toMatchObject({ code: "state-not-found" });
    await expect(service.readValue(999, 0)).rejects.toMatchObject({ code: "state-not-found" });
  });

  it("tells a key's history, newest first, with what was there before", async () => {
    const { service, set, remove, ref } = testService();
    set("k", "1", 1);
    set("other", "x");
    set("k", "2", 2);
    remove("k", 3);
    await service.setValue({ ...ref("k"), value: bytes("4") }, "edit");
    const history = await service.keyHistory(ref("k"), 10);
    expect(history.map(brief)).toEqual(["k: - → 4", "k: 2 → -", "k: 1 → 2", "k: - → 1"]);
    expect(history.map(({ writer }) => writer)).toEqual([
      { kind: "person", action: "edit" },
      guest(3),
      guest(2),
      guest(1),
    ]);
    expect((await service.keyHistory(ref("k"), 2)).map(brief)).toEqual(["k: - → 4", "k: 2 → -"]);
    expect(await service.keyHistory(ref("never"), 10)).toEqual([]);
  });

  it("previews large values in changes with their whole size", async () => {
    const { service, set } = testService();
    set("k", new Uint8Array(200_000));
    const version = set("k", new Uint8Array(5000));
    const [change] = await service.changes([version]);
    expect([
      change?.before?.kept.length,
      change?.before?.total,
      change?.after?.kept.length,
      change?.after?.total,
    ]).toEqual([4096, 200_000, 4096, 5000]);
  });

  it("tells what given versions changed, and what an invocation did", async () => {
    const { service, clock, set, remove } = testService();
    const versions: number[] = [];
    for (let invocation = 1; invocation <= 50; invocation++) {
      clock.now = START_MS + invocation * 10;
      versions.push(set("k", String(invocation), invocation));
      if (invocation === 20) set("l", "twenty", 20);
    }
    remove("k", 20);
    expect((await service.changes([versions[4] ?? 0, 12345, versions[0] ?? 0])).map(brief)).toEqual([
      "k: 4 → 5",
      "k: - → 1",
    ]);
    const since = START_MS + 200;
    expect((await service.changesOf(20, since, 10)).map(brief)).toEqual(["k: 19 → 20", "l: - → twenty", "k: 50 → -"]);
    expect((await service.changesOf(20, since, 1)).map(brief)).toEqual(["k: 19 → 20"]);
    expect(await service.changesOf(20, START_MS + 501, 10)).toEqual([]);
  });

  it("tells which buckets changed since a version", async () => {
    const { service, store, set } = testService();
    expect(await service.changedSince(0)).toEqual({ seq: 0, buckets: [] });
    const first = set("k", "1");
    const [second = 0] = store.keyvalue("cache", []).set("c", [["k", bytes("1")]], guest(1));
    expect(await service.changedSince(first)).toEqual({
      seq: second,
      buckets: [{ backend: "cache", kind: "keyvalue", bucket: "c" }],
    });
    expect((await service.changedSince(0)).buckets).toHaveLength(2);
    expect(await service.changedSince(second)).toEqual({ seq: second, buckets: [] });
  });

  it.each(["user:1", "", ".hidden", "ends.", "ä", "with space"])(
    "tells that NATS would refuse the key %j as long as it is there",
    async (key) => {
      const { service, store } = testService();
      const keyvalue = store.keyvalue("cache", []);
      keyvalue.set(
        "c",
        [
          [key, bytes("1")],
          ["a/fine_key-1=.b", bytes("1")],
        ],
        guest(1),
      );
      expect((await service.changedSince(0)).buckets).toEqual([
        { backend: "cache", kind: "keyvalue", bucket: "c", oddKey: key },
      ]);
      keyvalue.delete("c", [key], guest(2));
      expect((await service.changedSince(0)).buckets).toEqual([{ backend: "cache", kind: "keyvalue", bucket: "c" }]);
    },
  );
});

describe("edits by a person", () => {
  it("writes what was not changed since the person looked, and refuses the rest", async () => {
    const { service, set, remove, text, ref } = testService();
    const seen = set("k", "1");
    const edited = await service.setValue({ ...ref("k"), value: bytes("2"), expected: seen }, "edit");
    await expect(service.setValue({ ...ref("k"), value: bytes("3"), expected: seen }, "edit")).rejects.toMatchObject({
      code: "state-conflict",
      details: { expected: seen, current: edited },
    });
    await expect(service.setValue({ ...ref("k"), value: bytes("3"), expected: 0 }, "add")).rejects.toMatchObject({
      code: "state-conflict",
    });
    expect(text("k")).toBe("2");
    remove("k");
    await service.setValue({ ...ref("k"), value: bytes("4"), expected: 0 }, "add");
    await service.setValue({ backend: "new", bucket: "new", key: "k", value: bytes("5"), expected: 0 }, "add");
    expect([text("k"), (await service.buckets()).map(({ backend }) => backend)]).toEqual(["4", ["keyvalue", "new"]]);
  });

  it("deletes many keys in one step, and undo puts them all back", async () => {
    const { service, keyvalue, set, text } = testService();
    set("a", "1");
    set("b", new Uint8Array(200_000).fill(5));
    set("c", "3");
    const versions = await service.deleteKeys("keyvalue", "b", ["a", "none", "b"], "delete");
    expect([versions.length, keyvalue.list("b", 0, 10).keys]).toEqual([2, ["c"]]);
    const undone = await service.undo(versions, "undo");
    expect([undone.versions.length, undone.skipped, text("a"), keyvalue.get("b", "b")?.[199_999]]).toEqual([
      2,
      [],
      "1",
      5,
    ]);
  });

  it("undoes several versions of a key at once, back to before the first", async () => {
    const { service, set, remove, text } = testService();
    set("k", "kept", 1);
    const versions = [set("k", "a", 2), remove("k", 2), set("k", "b", 2), set("new", "x", 2)];
    await service.undo(versions, "undo");
    expect([text("k"), text("new")]).toEqual(["kept", undefined]);
  });

  it("undoes an undo", async () => {
    const { service, set, text } = testService();
    set("k", "1");
    const { versions } = await service.undo([set("k", "2")], "undo");
    expect(text("k")).toBe("1");
    await service.undo(versions, "redo");
    expect(text("k")).toBe("2");
  });

  it("leaves what was written since, and says which keys that were", async () => {
    const { service, set, text, ref } = testService();
    set("k", "1");
    set("l", "1");
    const versions = [set("k", "2"), set("l", "2")];
    set("k", "newer");
    expect(await service.undo(versions, "undo")).toMatchObject({ skipped: [ref("k")] });
    expect([text("k"), text("l")]).toEqual(["newer", "1"]);
    await expect(service.undo(versions, "undo")).rejects.toMatchObject({ code: "state-conflict" });
  });
});
