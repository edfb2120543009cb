import { expect, it } from "vitest";

import { MASKED, maskHeaders } from "./mask-headers.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const masked = new Set(["authorization"]);
const hidden = bytes(MASKED);

it("leaves out the values of a field that the call names, in whatever case", () => {
  const args = ["Authorization", [bytes("one"), bytes("two")]];
  expect(maskHeaders(args, args, masked)).toEqual(["Authorization", [hidden, hidden]]);
  expect(maskHeaders([[bytes("one")]], ["AUTHORIZATION"], masked)).toEqual([[hidden]]);
});

it("leaves out the values beside such a name in a list of all fields, and no others", () => {
  const entries = [
    ["authorization", bytes("secret")],
    ["accept", bytes("shown")],
  ];
  expect(maskHeaders([entries], [], masked)).toEqual([
    [
      ["authorization", hidden],
      ["accept", bytes("shown")],
    ],
  ]);
});

it("shows what belongs to other fields", () => {
  const args = ["accept", [bytes("authorization")]];
  expect(maskHeaders(args, args, masked)).toEqual(args);
});
