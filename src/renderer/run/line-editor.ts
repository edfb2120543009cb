import type { Key } from "./typed-keys.ts";

/** What is sent to the program, or asked of its host. */
export type LineEffect =
  | { readonly kind: "send"; readonly text: string }
  | { readonly kind: "interrupt" | "end-of-input" | "clear-screen" };

/** The line that is being typed. Offsets count what a person takes for one character. */
export interface Line {
  readonly chars: readonly string[];
  readonly cursor: number;
  /** Lines sent before, oldest first. */
  readonly history: readonly string[];
  /** The line of the history that is shown; as long as the history: none of them. */
  readonly at: number;
  /** What was typed before the history was looked at. */
  readonly draft: string;
}

export interface Edit {
  readonly line: Line;
  readonly effects: readonly LineEffect[];
  /** What stays on the screen for good before the new line: the one that was entered, `^C`. */
  readonly left?: string;
}

const MAX_HISTORY = 200;
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function emptyLine(history: readonly string[] = []): Line {
  return { chars: [], cursor: 0, history, at: history.length, draft: "" };
}

export function textOf(line: Line): string {
  return line.chars.join("");
}

/**
 * What a key does to the line. There is no pty: this is the line discipline that a terminal driver would have.
 *
 * | key          | line empty       | line not empty                    |
 * |--------------|------------------|-----------------------------------|
 * | enter        | sends a line end | sends the line and a line end     |
 * | Ctrl+D       | ends the input   | sends the line without a line end |
 * | Ctrl+C       | interrupts       | drops the line and interrupts     |
 * | up, down     | walk the history | walk it; the line comes back last |
 */
export function edited(line: Line, key: Key): Edit {
  switch (key.kind) {
    case "text":
      return only(inserted(line, key.text));
    case "enter":
      return { line: entered(line), effects: [{ kind: "send", text: `${textOf(line)}\n` }], left: textOf(line) };
    case "end-of-input":
      return line.chars.length === 0
        ? { line, effects: [{ kind: "end-of-input" }], left: "^D" }
        : { line: emptyLine(line.history), effects: [{ kind: "send", text: textOf(line) }] };
    case "interrupt":
      return { line: emptyLine(line.history), effects: [{ kind: "interrupt" }], left: `${textOf(line)}^C` };
    case "clear-screen":
      return { line, effects: [{ kind: "clear-screen" }] };
    case "up":
      return only(recalled(line, line.at - 1));
    case "down":
      return only(recalled(line, line.at + 1));
    case "backspace":
      return only(without(line, line.cursor - 1, line.cursor));
    case "delete":
      return only(without(line, line.cursor, line.cursor + 1));
    case "delete-word":
      return only(without(line, wordStart(line), line.cursor));
    case "delete-before":
      return only(without(line, 0, line.cursor));
    case "left":
      return only(moved(line, line.cursor - 1));
    case "right":
      return only(moved(line, line.cursor + 1));
    case "word-left":
      return only(moved(line, wordStart(line)));
    case "word-right":
      return only(moved(line, wordEnd(line)));
    case "home":
      return only(moved(line, 0));
    case "end":
      return only(moved(line, line.chars.length));
  }
}

function only(line: Line): Edit {
  return { line, effects: [] };
}

/** Segmented together with what stands before: a mark joins the letter it belongs to. */
function inserted(line: Line, text: string): Line {
  const before = charsOf(line.chars.slice(0, line.cursor).join("") + text);
  return { ...line, chars: [...before, ...line.chars.slice(line.cursor)], cursor: before.length };
}

function entered(line: Line): Line {
  const text = textOf(line);
  const known = text.trim() === "" || line.history.at(-1) === text;
  return emptyLine(known ? line.history : [...line.history, text].slice(-MAX_HISTORY));
}

function recalled(line: Line, at: number): Line {
  if (at < 0 || at > line.history.length) return line;
  const draft = line.at === line.history.length ? textOf(line) : line.draft;
  const chars = charsOf(line.history[at] ?? draft);
  return { ...line, chars, cursor: chars.length, at, draft };
}

function without(line: Line, from: number, to: number): Line {
  if (from < 0 || from >= to) return line;
  return { ...line, chars: [...line.chars.slice(0, from), ...line.chars.slice(to)], cursor: from };
}

function moved(line: Line, cursor: number): Line {
  return { ...line, cursor: Math.min(line.chars.length, Math.max(0, cursor)) };
}

function wordStart({ chars, cursor }: Line): number {
  let at = cursor;
  while (at > 0 && isBlank(chars[at - 1])) at -= 1;
  while (at > 0 && !isBlank(chars[at - 1])) at -= 1;
  return at;
}

function wordEnd({ chars, cursor }: Line): number {
  let at = cursor;
  while (at < chars.length && isBlank(chars[at])) at += 1;
  while (at < chars.length && !isBlank(chars[at])) at += 1;
  return at;
}

function isBlank(char: string | undefined): boolean {
  return char === undefined || char.trim() === "";
}

function charsOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
