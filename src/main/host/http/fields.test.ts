import { describe, expect, test } from "vitest";
import { FieldList, MAX_FIELDS_BYTES } from "./field-list.ts";
import { bytes, type GuestFields, outcomeOf, testHttp, text } from "./test-guest.ts";

function listed(fields: GuestFields): [string, string][] {
  return fields.entries().map(([name, value]) => [name, text(value)]);
}

describe("fields", () => {
  test("keep order and the case they were given, and compare without regard to it", () => {
    const { Fields } = testHttp().types;
    const fields = Fields.fromList([
      ["X-One", bytes("1")],
      ["accept", bytes("a")],
      ["x-one", bytes("2")],
    ]);
    expect(listed(fields)).toEqual([
      ["X-One", "1"],
      ["accept", "a"],
      ["x-one", "2"],
    ]);
    expect(fields.get("X-ONE").map(text)).toEqual(["1", "2"]);
    expect([fields.has("ACCEPT"), fields.has("none"), fields.get("none")]).toEqual([true, false, []]);
  });

  test("set replaces every value in the place of the first, and an empty list removes", () => {
    const fields = new (testHttp().types.Fields)();
    for (const [name, value] of [
      ["a", "1"],
      ["b", "2"],
      ["A", "3"],
    ] as const)
      fields.append(name, bytes(value));
    fields.set("a", [bytes("x"), bytes("y")]);
    expect(listed(fields)).toEqual([
      ["a", "x"],
      ["a", "y"],
      ["b", "2"],
    ]);
    fields.set("a", []);
    fields.delete("B");
    fields.delete("never-there");
    expect(listed(fields)).toEqual([]);
  });

  test("values are bytes, also those that are no UTF-8, and copies of what was given", () => {
    const fields = new (testHttp().types.Fields)();
    const value = Uint8Array.of(0x80, 0xff, 0x09);
    fields.append("x", value);
    value.fill(0x41);
    expect(fields.get("x")).toEqual([Uint8Array.of(0x80, 0xff, 0x09)]);
    fields.get("x")[0]?.fill(0x41);
    expect(fields.get("x")).toEqual([Uint8Array.of(0x80, 0xff, 0x09)]);
  });

  test.each([
    ["", "v"],
    ["a b", "v"],
    ["näme", "v"],
    ["a:b", "v"],
    ["a", "line\nbreak"],
    ["a", "line\r"],
    ["a", "nul\0"],
    ["a", "del\x7f"],
    ["content-length", "12a"],
    ["content-length", "-1"],
    ["content-length", "99999999999999999999"],
  ])("refuse %j: %j as invalid syntax, everywhere", (name, value) => {
    const { Fields } = testHttp().types;
    const invalid = { err: { tag: "invalid-syntax" } };
    expect(outcomeOf(() => Fields.fromList([[name, bytes(value)]]))).toEqual(invalid);
    expect(outcomeOf(() => new Fields().append(name, bytes(value)))).toEqual(invalid);
    expect(outcomeOf(() => new Fields().set(name, [bytes(value)]))).toEqual(invalid);
  });

  test.each(["connection", "Keep-Alive", "HOST", "transfer-encoding", "upgrade", "proxy-connection", "http2-settings"])(
    "refuse %s as forbidden, everywhere",
    (name) => {
      const { Fields } = testHttp().types;
      const forbidden = { err: { tag: "forbidden" } };
      expect(outcomeOf(() => Fields.fromList([[name, bytes("x")]]))).toEqual(forbidden);
      expect(outcomeOf(() => new Fields().append(name, bytes("x")))).toEqual(forbidden);
      expect(outcomeOf(() => new Fields().set(name, []))).toEqual(forbidden);
      expect(outcomeOf(() => new Fields().delete(name))).toEqual(forbidden);
    },
  );

  test("of a message are immutable; a clone of them is not, and leaves them alone", () => {
    const { serve } = testHttp();
    serve({ headers: [["Accept", "a"]] }, (request) => {
      const headers = request.headers();
      const immutable = { err: { tag: "immutable" } };
      expect(outcomeOf(() => headers.append("x", bytes("y")))).toEqual(immutable);
      expect(outcomeOf(() => headers.set("x", [bytes("y")]))).toEqual(immutable);
      expect(outcomeOf(() => headers.delete("accept"))).toEqual(immutable);
      const clone = headers.clone();
      clone.set("accept", [bytes("b")]);
      expect([listed(headers), listed(clone)]).toEqual([[["accept", "a"]], [["accept", "b"]]]);
    });
  });

  test("of an outgoing message cannot be changed once it has them", () => {
    const { types } = testHttp();
    const response = new types.OutgoingResponse(types.Fields.fromList([["a", bytes("1")]]));
    expect(outcomeOf(() => response.headers().append("b", bytes("2")))).toEqual({ err: { tag: "immutable" } });
  });

  test("trap rather than take more memory than their limit, and keep what they had", () => {
    const fields = new (testHttp().types.Fields)();
    fields.append("a", bytes("kept"));
    const big = [new Uint8Array(MAX_FIELDS_BYTES).fill(0x61)];
    expect(outcomeOf(() => fields.append("b", big[0] ?? bytes("")))).toEqual({
      trap: expect.stringContaining("131072"),
    });
    expect(outcomeOf(() => fields.set("a", big))).toEqual({ trap: expect.stringContaining("131072") });
    expect(listed(fields)).toEqual([["a", "kept"]]);
  });

  test("that were dropped or handed over cannot be used", () => {
    const { types } = testHttp();
    const dropped = new types.Fields();
    dropped[Symbol.dispose]();
    const given = new types.Fields();
    new types.OutgoingResponse(given);
    expect([outcomeOf(() => dropped.entries()), outcomeOf(() => given.has("a"))]).toEqual([
      { trap: "not a live fields" },
      { trap: "not a live fields" },
    ]);
  });
});

describe("fields from the wire", () => {
  test("have lower-case names, latin-1 values and no fields of the connection", () => {
    const list = FieldList.received([
      ["X-Name", "caf\u00e9"],
      ["Host", "localhost"],
      ["Connection", "keep-alive"],
    ]);
    expect([list.entries(), list.text()]).toEqual([
      [["x-name", Uint8Array.of(0x63, 0x61, 0x66, 0xe9)]],
      [["x-name", "café"]],
    ]);
  });

  test("declare a length only when they agree on it", () => {
    const lengthOf = (...values: string[]) =>
      FieldList.received(values.map((value) => ["Content-Length", value])).contentLength();
    expect([lengthOf(), lengthOf("5"), lengthOf("5", "5"), lengthOf("5", "6")]).toEqual([undefined, 5, 5, undefined]);
  });
});
