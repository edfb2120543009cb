import { expect, it } from "vitest";
import { visibleText } from "./visible-text.ts";

it("shows what would be blank, or would turn what stands beside it", () => {
  expect(["a b", "a\nb", "a\tb\u0000", "a\u202Eb", "a\u200Bb", "שלום 🙂 👩\u200D🚀"].map(visibleText)).toEqual([
    "a b",
    "a␊b",
    "a␉b␀",
    "a\\u{202e}b",
    "a\\u{200b}b",
    "שלום 🙂 👩\u200D🚀",
  ]);
});
