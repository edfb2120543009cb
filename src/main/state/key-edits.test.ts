import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { describe, expect, it } from "vitest";

import { ContentFolder } from "./content.ts";
import { testService } from "./fixtures/test-service.ts";
import { KeyEdits } from "./key-edits.ts";
import { Ledger } from "./ledger.ts";
import { openDatabase } from "./open-database.ts";
import { statePaths } from "./state-folder.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("renaming a key", () => {
  it("moves its value, small, large or empty, and is undone in one step; histories stay with the names", async () => {
    const { service, keyvalue, set, ref } = testService();
    const values = { small: bytes("1"), row: new Uint8Array(5000).fill(2), file: new Uint8Array(200_000).fill(3) };
    for (const [key, value] of [...Object.entries(values), ["", new Uint8Array()] as const]) {
      const expected = set(key, value);
      const versions = await service.renameKey({ ...ref(key), to: "new", expected }, "renamed");
      expect([versions.length, keyvalue.get("b", "new"), keyvalue.exists("b", key)]).toEqual([2, value, false]);
      const histories = [await service.keyHistory(ref("new"), 1), await service.keyHistory(ref(key), 2)];
      expect(histories).toMatchObject([
        [{ version: versions[0], after: { total: value.length }, writer: { kind: "person", action: "renamed" } }],
        [{ version: versions[1], before: { total: value.length } }, { version: expected }],
      ]);
      expect((await service.undo(versions, "undone")).skipped).toEqual([]);
      expect([keyvalue.exists("b", "new"), keyvalue.get("b", key)]).toEqual([false, value]);
    }
    expect((await service.buckets())[0]).toMatchObject({ keys: 4, bytes: 205_001 });
  });

  it("changes nothing where the name is taken, the key is gone, or was written to since a person looked", async () => {
    const { service, set, remove, text, ref } = testService();
    const seen = set("k", "1");
    set("taken", "as it was");
    const rename = (to: string, expected?: number) =>
      service.renameKey({ ...ref("k"), to, ...(expected === undefined ? {} : { expected }) }, "renamed");
    await expect(rename("taken", seen)).rejects.toMatchObject({
      code: "state-conflict",
      message: expect.stringMatching(/"taken" .* already\. Delete it first, or take another name/) as string,
    });
    const current = set("k", "2");
    await expect(rename("new", seen)).rejects.toMatchObject({
      code: "state-conflict",
      message: expect.stringMatching(/written again since you looked at it/) as string,
      details: { expected: seen, current },
    });
    await expect(rename("k", current)).rejects.toMatchObject({ code: "request-invalid" });
    expect([text("k"), text("taken"), text("new")]).toEqual(["2", "as it was", undefined]);
    await rename("new");
    await expect(rename("other")).rejects.toMatchObject({ code: "state-not-found" });
    remove("taken");
    await service.renameKey({ ...ref("new"), to: "taken" }, "renamed");
    expect(text("taken")).toBe("2");
  });

  it("loses nothing of what a guest writes meanwhile", async () => {
    const { folder, service, keyvalue, ref } = testService();
    const times = 5000;
    const counting = new Worker(new URL("./fixtures/increment.ts", import.meta.url), {
      workerData: { folder, networkFileSystem: false, times },
    });
    const exit = once(counting, "exit");
    let ended = false;
    void exit.then(() => (ended = true));
    let moved = 0;
    while (!ended) {
      if (keyvalue.exists("b", "hits")) {
        await service.renameKey({ ...ref("hits"), to: `moved ${moved}` }, "renamed");
        moved++;
      }
      // Lets the end of the thread be told.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const counted = keyvalue
      .list("b", 0, 10_000)
      .keys.map((key) => Number(new TextDecoder().decode(keyvalue.get("b", key))));
    expect([moved > 0, counted.reduce((sum, each) => sum + each, 0)]).toEqual([true, times]);
  });
});

describe("importing keys", () => {
  const entries = (fill: number, count = 200) =>
    Array.from({ length: count }, (_, at) => [`k${at}`, new Uint8Array(5000).fill(fill)] as const);
  const place = { backend: "keyvalue", bucket: "b" };

  it("writes all over what is there, and is undone in one step", async () => {
    const { service, keyvalue, set } = testService();
    set("k0", "as it was");
    const versions = await service.setValues({ ...place, entries: entries(1) }, "imported");
    expect([versions.length, keyvalue.get("b", "k0")?.[0], keyvalue.get("b", "k199")?.[0]]).toEqual([200, 1, 1]);
    await service.undo(versions, "undone");
    expect([keyvalue.list("b", 0, 999).keys, keyvalue.get("b", "k0")]).toEqual([["k0"], bytes("as it was")]);
  });

  it("writes nothing where an entry far behind cannot be written", async () => {
    const { service, keyvalue, set } = testService();
    set("k0", "as it was");
    const bad = ["bad", { length: 3 } as unknown as Uint8Array] as const;
    await expect(service.setValues({ ...place, entries: [...entries(1), bad] }, "imported")).rejects.toThrow();
    expect([keyvalue.list("b", 0, 999).keys, keyvalue.get("b", "k0")]).toEqual([["k0"], bytes("as it was")]);
    expect(await service.setValues({ ...place, entries: entries(2) }, "imported")).toHaveLength(200);
  });

  it("writes nothing where the disk gets full half way", async () => {
    const { folder, keyvalue, set } = testService();
    set("k0", "as it was");
    const paths = statePaths(folder);
    using db = openDatabase(paths, { folder, persist: true, networkFileSystem: false, create: false });
    const edits = new KeyEdits(new Ledger(db, new ContentFolder(paths.content), Date.now));
    // Room for some of it: pages have 2 KiB.
    db.exec("PRAGMA max_page_count = 300");
    const full = () => edits.setAll({ ...place, entries: entries(1) }, "imported");
    expect(full).toThrow(expect.objectContaining({ errstr: "database or disk is full" }));
    expect([keyvalue.list("b", 0, 999).keys, keyvalue.get("b", "k0")]).toEqual([["k0"], bytes("as it was")]);
    db.exec("PRAGMA max_page_count = 3000");
    expect([
      edits.setAll({ ...place, entries: entries(2) }, "imported").length,
      keyvalue.get("b", "k199")?.[0],
    ]).toEqual([200, 2]);
  });
});
