import { describe, expect, it } from "vitest";
import { detectViewer, possibleViewers } from "./detect-viewer.ts";

const bytesOf = (value: string | readonly number[]) =>
  typeof value === "string" ? new TextEncoder().encode(value) : Uint8Array.from(value);
const whole = (value: string | readonly number[]) => {
  const kept = bytesOf(value);
  return { kept, total: kept.length };
};

describe("detectViewer", () => {
  it.each([
    ["a word", "hello", "text"],
    ["nothing", "", "text"],
    ["an object", ' {"a":1}', "json"],
    ["what only begins like JSON", "{not json}", "text"],
    ["a decimal number", "-42.5", "number"],
    ["a string that JSON would take too", '"text"', "text"],
    ["eight bytes of a counter", [42, 0, 0, 0, 0, 0, 0, 0], "number"],
    ["bytes that are not UTF-8", [0xff, 0xfe, 0x00], "hex"],
    ["text with a control character", "a\u0000b", "hex"],
    ["eight letters", "visitors", "text"],
  ] as const)("takes %s for what it is", (_what, value, kind) => {
    expect(detectViewer(whole(value))).toBe(kind);
  });

  it("takes the start of a longer text for text, also when it ends inside a character", () => {
    const snow = bytesOf("snow ☃");
    expect(detectViewer({ kept: snow.subarray(0, snow.length - 1), total: 4000 })).toBe("text");
  });

  it("does not take the start of a longer JSON or number for the whole", () => {
    expect([
      detectViewer({ kept: bytesOf("[1]"), total: 99 }),
      detectViewer({ kept: bytesOf("12"), total: 99 }),
    ]).toEqual(["text", "text"]);
  });
});

it("offers only viewers that have something to show", () => {
  expect([...possibleViewers(whole([0xff]))].sort()).toEqual(["hex", "number"]);
  expect([...possibleViewers(whole("7"))].sort()).toEqual(["hex", "json", "number", "text"]);
});
