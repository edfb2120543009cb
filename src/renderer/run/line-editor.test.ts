import { describe, expect, it } from "vitest";
import { edited, emptyLine, type Line, type LineEffect, textOf } from "./line-editor.ts";
import { keysOf } from "./typed-keys.ts";

const LEFT = "\u001B[D";
const UP = "\u001B[A";
const DOWN = "\u001B[B";
const HOME = "\u001B[H";
const DELETE = "\u001B[3~";
const BACKSPACE = "\u007F";
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

function typed(data: string, from: Line = emptyLine()) {
  let line = from;
  const effects: LineEffect[] = [];
  const left: string[] = [];
  for (const key of keysOf(data)) {
    const edit = edited(line, key);
    line = edit.line;
    effects.push(...edit.effects);
    if (edit.left !== undefined) left.push(edit.left);
  }
  return { text: textOf(line), cursor: line.cursor, effects, left, line };
}

const send = (text: string) => ({ kind: "send", text });

describe("the line that is typed", () => {
  it("takes text where the cursor is", () => {
    expect(typed(`helo${LEFT}l`)).toMatchObject({ text: "hello", cursor: 4 });
  });

  it("deletes before, under and after the cursor, never beyond the ends", () => {
    expect(typed(`${BACKSPACE}abc${HOME}${BACKSPACE}${DELETE}`)).toMatchObject({ text: "bc", cursor: 0 });
    expect(typed(`abc${DELETE}${BACKSPACE}`)).toMatchObject({ text: "ab", cursor: 2 });
  });

  it("deletes words and what stands before the cursor", () => {
    expect(typed("one two  \u0017")).toMatchObject({ text: "one ", cursor: 4 });
    expect(typed(`one two${LEFT}${LEFT}\u0015`)).toMatchObject({ text: "wo", cursor: 0 });
  });

  it("walks by words", () => {
    expect(typed("one two three\u001B[1;5D\u001B[1;5D").cursor).toBe(4);
    expect(typed(`one two${HOME}\u001B[1;5C`).cursor).toBe(3);
  });

  it("takes what a person sees as one character for one", () => {
    expect(typed(`e\u0301👩‍👩‍👧${BACKSPACE}`)).toMatchObject({ text: "e\u0301", cursor: 1 });
    expect(typed("e").line.chars.length + typed("\u0301", typed("e").line).line.chars.length).toBe(2);
  });
});

describe("what is sent", () => {
  it("sends a line with its end, wherever the cursor is, and leaves it on the screen", () => {
    expect(typed(`name${HOME}\r`)).toMatchObject({ text: "", effects: [send("name\n")], left: ["name"] });
  });

  it("sends each line of a paste and keeps the rest to be edited", () => {
    expect(typed("one\r\ntwo\rthr")).toMatchObject({ text: "thr", effects: [send("one\n"), send("two\n")] });
  });

  it("ends the input with Ctrl+D on an empty line, and sends an unfinished one without its end", () => {
    expect(typed(CTRL_D).effects).toEqual([{ kind: "end-of-input" }]);
    expect(typed(`yes${CTRL_D}`)).toMatchObject({ text: "", effects: [send("yes")], left: [] });
  });

  it("interrupts with Ctrl+C and drops the line", () => {
    expect(typed(`half${CTRL_C}`)).toMatchObject({ text: "", effects: [{ kind: "interrupt" }], left: ["half^C"] });
  });
});

describe("the history", () => {
  it("comes back line by line, and what was typed last", () => {
    expect([
      typed(`one\rtwo\rdra${UP}`).text,
      typed(`one\rtwo\rdra${UP}${UP}${UP}`).text,
      typed(`one\rtwo\rdra${UP}${UP}${DOWN}${DOWN}${DOWN}`).text,
    ]).toEqual(["two", "one", "dra"]);
  });

  it("keeps neither blanks nor the same line twice in a row", () => {
    expect(typed("a\ra\r  \rb\r").line.history).toEqual(["a", "b"]);
  });
});

it("drops what a terminal answers to a program and keys it does not know", () => {
  expect(keysOf("\u001B[24;80R\u001B[?1;2c\u001BP1$r0m\u001B\\a\u001B[15~\u0007b")).toEqual([
    { kind: "text", text: "ab" },
  ]);
});
