import { BLOB_GUEST_WAT, BLOB_GUEST_WIT } from "../src/main/host/blobstore/test-guest.ts";
import { componentFrom } from "../test/guests/guests.ts";
import type { Benchmark } from "./benchmark.ts";
import { ForkedStudio } from "./forked-studio.ts";

const MEBIBYTE = 1024 * 1024;
/** 1 GB and a tenth of it, in MiB. */
const LARGE_MIB = 954;
const SMALL_MIB = 95;
/** The whole object passes through one call each way. */
const GUEST_TIME_MS = 10 * 60 * 1000;

/** Memory does not grow with what passes through. Each round has studios of its own: what one freed the next would use. */
export const blobMemory: Benchmark = {
  name: "blob-memory",
  title: "peak memory of the studio while 1 GB goes through a guest into the blob store and out / while 100 MB do",
  unit: "MiB",
  target: 1.3,
  better: "less",
  warmUpRounds: 0,
  rounds: 3,
  async open() {
    const component = await componentFrom(BLOB_GUEST_WAT, BLOB_GUEST_WIT, "blobs");
    return {
      ours: () => peakMebibytes(component, LARGE_MIB),
      theirs: () => peakMebibytes(component, SMALL_MIB),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  },
};

async function peakMebibytes(component: Uint8Array, mebibytes: number): Promise<number> {
  await using studio = await ForkedStudio.open({ component, limits: { guestTimeMs: GUEST_TIME_MS } });
  // What a first call costs belongs to neither.
  await studio.invoke("put-large", [1]);
  await studio.invoke("read-large", []);
  await studio.order("peak");
  await studio.invoke("put-large", [mebibytes]);
  const { value } = await studio.invoke("read-large", []);
  if (Number(value) !== mebibytes * MEBIBYTE) throw new Error(`of ${mebibytes} MiB, ${String(value)} bytes came out`);
  return (await studio.order("peak")) / MEBIBYTE;
}
