import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { describe, expect, it } from "vitest";

import { testService } from "./fixtures/test-service.ts";

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
