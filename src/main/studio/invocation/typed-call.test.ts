import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { guest } from "../../../../test/guests/guests.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";

let studio: TestStudio;
beforeAll(async () => {
  const components = { typed: await guest("typed"), kv: await guest("kv") };
  studio = await openTestStudio(await testProject({ components }));
  await studio.ready("typed");
  await studio.ready("kv");
});
afterAll(() => studio[Symbol.asyncDispose]());

const call = (target: string, ...args: unknown[]) => studio.api.invoke({ component: "typed", target, args });

const EVERYTHING = {
  yes: true,
  tiny: 255,
  small: 65535,
  medium: 4294967295,
  large: "18446744073709551615",
  "signed-tiny": -128,
  "signed-small": -32768,
  "signed-medium": -2147483648,
  "signed-large": "-9223372036854775808",
  half: 0.5,
  full: "-inf",
  letter: "\u{1F980}",
  text: "Vitrine \u00e9\u0000\u{1F980}",
  bytes: { base64: "AP8Q" },
  words: ["a", "", "\u4e16"],
  points: [{ x: -1, "y-axis": 1.25 }],
  maybe: null,
  nested: { some: null },
  outcome: { tag: "ok", val: 9007199254740991 },
  "empty-outcome": { tag: "err" },
  pair: [7, "seven"],
  at: { x: 2147483647, "y-axis": "NaN" },
  shape: { tag: "box", val: { x: 1, "y-axis": 2 } },
  shapes: [{ tag: "none" }, { tag: "circle", val: 2.5 }, { tag: "label", val: "l" }],
  color: "blue",
  permissions: ["read", "execute-now"],
};

describe("a typed call", () => {
  it.each([
    ["echo-bool", true],
    ["echo-u8", 255],
    ["echo-s8", -128],
    ["echo-u16", 65535],
    ["echo-s16", -1],
    ["echo-u32", 4294967295],
    ["echo-s32", -2147483648],
    ["echo-u64", 42],
    ["echo-u64", "18446744073709551615"],
    ["echo-s64", "-9223372036854775808"],
    ["echo-f32", 1.5],
    ["echo-f64", "NaN"],
    ["echo-char", "\u{1F980}"],
    ["echo-color", "green"],
    ["echo-permissions", ["write"]],
    ["echo-string", "\u00e9\u0000"],
    ["echo-bytes", { base64: "AAEC/w==" }],
    ["echo-words", ["", "two"]],
    ["echo-points", [{ x: 1, "y-axis": -0.5 }]],
    ["echo-option", null],
    ["echo-option", 7],
    ["echo-point", { x: 3, "y-axis": 4 }],
    ["echo-pair", [1, "one"]],
    ["echo-shape", { tag: "none" }],
    ["echo-shape", { tag: "label", val: "x" }],
    ["echo-everything", EVERYTHING],
  ])("brings a value of %s to the guest and back: %j", async (target, value) => {
    expect(await call(`values#${target}`, value)).toMatchObject({ outcome: "ok", value });
  });

  it("reads bytes in each of their forms", async () => {
    for (const form of [{ text: "AB" }, [65, 66], { base64: "QUI=" }]) {
      expect(await call("echo-bytes", form)).toMatchObject({ value: { base64: "QUI=" } });
    }
  });

  it("tells the ok of a result from its error, and records both", async () => {
    expect(await call("echo-result", { tag: "ok", val: 3 })).toMatchObject({ outcome: "ok", value: 3 });
    const failed = await call("echo-result", { tag: "err", val: "no" });
    expect(failed).toMatchObject({ outcome: "error", error: "no" });
    expect(await studio.ended(failed.invocation)).toMatchObject({
      kind: "function",
      title: "test:typed/values@0.1.0#echo-result",
      cause: { kind: "person", via: "window" },
      args: [{ tag: "err", val: "no" }],
      outcome: "error",
      error: "no",
    });
  });

  it("takes several parameters, none, and returns nothing", async () => {
    expect(await call("join", "a", 3, "b")).toMatchObject({ value: "aaab" });
    const nothing = await call("test:typed/values@0.1.0#nothing");
    expect([nothing.outcome, "value" in nothing]).toEqual(["ok", false]);
    expect(await call("double", 4)).toMatchObject({ value: 8 });
  });

  it.each([
    ["echo-u8", [256], "arguments-invalid", /u8/],
    ["echo-u8", ["x"], "arguments-invalid", /u8/],
    ["echo-u8", [], "arguments-invalid", /1 /],
    ["echo-u8", [1, 2], "arguments-invalid", /1 /],
    [
      "echo-points",
      [
        [
          { x: 1, "y-axis": 0 },
          { x: "no", "y-axis": 0 },
        ],
      ],
      "arguments-invalid",
      /\[1\]\.x.*s32/,
    ],
    ["echo-point", [{ x: 1 }], "arguments-invalid", /y-axis/],
    ["echo-shape", [{ tag: "triangle" }], "arguments-invalid", /triangle/],
    ["echo-color", ["purple"], "arguments-invalid", /purple/],
    ["make-thing", [], "arguments-unsupported", /thing/],
    ["measure-thing", [1], "arguments-unsupported", /thing/],
    ["no-such", [], "export-not-found", /no-such/],
  ])("refuses %s(%j) before anything runs: %s", async (target, args, code, says) => {
    const before = await studio.api.invocations({ limit: 1 });
    await expect(studio.api.invoke({ component: "typed", target, args })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(says) as string,
    });
    expect(await studio.api.invocations({ limit: 1 })).toEqual(before);
  });

  it("names the components there are when there is none of that name", async () => {
    await expect(studio.api.invoke({ component: "tpyed", target: "double", args: [1] })).rejects.toMatchObject({
      code: "component-not-found",
      message: expect.stringContaining("typed, kv") as string,
    });
  });

  it("carries values through the store byte by byte", async () => {
    const bytes = { base64: Buffer.from(Uint8Array.from({ length: 256 }, (_, i) => i)).toString("base64") };
    await studio.api.invoke({ component: "kv", target: "set", args: ["raw", bytes] });
    expect(await studio.api.invoke({ component: "kv", target: "get", args: ["raw"] })).toMatchObject({ value: bytes });
    const stored = await studio.api.value({ backend: "keyvalue", bucket: "default", key: "raw" });
    expect(Buffer.from(stored.bytes).toString("base64")).toBe(bytes.base64);
  });
});
