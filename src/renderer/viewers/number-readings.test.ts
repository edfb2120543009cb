import { expect, it } from "vitest";
import { numberReadings } from "./number-readings.ts";

const values = (bytes: readonly number[]) =>
  Object.fromEntries(numberReadings(Uint8Array.from(bytes)).map(({ label, value }) => [label, value]));

it("reads eight bytes in both orders, exactly beyond 2^53, and signed where that differs", () => {
  expect(values([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])).toMatchObject({
    "u64 little-endian": "9223372036854775807",
    "u64 big-endian": "18446744073709551487",
    "s64 big-endian": "-129",
  });
});

it("reads decimal text as it is written", () => {
  expect(numberReadings(new TextEncoder().encode("12345678901234567890"))).toEqual([
    { label: "decimal text", value: "12345678901234567890" },
  ]);
});

it("reads one byte without an order, and nothing from three", () => {
  expect([values([0x80]), values([1, 2, 3])]).toEqual([{ u8: "128", s8: "-128" }, {}]);
});

it("reads from where a view begins in its buffer", () => {
  expect(numberReadings(Uint8Array.from([9, 9, 1, 0]).subarray(2))).toContainEqual({
    label: "u16 little-endian",
    value: "1",
  });
});
