import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { guest } from "./fixtures/test-service.ts";
import { tempFolder } from "./fixtures/temp-folder.ts";
import { openStateReader } from "./reader.ts";
import { openStore } from "./store.ts";

const entry = new URL("./reader-worker.ts", import.meta.url);
const local = { persist: true, networkFileSystem: false } as const;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("state reader", () => {
  it("makes the store, then sees what guests write and lets them see its edits", async () => {
    const folder = tempFolder();
    await using reader = await openStateReader(entry, { folder, ...local });
    using store = openStore({ folder, ...local, create: false });
    const keyvalue = store.keyvalue("keyvalue", []);
    const [version] = keyvalue.set("b", [["k", bytes("1")]], guest(3));
    const ref = { backend: "keyvalue", bucket: "b", key: "k" };
    expect(await reader.api.value(ref)).toMatchObject({ version, bytes: bytes("1"), writer: guest(3) });
    await reader.api.setValue({ ...ref, value: bytes("2") }, "edit");
    expect(keyvalue.get("b", "k")).toEqual(bytes("2"));
    await expect(reader.api.value({ ...ref, key: "none" })).rejects.toMatchObject({ code: "state-not-found" });
  });

  it("stops a long search when it is aborted, and serves on", async () => {
    const folder = tempFolder();
    await using reader = await openStateReader(entry, { folder, ...local });
    using store = openStore({ folder, ...local, create: false });
    const keys = Array.from({ length: 60_000 }, (_, at) => [`key ${at}`, bytes("v")] as const);
    store.keyvalue("keyvalue", []).set("b", keys, guest(1));
    const controller = new AbortController();
    const search = reader.api.keys(
      { backend: "keyvalue", bucket: "b", search: "none such", limit: 10 },
      controller.signal,
    );
    controller.abort();
    await expect(search).rejects.toThrow(/abort/);
    expect(await reader.api.buckets()).toMatchObject([{ keys: 60_000 }]);
  });

  it("tells why a store cannot be opened", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "state.sqlite"), "no database at all. ".repeat(500));
    await expect(openStateReader(entry, { folder, ...local })).rejects.toMatchObject({ code: "store-damaged" });
  });

  it("can be disposed twice, tells that it ended, and refuses further calls", async () => {
    const reader = await openStateReader(entry, { folder: tempFolder(), ...local });
    const ended = new Promise<void>((resolve) => reader.onEnd(resolve));
    await reader[Symbol.asyncDispose]();
    await reader[Symbol.asyncDispose]();
    await ended;
    await expect(reader.api.buckets()).rejects.toMatchObject({ code: "studio-lost" });
  });
});
