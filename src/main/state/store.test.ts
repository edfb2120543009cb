import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

import { describe, expect, it } from "vitest";

import type { WriterView } from "../../shared/model.ts";
import { tempFolder } from "./fixtures/temp-folder.ts";
import { openStore } from "./store.ts";

const writer: WriterView = { kind: "invocation", invocation: 1, component: "c", build: "b", function: "f" };
const local = { persist: true, networkFileSystem: false } as const;
const text = (value: Uint8Array | undefined) => (value === undefined ? undefined : new TextDecoder().decode(value));
const bytes = (value: string) => new TextEncoder().encode(value);

describe("store", () => {
  it.each([
    ["in WAL mode", false, 200],
    ["in the mode for network file systems", true, 40],
  ])(
    "counts exactly while three threads and a second process increment one key, %s",
    async (_, networkFileSystem, times) => {
      const folder = tempFolder();
      using store = openStore({ folder, persist: true, networkFileSystem, create: true });
      const entry = new URL("./fixtures/increment.ts", import.meta.url);
      const job = { folder, networkFileSystem, times };
      const threads = [1, 2, 3].map(() => new Worker(entry, { workerData: job, execArgv: [] }));
      const child = spawn(process.execPath, [fileURLToPath(entry), JSON.stringify(job)], {
        stdio: ["ignore", "inherit", "inherit"],
      });
      const ended = await Promise.all([...threads, child].map((each) => once(each, "exit")));
      expect(ended.map(([code]) => code as number)).toEqual([0, 0, 0, 0]);
      expect(text(store.keyvalue("keyvalue", []).get("b", "hits"))).toBe(String(4 * times));
    },
  );

  it("shows a write to every other connection at once", () => {
    const folder = tempFolder();
    using one = openStore({ folder, ...local, create: true });
    using two = openStore({ folder, ...local, create: false });
    const [a, b] = [one.keyvalue("keyvalue", []), two.keyvalue("keyvalue", [])];
    const seen: unknown[] = [text(b.get("new bucket", "k"))];
    for (const value of ["1", "2"]) {
      a.set("new bucket", [["k", bytes(value)]], writer);
      seen.push(text(b.get("new bucket", "k")));
    }
    b.delete("new bucket", ["k"], writer);
    seen.push(text(a.get("new bucket", "k")));
    expect(seen).toEqual([undefined, "1", "2", undefined]);
  });

  it("keeps what was written when it is opened again", () => {
    const folder = tempFolder();
    {
      using store = openStore({ folder, ...local, create: true });
      store.keyvalue("keyvalue", []).set(
        "b",
        [
          ["k", bytes("kept")],
          ["large", new Uint8Array(200_000).fill(7)],
        ],
        writer,
      );
    }
    using store = openStore({ folder, ...local, create: true });
    const keyvalue = store.keyvalue("keyvalue", []);
    expect([text(keyvalue.get("b", "k")), keyvalue.get("b", "large")]).toEqual([
      "kept",
      new Uint8Array(200_000).fill(7),
    ]);
  });

  it("keeps backends apart, and stores a renamed bucket under its other name", () => {
    const folder = tempFolder();
    using store = openStore({ folder, ...local, create: true });
    store.keyvalue("one", [["", "default"]]).set("", [["k", bytes("1")]], writer);
    expect([
      text(store.keyvalue("one", []).get("default", "k")),
      text(store.keyvalue("one", []).get("", "k")),
      text(store.keyvalue("two", []).get("default", "k")),
    ]).toEqual(["1", undefined, undefined]);
  });

  it("keeps large values in files, the same bytes once, and leaves nothing unfinished", () => {
    const folder = tempFolder();
    using store = openStore({ folder, ...local, create: true });
    const keyvalue = store.keyvalue("keyvalue", []);
    const large = new Uint8Array(300_000).fill(1);
    keyvalue.set(
      "b",
      [
        ["k", large],
        ["same", large],
        ["small", bytes("1")],
      ],
      writer,
    );
    keyvalue.set("b", [["k", new Uint8Array(300_000).fill(2)]], writer);
    expect(readdirSync(join(folder, "content"))).toHaveLength(2);
    expect([keyvalue.get("b", "same")?.[0], keyvalue.get("b", "k")?.[0]]).toEqual([1, 2]);
  });

  it("writes nothing of a set-many that cannot be finished", () => {
    const folder = tempFolder();
    using store = openStore({ folder, ...local, create: true });
    const keyvalue = store.keyvalue("keyvalue", []);
    const impossible = { length: 3 } as unknown as Uint8Array;
    expect(() =>
      keyvalue.set(
        "b",
        [
          ["k", bytes("1")],
          ["l", impossible],
        ],
        writer,
      ),
    ).toThrow();
    expect(keyvalue.list("b", 0, 10).keys).toEqual([]);
    keyvalue.set("b", [["k", bytes("2")]], writer);
    expect(text(keyvalue.get("b", "k"))).toBe("2");
  });
});
