import { expect, it } from "vitest";
import { keyFileText, parseKeyFile } from "./key-file.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = (file: unknown, bucket = "b") =>
  parseKeyFile(JSON.stringify(file), bucket).map(({ key, value }) => [key, new TextDecoder().decode(value)]);

it("what is exported comes back byte for byte, whatever the keys are called", () => {
  const keys = [
    { key: "", value: bytes("") },
    { key: "__proto__", value: bytes("a") },
    { key: "base64", value: bytes("not in Base64") },
    { key: "raw", value: Uint8Array.of(0, 255, 128) },
    { key: "מפתח", value: bytes("ערך") },
  ];
  expect(parseKeyFile(keyFileText("b", keys), "b")).toEqual(keys);
  expect(parseKeyFile(keyFileText("elsewhere", keys), "b")).toEqual(keys);
});

it("takes a seed file with several buckets, one without a bucket, and JSON values", () => {
  expect(texts({ a: { x: "1" }, b: { y: "2" } })).toEqual([["y", "2"]]);
  expect(texts({ $schema: "s", x: "1", n: { json: { deep: [7] } } })).toEqual([
    ["x", "1"],
    ["n", '{"deep":[7]}'],
  ]);
});

it.each([
  ["[]", "must hold an object"],
  ["{", "not JSON"],
  ['{"a":{"x":"1"},"c":{}}', "none of them is b"],
  ['{"x":1}', "The key x has a value of another kind"],
  ['{"x":{"file":"logo.png"}}', "names a file"],
  ['{"x":{"base64":"*"}}', "is not Base64"],
  [String.raw`{"x":"\ud800"}`, "The value of x has half a character"],
  [String.raw`{"\ud800":"x"}`, 'The key "\\ud800" has half a character'],
])("refuses %s and says why", (text, why) => {
  expect(() => parseKeyFile(text, "b")).toThrow(why);
});
