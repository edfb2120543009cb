import { describe, expect, test } from "vitest";
import { createIo } from "../io/index.ts";
import { hostFunction, testContext } from "../test-context.ts";
import { Trap } from "../trap.ts";
import { random } from "./index.ts";
import { MAX_RANDOM_BYTES } from "./interface.ts";

const ctx = testContext();
const modules = random.create(ctx, createIo(ctx));
const call = <T>(module: string, name: string, ...args: unknown[]): T =>
  hostFunction(modules, module, name)(...args) as T;

describe.each([
  ["random", "getRandomBytes", "getRandomU64"],
  ["insecure", "getInsecureRandomBytes", "getInsecureRandomU64"],
])("%s", (module, bytes, u64) => {
  test("gives exactly as many bytes as asked, other ones each time", () => {
    expect(call<Uint8Array>(module, bytes, 0n).length).toBe(0);
    const [a, b] = [call<Uint8Array>(module, bytes, 100_000n), call<Uint8Array>(module, bytes, 100_000n)];
    expect([a.length, b.length]).toEqual([100_000, 100_000]);
    expect(Buffer.from(a).equals(b)).toBe(false);
    expect(new Set(a).size).toBe(256);
  });

  test("traps on more than one call may ask for, instead of allocating it", () => {
    expect(() => call(module, bytes, BigInt(MAX_RANDOM_BYTES) + 1n)).toThrow(Trap);
    expect(() => call(module, bytes, 2n ** 64n - 1n)).toThrow(Trap);
  });

  test("gives 64-bit numbers of the whole range", () => {
    const numbers = Array.from({ length: 200 }, () => call<bigint>(module, u64));
    expect(new Set(numbers).size).toBe(200);
    expect(numbers.every((number) => number >= 0n && number < 2n ** 64n)).toBe(true);
    expect(numbers.some((number) => number >= 2n ** 63n)).toBe(true);
  });
});

test("insecure-seed gives two numbers", () => {
  const [a, b] = call<[bigint, bigint]>("insecure-seed", "insecureSeed");
  expect([typeof a, typeof b, a === b]).toEqual(["bigint", "bigint", false]);
});
