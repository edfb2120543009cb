import { describe, expect, it } from "vitest";
import { draftBytes, draftText, firstForm, prettyJson } from "./draft.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const samples = [
  utf8(""),
  utf8("Hello,\r\nworld ☃"),
  utf8('{"a": 1.10}\n'),
  utf8("\uFEFFx"),
  Uint8Array.from([0, 255, 128]),
];

describe("a value being edited", () => {
  it("gives the same bytes back in every form it can be edited in, when nothing was changed", () => {
    for (const bytes of samples) {
      expect(draftBytes(draftText(bytes, "hex") ?? "", "hex")).toEqual({ ok: true, bytes });
      const text = draftText(bytes, "text");
      if (text !== undefined) expect(draftBytes(text, "text")).toEqual({ ok: true, bytes });
    }
    const json = utf8('{"a": 1.10}\n');
    expect(draftBytes(draftText(json, "json") ?? "", "json")).toEqual({ ok: true, bytes: json });
  });

  it("is hex only where text would lose bytes", () => {
    const bytes = Uint8Array.from([0xff]);
    expect([draftText(bytes, "text"), draftText(bytes, "json"), firstForm(bytes)]).toEqual([
      undefined,
      undefined,
      "hex",
    ]);
  });

  it("is refused with the reason where it does not say bytes", () => {
    expect(draftBytes("\uD800", "text")).toMatchObject({ ok: false, problem: expect.stringContaining("surrogate") });
    expect(draftBytes("{", "json")).toMatchObject({ ok: false, problem: expect.stringContaining("Not JSON") });
    expect(draftBytes("0", "hex")).toMatchObject({ ok: false, problem: expect.stringContaining("Line 1") });
  });
});

describe("prettyJson", () => {
  it("breaks lines and changes nothing else", () => {
    expect(prettyJson('{"a":[1,2]}')).toBe('{\n  "a": [\n    1,\n    2\n  ]\n}');
  });

  it("leaves a text alone whose numbers would change, or that is no JSON", () => {
    expect([prettyJson("[12345678901234567890]"), prettyJson("[1.0]"), prettyJson("{")]).toEqual([
      "[12345678901234567890]",
      "[1.0]",
      "{",
    ]);
  });
});
