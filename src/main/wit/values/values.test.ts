import { expect, test } from "vitest";
import type { WitTypeView } from "../../../shared/model.ts";
import { StudioError } from "../../../shared/errors.ts";
import { buildEcho } from "../test-echo.ts";
import type { Echo } from "../test-echo.ts";
import { Random } from "../test-random.ts";
import { Views } from "../view.ts";
import { namesIn } from "../type-text.ts";
import { parseArgs, parseValue } from "./parse-value.ts";
import { resultToJson, toJson } from "./to-json.ts";
import { JsonValues, WitTypes } from "./test-generators.ts";

/** The type that the function of that position echoes. */
function echoedType(echo: Echo, position: number): WitTypeView {
  const fn = echo.functions.find((each) => each.name === `echo${position}`);
  const param = fn === undefined ? undefined : new Views().function(fn, namesIn([])).params[0]?.type;
  const type = param?.kind === "tuple" ? param.items[0] : undefined;
  if (type === undefined) {
    throw new Error(`no echo${position}`);
  }
  return type;
}

test.each([1, 2, 3, 4])(
  "generated values of generated types come back from a real component as they went in (seed %i)",
  async (seed) => {
    const random = new Random(seed);
    const types = new WitTypes(random);
    const texts = Array.from({ length: 30 }, () => types.text(4));
    const echo = await buildEcho(types.declarations.join("\n"), texts);
    const values = new JsonValues(random);
    for (const [position, text] of texts.entries()) {
      const type = echoedType(echo, position);
      for (let round = 0; round < 8; round += 1) {
        const json = values.of(type);
        const value = parseValue(type, json, "$[0]");
        // Values cross from the studio to the worker by structured clone.
        const back = structuredClone(echo.call(position, structuredClone(value)));
        expect(toJson(type, back), text).toEqual(json);
      }
    }
  },
);

const kinds = [
  ["u8", [0, 255]],
  ["s64", [-9007199254740991, "-9223372036854775808"]],
  ["u64", [5, "18446744073709551615"]],
  ["f32", [1.5, "NaN", "inf", "-inf"]],
  ["f64", [0.1, -1e300, "NaN"]],
  ["char", ["a", "😀"]],
  ["string", ["", "grüße 😀"]],
  ["list<u8>", [{ base64: "" }, { base64: "AP8=" }]],
  ["list<u64>", [[1, "18446744073709551615"]]],
  ["list<f32>", [[1, "NaN", "-inf"]]],
  ["option<option<u8>>", [null, { some: null }, { some: 4 }]],
  ["option<option<option<u8>>>", [null, { some: null }, { some: { some: null } }, { some: { some: 4 } }]],
  ["option<option<option<option<bool>>>>", [{ some: { some: { some: false } } }, { some: { some: { some: null } } }]],
  [
    "result<option<u8>, u8>",
    [
      { tag: "ok", val: null },
      { tag: "err", val: 3 },
    ],
  ],
  ["result", [{ tag: "ok" }, { tag: "err" }]],
  ["result<_, string>", [{ tag: "ok" }, { tag: "err", val: "no" }]],
  ["perms", [[], ["can-read"], ["can-read", "HTTP-x"]]],
  ["color", ["dark-blue"]],
  ["shape", [{ tag: "none" }, { tag: "sized", val: 7 }, { tag: "named", val: null }]],
  ["point", [{ "the-x": 1, class: true, delete: { some: null } }]],
  ["tuple<u8, tuple<string>>", [[1, ["x"]]]],
] as const;

test("every kind of type has its JSON form", async () => {
  const declarations = `flags perms { can-read, HTTP-x } enum color { red, dark-blue }
    variant shape { none, sized(u32), named(option<string>) }
    record point { the-x: u32, class: bool, delete: option<option<u8>> }`;
  const echo = await buildEcho(
    declarations,
    kinds.map(([text]) => text),
  );
  for (const [position, [text, samples]] of kinds.entries()) {
    const type = echoedType(echo, position);
    for (const json of samples) {
      expect(toJson(type, echo.call(position, parseValue(type, json, "$"))), text).toEqual(json);
    }
  }
});

const u8: WitTypeView = { kind: "u8" };
const string: WitTypeView = { kind: "string" };
const point: WitTypeView = {
  kind: "record",
  name: "point",
  fields: [
    { name: "price", type: { kind: "u32" } },
    { name: "the-note", type: { kind: "option", some: string } },
  ],
};
const order: WitTypeView = {
  kind: "record",
  name: "order",
  fields: [{ name: "items", type: { kind: "list", element: point } }],
};
const shape: WitTypeView = { kind: "variant", name: "shape", cases: [{ name: "none" }, { name: "sized", type: u8 }] };

test("bytes are read as base64, as text and as numbers", () => {
  const bytes: WitTypeView = { kind: "list", element: u8 };
  const read = (json: unknown): unknown => parseValue(bytes, json, "$");
  expect([read({ base64: "aGk=" }), read({ base64: "aGk" }), read({ text: "hi" }), read([104, 105])]).toEqual(
    Array.from({ length: 4 }, () => Uint8Array.of(104, 105)),
  );
});

test("an option may be left out of a record", () => {
  expect(parseArgs([{ name: "p", type: point }], [{ price: 1 }])).toEqual([{ price: 1, theNote: undefined }]);
});

test.each<[string, WitTypeView, unknown, string]>([
  [
    "a wrong value deep inside",
    order,
    { items: [{ price: 1 }, { price: "abc" }] },
    '$[0].items[1].price: expected u32 (0 to 4294967295), found "abc"',
  ],
  ["a missing field", point, {}, "$[0].price: expected u32 (0 to 4294967295), found nothing"],
  [
    "a misspelt field",
    point,
    { prize: 1 },
    '$[0]: expected record point (an object with price and the-note), found the unknown field "prize"; did you mean "price"?',
  ],
  ["a number out of range", u8, 256, "$[0]: expected u8 (0 to 255), found 256"],
  ["a fraction", u8, 1.5, "$[0]: expected u8 (0 to 255), found 1.5"],
  [
    "an inexact 64-bit number",
    { kind: "u64" },
    2 ** 53,
    "$[0]: expected u64 (0 to 18446744073709551615, as a decimal string beyond 2^53), found 9007199254740992",
  ],
  [
    "a 64-bit text out of range",
    { kind: "s64" },
    "9223372036854775808",
    '$[0]: expected s64 (-9223372036854775808 to 9223372036854775807, as a decimal string beyond 2^53), found "9223372036854775808"',
  ],
  ["a number beyond f32", { kind: "f32" }, 1e39, '$[0]: expected f32 (a number, "NaN", "inf" or "-inf"), found 1e+39'],
  ["two characters", { kind: "char" }, "ab", '$[0]: expected char (a string of one character), found "ab"'],
  ["half of a character", string, "\ud800", '$[0]: expected string, found "\\ud800"'],
  [
    "an unknown case",
    shape,
    { tag: "size" },
    '$[0].tag: expected variant shape ({"tag": …, "val": …} with the tag none or sized), found "size"; did you mean "sized"?',
  ],
  [
    "a value where a case has none",
    shape,
    { tag: "none", val: 1 },
    "$[0].val: expected nothing, since none carries no value, found 1",
  ],
  [
    "an unknown enum case",
    { kind: "enum", name: "color", cases: ["red", "blue"] },
    "green",
    '$[0]: expected enum color ("red" or "blue"), found "green"',
  ],
  [
    "an unknown flag",
    { kind: "flags", flags: ["a", "b"] },
    ["a", "c"],
    '$[0][1]: expected flags (an array out of "a" and "b"), found "c"; did you mean "a"?',
  ],
  [
    "bad base64",
    { kind: "list", element: u8 },
    { base64: "a*b" },
    '$[0].base64: expected base64 (A to Z, a to z, 0 to 9, + and /), found "a*b"',
  ],
  ["a byte out of range", { kind: "list", element: u8 }, [1, 300], "$[0][1]: expected u8 (0 to 255), found 300"],
  [
    "a bare value in a nested option",
    { kind: "option", some: { kind: "option", some: u8 } },
    4,
    '$[0]: expected option<option<u8>> (null or {"some": …}), found 4',
  ],
  [
    "a resource",
    { kind: "resource", name: "bucket", mode: "own" },
    {},
    "$[0]: expected the resource bucket, which JSON cannot hold, found {}",
  ],
])("%s is told with its path, the expected type and what was found", (_title, type, json, message) => {
  try {
    parseArgs([{ name: "x", type }], [json]);
    expect.unreachable("it was accepted");
  } catch (error) {
    expect(error).toBeInstanceOf(StudioError);
    expect(error).toMatchObject({ code: "arguments-invalid", message, details: { path: message.split(":")[0] } });
  }
});

test.each([
  [{}, "$: expected an array of 2 (by: u8, note: string), found {}"],
  [[1], "$: expected an array of 2 (by: u8, note: string), found 1 item"],
  [[1, "a", 3], "$: expected an array of 2 (by: u8, note: string), found 3 items"],
])("arguments that are not one item a parameter are refused: %j", (json, message) => {
  const params = [
    { name: "by", type: u8 },
    { name: "note", type: string },
  ];
  expect(() => parseArgs(params, json)).toThrow(message);
});

test("a result gives its payload as value or error", () => {
  const result: WitTypeView = { kind: "result", ok: { kind: "u64" }, err: shape };
  expect([
    resultToJson(result, "ok", 18446744073709551615n),
    resultToJson(result, "error", { tag: "sized", val: 3 }),
    resultToJson({ kind: "result" }, "ok", undefined),
    resultToJson(undefined, "ok", undefined),
    resultToJson({ kind: "option", some: u8 }, "ok", undefined),
  ]).toEqual([{ value: "18446744073709551615" }, { error: { tag: "sized", val: 3 } }, {}, {}, { value: null }]);
});
