import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

import type { BlobstoreBackend } from "./blobstore-backend.ts";
import { tempFolder } from "./fixtures/temp-folder.ts";
import { StateService } from "./state-service.ts";
import { openStore } from "./store.ts";

const local = { persist: true, networkFileSystem: false } as const;
const ROUNDS = 10;

it("loses no acknowledged write and shows none half done when its writer is killed, again and again", async () => {
  const folder = tempFolder();
  openStore({ folder, ...local, create: true })[Symbol.dispose]();
  const entry = fileURLToPath(new URL("./fixtures/write-forever.ts", import.meta.url));
  for (let round = 1; round <= ROUNDS; round++) {
    const acknowledged = await killedAfter(entry, [folder, String(round)], 10 + round * 3, round * 0.6);
    using store = openStore({ folder, ...local, create: true });
    const keys = [...Array.from({ length: 200 }, (_, at) => `key ${at}`), "large"];
    const values = store
      .keyvalue("keyvalue", [])
      .getMany("b", keys)
      .map((value) => new TextDecoder().decode(value).split("\n")[0]);
    // All keys of one write, and nothing of the next.
    expect(new Set(values).size).toBe(1);
    const [wroteIn = 0, last = 0] = (values[0] ?? "").split(":").map(Number);
    expect(wroteIn).toBe(round);
    expect(last).toBeGreaterThanOrEqual(acknowledged);
    const service = new StateService({ folder, ...local, create: true });
    const history = await service.keyHistory({ backend: "keyvalue", bucket: "b", key: "key 0" }, 10_000);
    const written = history.map(({ after }) => new TextDecoder().decode(after?.kept).trim());
    expect(written.slice(0, last)).toEqual(Array.from({ length: last }, (_, at) => `${round}:${last - at}`));
    await service.close();
  }
});

it("loses no acknowledged object and shows none half written when its writer is killed, again and again", async () => {
  const folder = tempFolder();
  openStore({ folder, ...local, create: true })[Symbol.dispose]();
  const entry = fileURLToPath(new URL("./fixtures/write-objects-forever.ts", import.meta.url));
  for (let round = 1; round <= ROUNDS; round++) {
    const acknowledged = await killedAfter(entry, [folder, String(round)], 5 + round, round * 0.9);
    using store = openStore({ folder, ...local, create: true });
    const blobs = store.blobstore("blobstore", []);
    const small = wholeObject(blobs, "small", 1);
    expect(small.round).toBe(round);
    expect(small.done === acknowledged || small.done === acknowledged + 1).toBe(true);
    // A move is one step: what is killed in between leaves the object under either name, or the round before's.
    const large = blobs
      .names("c")
      .filter((name) => name !== "small")
      .map((name) => wholeObject(blobs, name, 8));
    expect(new Set(large.map((found) => `${found.round}:${found.done}`)).size).toBe(large.length);
    const newest = Math.max(...large.filter((found) => found.round === round).map(({ done }) => done));
    expect(newest === small.done || newest === small.done - 1).toBe(true);
    expect(newest).toBeGreaterThanOrEqual(acknowledged);
  }
});

it("shows a backend before or after a reset, and before or after its undo, when that is killed again and again", async () => {
  const folder = tempFolder();
  const keys = Array.from({ length: 500 }, (_, at) => `key ${at}`);
  const fills = keys.map((_, at) => [2000, at % 251]);
  const writer = { kind: "person", action: "test" } as const;
  const fill = () => {
    using store = openStore({ folder, ...local, create: true });
    const entries = keys.map((key, at) => [key, new Uint8Array(2000).fill(at % 251)] as const);
    store.keyvalue("keyvalue", []).set("b", entries, writer);
  };
  const entry = fileURLToPath(new URL("./fixtures/reset-forever.ts", import.meta.url));
  for (let round = 1; round <= ROUNDS; round++) {
    fill();
    await killedAfter(entry, [folder], round, round * 0.9);
    const service = new StateService({ folder, ...local, create: true });
    const [bucket] = await service.buckets();
    using store = openStore({ folder, ...local, create: false });
    const found = store.keyvalue("keyvalue", []).getMany("b", keys);
    const there = found.filter((value) => value !== undefined);
    expect([0, keys.length]).toContain(there.length);
    expect(there.map((value) => [value.length, value[0]])).toEqual(there.length === 0 ? [] : fills);
    expect(bucket).toMatchObject({ keys: there.length, bytes: there.length * 2000 });
    const [newest] = await service.keyHistory({ backend: "keyvalue", bucket: "b", key: "key 0" }, 1);
    expect(newest?.writer).toEqual({ kind: "person", action: there.length === 0 ? "reset" : "undone" });
    await service.close();
  }
});

it("imports all keys of a file or none, when it is killed again and again", async () => {
  const folder = tempFolder();
  openStore({ folder, ...local, create: true })[Symbol.dispose]();
  const keys = Array.from({ length: 500 }, (_, at) => `key ${at}`);
  const entry = fileURLToPath(new URL("./fixtures/import-forever.ts", import.meta.url));
  for (let round = 1; round <= ROUNDS; round++) {
    const acknowledged = await killedAfter(entry, [folder], round + 2, round * 0.9);
    using store = openStore({ folder, ...local, create: true });
    const found = store.keyvalue("keyvalue", []).getMany("b", keys);
    const imports = [...new Set(found.map((value) => value?.[0]))];
    expect(imports).toHaveLength(1);
    expect([acknowledged, acknowledged + 1]).toContain(imports[0]);
  }
});

/** Which write of which round an object is from; every byte of it is. */
function wholeObject(blobs: BlobstoreBackend, name: string, parts: number) {
  const { size, read } = blobs.read("c", name);
  expect(size).toBe(parts * 50_000);
  const found = Array.from({ length: parts }, (_, part) => Buffer.from(read(part * 50_000, 50_000)));
  const text = found[0]?.toString("latin1").split("\n")[0] ?? "";
  const [round = 0, done = 0] = text.split(":").map(Number);
  const wanted = Buffer.alloc(50_000, done % 251);
  wanted.write(`${text}\n`);
  expect(found.every((part) => part.equals(wanted))).toBe(true);
  return { round, done };
}

/**
 * Runs a script and kills it a moment after it has printed so many lines; each moment meets its next write at another
 * point. Returns the number in the last line it printed.
 */
async function killedAfter(script: string, args: readonly string[], lines: number, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  let printed = 0;
  let last = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (++printed !== lines) continue;
    // A timer is too coarse for parts of one write.
    for (const until = performance.now() + afterMs; performance.now() < until;);
    child.kill("SIGKILL");
  }
  await exit;
  expect(printed).toBeGreaterThanOrEqual(lines);
  return last;
}
