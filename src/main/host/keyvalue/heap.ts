import type { IncrementResult, IntegerRange, KeyvalueBackend } from "./backend.ts";

const LIMITS = {
  u64: [0n, 2n ** 64n - 1n],
  s64: [-(2n ** 63n), 2n ** 63n - 1n],
} as const satisfies Record<IntegerRange, readonly [bigint, bigint]>;

/** The backend in memory: a second, simple opinion for the suite to hold the real one against. Keeps no writers. */
export class HeapKeyvalue implements KeyvalueBackend {
  readonly #buckets = new Map<string, Map<string, { readonly version: number; readonly value: Uint8Array }>>();
  #version = 0;

  get(bucket: string, key: string): Uint8Array | undefined {
    return this.#bucket(bucket).get(key)?.value.slice();
  }

  getMany(bucket: string, keys: readonly string[]): (Uint8Array | undefined)[] {
    return keys.map((key) => this.get(bucket, key));
  }

  exists(bucket: string, key: string): boolean {
    return this.#bucket(bucket).has(key);
  }

  set(bucket: string, entries: readonly (readonly [string, Uint8Array])[]): number[] {
    return entries.map(([key, value]) => this.#put(bucket, key, value));
  }

  delete(bucket: string, keys: readonly string[]): number[] {
    return keys.filter((key) => this.#bucket(bucket).delete(key)).map(() => ++this.#version);
  }

  increment(bucket: string, key: string, delta: bigint, range: IntegerRange): IncrementResult {
    const [min, max] = LIMITS[range];
    const text = new TextDecoder("latin1").decode(this.get(bucket, key) ?? Uint8Array.of(0x30));
    if (
      !/^-?\d{1,20}$/.test(text) ||
      BigInt(text) < min ||
      BigInt(text) > max ||
      (range === "u64" && text.startsWith("-"))
    ) {
      return { kind: "not-a-number" };
    }
    const value = BigInt(text) + delta;
    if (value < min || value > max) return { kind: "overflow" };
    return { kind: "done", value, version: this.#put(bucket, key, new TextEncoder().encode(String(value))) };
  }

  list(bucket: string, offset: number, limit: number): { readonly keys: string[]; readonly more: boolean } {
    // UTF-8 sorts by code point; JavaScript's own order of strings does not.
    const sorted = [...this.#bucket(bucket).keys()].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return { keys: sorted.slice(offset, offset + limit), more: sorted.length > offset + limit };
  }

  swap(bucket: string, key: string, value: Uint8Array, expected: number): number | undefined {
    return this.current(bucket, key).version === expected ? this.#put(bucket, key, value) : undefined;
  }

  current(bucket: string, key: string): { readonly version: number; readonly value: Uint8Array | undefined } {
    const found = this.#bucket(bucket).get(key);
    return { version: found?.version ?? 0, value: found?.value.slice() };
  }

  #bucket(name: string): Map<string, { readonly version: number; readonly value: Uint8Array }> {
    const found = this.#buckets.get(name) ?? new Map<string, { version: number; value: Uint8Array }>();
    this.#buckets.set(name, found);
    return found;
  }

  #put(bucket: string, key: string, value: Uint8Array): number {
    this.#bucket(bucket).set(key, { version: ++this.#version, value: value.slice() });
    return this.#version;
  }
}
