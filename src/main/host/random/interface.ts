import { randomBytes, randomFillSync } from "node:crypto";
import type { HostModule } from "../context.ts";
import { trap } from "../trap.ts";

/** What one call may ask for, as in Wasmtime: the WIT allows no shorter answer, and a u64 could ask for any amount. */
export const MAX_RANDOM_BYTES = 64 * 1024 * 1024;

/** `wasi:random/random` */
export function createRandom(): HostModule {
  return {
    /** `get-random-bytes: func(len: u64) -> list<u8>` */
    getRandomBytes: bytes,
    /** `get-random-u64: func() -> u64` */
    getRandomU64: u64,
  };
}

/** `wasi:random/insecure`: the same source, as a better one costs nothing here. */
export function createInsecure(): HostModule {
  return {
    /** `get-insecure-random-bytes: func(len: u64) -> list<u8>` */
    getInsecureRandomBytes: bytes,
    /** `get-insecure-random-u64: func() -> u64` */
    getInsecureRandomU64: u64,
  };
}

/** `wasi:random/insecure-seed` */
export function createInsecureSeed(): HostModule {
  return {
    /** `insecure-seed: func() -> tuple<u64, u64>` */
    insecureSeed: (): [bigint, bigint] => [u64(), u64()],
  };
}

function bytes(len: bigint): Uint8Array {
  if (len > BigInt(MAX_RANDOM_BYTES)) trap(`requested len ${len} exceeds limit ${MAX_RANDOM_BYTES}`);
  return randomFillSync(new Uint8Array(Number(len)));
}

function u64(): bigint {
  return randomBytes(8).readBigUInt64LE();
}
