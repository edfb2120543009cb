import { HeapKeyvalue } from "../src/main/host/keyvalue/heap.ts";
import type { HostModule } from "../src/main/host/context.ts";
import { instantiate } from "../src/main/worker/instantiate.ts";
import { ReusedMemories } from "../src/main/worker/reused-memories.ts";
import { microsecondsEach, SHORT_WORK, type Benchmark } from "./benchmark.ts";
import { makeFolder, ourKvGuest, plainKvGuest, removeFolder, type KvOps } from "./kv-guest.ts";
import { MAX_RECORDED_CALLS, openRecordedGuest } from "./recorded-guest.ts";

const EACH = MAX_RECORDED_CALLS / 2;
/** Each invocation of the guest opens its bucket, too. */
const CALLS = 2 * EACH + 2;

/** Half reads of a value of 64 bytes, half increments. */
function work(ops: KvOps): void {
  ops.incrementTimes("counter", EACH);
  ops.getTimes("value", EACH);
}

export const hostCallMemory: Benchmark = {
  name: "host-call-memory",
  title: "a recorded host call on a store in memory / plain jco output on a bare Map, not recorded",
  unit: "µs a call",
  target: 0.6,
  ...SHORT_WORK,
  async open() {
    const folder = await makeFolder();
    const recorded = openRecordedGuest(await ourKvGuest(folder), new HeapKeyvalue());
    const { module, core } = await plainKvGuest(folder);
    const plain = instantiate(module, core, bareMap(), new ReusedMemories()).exports["test:kv/ops@0.1.0"] as KvOps;
    const value = new Uint8Array(64).fill(7);
    recorded.invoke((ops) => ops.set("value", value));
    recorded.drain(2);
    plain.set("value", value);
    return {
      ours() {
        const cost = microsecondsEach(CALLS, () => recorded.invoke(work));
        recorded.drain(CALLS);
        return cost;
      },
      theirs: () => microsecondsEach(CALLS, () => work(plain)),
      [Symbol.asyncDispose]: () => removeFolder(folder),
    };
  },
};

/** The least a host can do: one Map for everything. */
function bareMap(): Record<string, HostModule> {
  const values = new Map<string, Uint8Array>();
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  class Bucket {
    get(key: string): Uint8Array | undefined {
      return values.get(key);
    }
    set(key: string, value: Uint8Array): void {
      values.set(key, value);
    }
  }
  const increment = (_bucket: Bucket, key: string, delta: bigint): bigint => {
    const before = values.get(key);
    const sum = (before === undefined ? 0n : BigInt(decoder.decode(before))) + delta;
    values.set(key, encoder.encode(String(sum)));
    return sum;
  };
  return {
    "wasi:keyvalue/store": { Bucket, open: () => new Bucket() },
    "wasi:keyvalue/atomics": { increment },
  };
}
