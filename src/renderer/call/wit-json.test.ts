import { describe, expect, it } from "vitest";
import type { WitTypeView } from "../../shared/model.ts";
import { defaultValue, numberFromText, problemsOf } from "./wit-json.ts";

const str: WitTypeView = { kind: "string" };
const bytes: WitTypeView = { kind: "list", element: { kind: "u8" } };
const types: readonly WitTypeView[] = [
  { kind: "bool" },
  { kind: "u64" },
  { kind: "f64" },
  { kind: "char" },
  str,
  bytes,
  { kind: "list", element: str },
  { kind: "option", some: str },
  { kind: "option", some: { kind: "option", some: str } },
  { kind: "result" },
  { kind: "result", ok: { kind: "u8" }, err: str },
  { kind: "tuple", items: [{ kind: "s8" }, str] },
  { kind: "record", fields: [{ name: "first-name", type: str }] },
  { kind: "variant", cases: [{ name: "none" }, { name: "some", type: str }] },
  { kind: "enum", cases: ["a", "b"] },
  { kind: "flags", flags: ["r", "w"] },
];

describe("a form for WIT values", () => {
  it.each(types)("begins with a value that its type takes: $kind", (type) => {
    expect(problemsOf(type, defaultValue(type), "$")).toEqual([]);
  });

  it("keeps 64-bit digits that a number cannot hold, and says where a value leaves its range", () => {
    expect([
      numberFromText("18446744073709551615"),
      numberFromText(" 42 "),
      numberFromText("1e3"),
      numberFromText("x"),
    ]).toEqual(["18446744073709551615", 42, 1000, "x"]);
    expect(problemsOf({ kind: "u64" }, "18446744073709551615", "$")).toEqual([]);
    expect(problemsOf({ kind: "u64" }, "18446744073709551616", "$")).toHaveLength(1);
    expect(problemsOf({ kind: "s8" }, -129, "n")).toEqual([
      { path: "n", message: "expected a whole number from -128 to 127" },
    ]);
    expect(problemsOf({ kind: "u8" }, 1.5, "$")).toHaveLength(1);
  });

  it("names the path of each part that is wrong", () => {
    const shape: WitTypeView = {
      kind: "record",
      fields: [
        { name: "at", type: { kind: "tuple", items: [{ kind: "u8" }, { kind: "u8" }] } },
        { name: "kind", type: { kind: "variant", cases: [{ name: "named", type: str }] } },
      ],
    };
    const wrong = { at: [1, 300], kind: { tag: "named", val: 5 } };
    expect(problemsOf(shape, wrong, "$").map((problem) => problem.path)).toEqual(["$.at[1]", "$.kind.val"]);
  });

  it("takes bytes as text, as base64 and as numbers, and a nested option only wrapped", () => {
    const nested: WitTypeView = { kind: "option", some: { kind: "option", some: str } };
    const good: readonly [WitTypeView, unknown][] = [
      [bytes, { text: "x" }],
      [bytes, { base64: "AAE=" }],
      [bytes, [0, 255]],
      [nested, null],
      [nested, { some: null }],
      [nested, { some: "x" }],
    ];
    const bad: readonly [WitTypeView, unknown][] = [
      [bytes, { base64: "?" }],
      [bytes, [256]],
      [nested, "x"],
      [{ kind: "resource", name: "bucket", mode: "own" }, null],
    ];
    expect(good.flatMap(([type, value]) => problemsOf(type, value, "$"))).toEqual([]);
    expect(bad.filter(([type, value]) => problemsOf(type, value, "$").length === 0)).toEqual([]);
  });
});
