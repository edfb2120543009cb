import { expect, it } from "vitest";
import type { WitTypeView } from "../../shared/model.ts";
import { waveCall, waveText } from "./wave-text.ts";

const u32: WitTypeView = { kind: "u32" };
const string: WitTypeView = { kind: "string" };
const bytes: WitTypeView = { kind: "list", element: { kind: "u8" } };

it("says every kind of value as WAVE does", () => {
  const cases: readonly (readonly [WitTypeView, unknown])[] = [
    [{ kind: "u64" }, "18446744073709551615"],
    [{ kind: "f64" }, "NaN"],
    [{ kind: "f64" }, "-inf"],
    [{ kind: "char" }, "'"],
    [string, 'a "b"\\\n\u0001ü'],
    [{ kind: "tuple", items: [u32, { kind: "bool" }] }, [1, true]],
    [
      { kind: "result", ok: u32, err: string },
      { tag: "ok", val: 3 },
    ],
    [
      { kind: "result", ok: u32, err: string },
      { tag: "err", val: "no" },
    ],
    [{ kind: "enum", name: "size", cases: ["small", "none"] }, "none"],
    [{ kind: "flags", name: "rights", flags: ["read", "write"] }, ["read", "write"]],
    [
      { kind: "variant", name: "shape", cases: [{ name: "dot" }, { name: "box", type: u32 }] },
      { tag: "box", val: 2 },
    ],
    [{ kind: "variant", name: "shape", cases: [{ name: "dot" }] }, { tag: "dot" }],
  ];
  expect(cases.map(([type, value]) => waveText(type, value))).toEqual([
    "18446744073709551615",
    "nan",
    "-inf",
    String.raw`'\''`,
    String.raw`"a \"b\"\\\n\u{1}ü"`,
    "(1, true)",
    "ok(3)",
    'err("no")',
    "%none",
    "{read, write}",
    "box(2)",
    "dot",
  ]);
});

it("tells none from some of none, and gives bytes as numbers", () => {
  const twice: WitTypeView = { kind: "option", some: { kind: "option", some: u32 } };
  expect([
    waveText({ kind: "option", some: u32 }, 4),
    waveText(twice, null),
    waveText(twice, { some: null }),
    waveText(bytes, { text: "é" }),
    waveText(bytes, { base64: "AP8=" }),
    waveText(bytes, [7]),
  ]).toEqual(["some(4)", "none", "some(none)", "[195, 169]", "[0, 255]", "[7]"]);
});

it("is a call that a runtime takes", () => {
  const by: WitTypeView = { kind: "record", name: "step", fields: [{ name: "by-much", type: u32 }] };
  const params = [
    { name: "step", type: by },
    { name: "note", type: { kind: "option", some: string } as const },
  ];
  expect(waveCall({ name: "hit", params }, [{ "by-much": 7 }, "x"])).toBe('hit({by-much: 7}, some("x"))');
});
