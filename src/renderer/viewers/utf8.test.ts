import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { exactText } from "./exact-text.ts";
import { decodeUtf8, encodeUtf8, wholeCharacters } from "./utf8.ts";

describe("text and bytes", () => {
  it.each(["", "plain", "\uFEFFwith a byte order mark", "CRLF\r\nand CR\rand LF\n", "☃ 🦀", "\u0000"])(
    "go back and forth without a difference: %j",
    (text) => {
      const bytes = new TextEncoder().encode(text);
      const decoded = decodeUtf8(bytes);
      expect(decoded === undefined ? undefined : encodeUtf8(decoded)).toEqual(bytes);
    },
  );

  it("are refused where a byte would be lost", () => {
    expect([decodeUtf8(Uint8Array.from([0xc3])), decodeUtf8(Uint8Array.from([0x80])), encodeUtf8("\uD800")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("pass through the editor as they are, whatever their line ends", () => {
    const text = "a\r\nb\rc\n\r\n";
    expect(EditorState.create({ doc: text, extensions: [exactText] }).sliceDoc()).toBe(text);
  });

  it("are cut at whole characters", () => {
    const bytes = new TextEncoder().encode("a🦀");
    expect([5, 4, 3, 2, 1].map((length) => decodeUtf8(wholeCharacters(bytes.subarray(0, length))))).toEqual([
      "a🦀",
      "a",
      "a",
      "a",
      "a",
    ]);
  });
});
