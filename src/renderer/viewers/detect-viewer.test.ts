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
    ["a map in MessagePack", [0x81, 0xa5, ...bytesOf("price"), 0xcb, 0x40, 0, 0, 0, 0, 0, 0, 0], "messagepack"],
    ["a list in CBOR", [0x83, 0x63, ...bytesOf("one"), 0xf6, 0x19, 0x03, 0xe8], "cbor"],
    ["a list of nothing but numbers", [0x83, 1, 0xf6, 0x19, 0x03, 0xe8], "hex"],
    [
      "the start of a picture that would be a map",
      [0x89, ...bytesOf("PNG"), 13, 10, 26, 10, 0, 0, 0, 13, ...bytesOf("IHDR"), 1, 0, 2],
      "hex",
    ],
    ["a map that has a key twice", [0x82, 0xa1, 0x61, 1, 0xa1, 0x61, 2], "hex"],
    ["a map of texts with control characters", [0x81, 0xa2, 0x61, 7, 0xa2, 0x62, 0x62], "hex"],
    ["a map in CBOR that says what it is", [0xd9, 0xd9, 0xf7, 0xa1, 0x61, 0x61, 0xf5], "cbor"],
    ["a map in CBOR with more behind it", [0xa1, 0x61, 0x61, 0xf5, 0xff], "hex"],
    ["an empty list in either", [0x90], "hex"],
    ["one number in CBOR", [0x1b, 0, 0, 0, 0, 0xff, 0, 0, 0], "hex"],
    ["eight bytes of a counter that would be a list", [0x97, 0, 0, 0, 0, 0, 0, 0], "number"],
    ["two bytes of a number that would be a list", [0x91, 0xc0], "hex"],
    // One text of 18 characters, or 17 numbers of which the first has a tag.
    ["what either format could be", [0x91, 0xd9, 18, ...new Uint8Array(18)], "hex"],
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
  expect([...possibleViewers(whole([0xff]))].sort()).toEqual(["cbor", "hex", "messagepack", "number"]);
  expect([...possibleViewers({ kept: bytesOf([0x81, 0xa1]), total: 99 })].sort()).toEqual([
    "cbor",
    "hex",
    "messagepack",
  ]);
  expect([...possibleViewers(whole("7"))].sort()).toEqual(["hex", "json", "number", "text"]);
});
