import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { openStore } from "../src/main/state/store.ts";
import { microsecondsEach, SHORT_WORK, type Benchmark } from "./benchmark.ts";
import { makeFolder, ourKvGuest, removeFolder } from "./kv-guest.ts";
import { openRecordedGuest } from "./recorded-guest.ts";

const WRITES = 500;
const KEYS = 100;
const VALUE_BYTES = 64;

export const hostCallDurable: Benchmark = {
  name: "host-call-durable",
  title: "a recorded write of a guest into the state store / a bare node:sqlite upsert in autocommit",
  unit: "µs a write",
  target: 2.5,
  ...SHORT_WORK,
  async open() {
    const folder = await makeFolder();
    const store = openStore({ folder: join(folder, "state"), persist: true, networkFileSystem: false, create: true });
    const recorded = openRecordedGuest(await ourKvGuest(folder), store.keyvalue("keyvalue", []));
    const bare = new DatabaseSync(join(folder, "bare.sqlite"));
    bare.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    bare.exec("CREATE TABLE kv(bucket TEXT, key TEXT, value BLOB, PRIMARY KEY(bucket, key))");
    const upsert = bare.prepare(
      "INSERT INTO kv VALUES(?, ?, ?) ON CONFLICT(bucket, key) DO UPDATE SET value = excluded.value",
    );
    const value = new Uint8Array(VALUE_BYTES);
    const left = new DataView(value.buffer);
    return {
      ours(round) {
        const key = `key ${round % KEYS}`;
        const cost = microsecondsEach(WRITES, () => recorded.invoke((ops) => ops.setTimes(key, VALUE_BYTES, WRITES)));
        recorded.drain(WRITES);
        return cost;
      },
      theirs(round) {
        const key = `key ${round % KEYS}`;
        return microsecondsEach(WRITES, () => {
          for (let times = WRITES; times > 0; times--) {
            // As the guest does: SQLite writes nothing when the bytes are the ones that are there.
            left.setUint32(0, times, true);
            upsert.run("default", key, value);
          }
        });
      },
      [Symbol.asyncDispose]: async () => {
        bare.close();
        store[Symbol.dispose]();
        await removeFolder(folder);
      },
    };
  },
};
