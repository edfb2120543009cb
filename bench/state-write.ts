/**
 * What a durable write and a read through the store cost beside a bare prepared upsert and read of node:sqlite, in
 * alternating runs of one process. Prints microseconds a call (median and mean of the runs; the mean
 * includes what checkpoints cost) and the ratio.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { openStore } from "../src/main/state/store.ts";

const ROUNDS = 40;
const CALLS = 500;
const KEYS = 200;

const writer = {
  kind: "invocation",
  invocation: 1,
  component: "counter",
  build: "b1",
  function: "bucket.set",
} as const;
const folder = mkdtempSync(join(tmpdir(), "vitrine-bench-"));
const store = openStore({ folder, persist: true, networkFileSystem: false, create: true });
const keyvalue = store.keyvalue("keyvalue", []);

const bare = new DatabaseSync(join(folder, "bare.sqlite"), { timeout: 5000 });
bare.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
bare.exec("CREATE TABLE kv(bucket TEXT, key TEXT, value BLOB, PRIMARY KEY(bucket, key))");
const upsert = bare.prepare(
  "INSERT INTO kv VALUES(?, ?, ?) ON CONFLICT(bucket, key) DO UPDATE SET value = excluded.value",
);
const read = bare.prepare("SELECT value FROM kv WHERE bucket = ? AND key = ?");

const encoder = new TextEncoder();
let written = 0;
/** Never the bytes that are there already: SQLite would write nothing at all. */
const nextValue = () => encoder.encode(`value ${written++}`);

const measured = {
  set: {
    ours: (key: string) => void keyvalue.set("default", [[key, nextValue()]], writer),
    bare: (key: string) => void upsert.run("default", key, nextValue()),
  },
  increment: {
    ours: (key: string) => void keyvalue.increment("counters", key, 1n, "u64", writer),
    bare: (key: string) => void upsert.run("counters", key, nextValue()),
  },
  get: {
    ours: (key: string) => void keyvalue.get("default", key),
    bare: (key: string) => void read.get("default", key),
  },
};

try {
  for (const [name, pair] of Object.entries(measured)) {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(time(pair.ours));
      theirs.push(time(pair.bare));
    }
    console.log(
      `${name.padEnd(10)} ${line("median", median(ours), median(theirs))}   ${line("mean", mean(ours), mean(theirs))}`,
    );
  }
} finally {
  store[Symbol.dispose]();
  bare.close();
  rmSync(folder, { recursive: true });
}

/** Microseconds a call. */
function time(call: (key: string) => void): number {
  const start = performance.now();
  for (let at = 0; at < CALLS; at++) call(`key ${(at * 7) % KEYS}`);
  return ((performance.now() - start) * 1000) / CALLS;
}

function line(what: string, ours: number, theirs: number): string {
  return `${what} ${ours.toFixed(1)} / ${theirs.toFixed(1)} µs = ${(ours / theirs).toFixed(2)}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
