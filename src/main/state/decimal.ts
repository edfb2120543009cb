import type { IntegerRange } from "./keyvalue-backend.ts";

/** Counters are decimal text, as Redis, NATS and Wasmtime keep them, so that a guest may `set` one and then add to it. */

const RANGES = {
  u64: { form: /^[0-9]{1,20}$/, min: 0n, max: 2n ** 64n - 1n },
  s64: { form: /^-?[0-9]{1,19}$/, min: -(2n ** 63n), max: 2n ** 63n - 1n },
} as const satisfies Record<IntegerRange, { form: RegExp; min: bigint; max: bigint }>;

/** The longest text any range takes: a sign and 19 digits, or 20 digits. */
export const MAX_DECIMAL_BYTES = 20;

/** The number a counter stands at; undefined when the bytes are not a plain decimal within the range. */
export function parseDecimal(bytes: Uint8Array, range: IntegerRange): bigint | undefined {
  if (bytes.length > MAX_DECIMAL_BYTES) return undefined;
  const text = String.fromCharCode(...bytes);
  if (!RANGES[range].form.test(text)) return undefined;
  const value = BigInt(text);
  return inRange(value, range) ? value : undefined;
}

export function inRange(value: bigint, range: IntegerRange): boolean {
  return value >= RANGES[range].min && value <= RANGES[range].max;
}

const encoder = new TextEncoder();

export function formatDecimal(value: bigint): Uint8Array {
  return encoder.encode(value.toString());
}
