import { displayWidth } from "./display-width.ts";
import { type Line, textOf } from "./line-editor.ts";

/** Where a line begins on the screen, and how wide that is. */
export interface Place {
  /** Column of the line's first character, from 0. */
  readonly start: number;
  readonly columns: number;
}

/** What takes a drawn line off the screen and leaves the cursor where it began. */
export function erased(line: Line, place: Place): string {
  return `${toStart(shown(line.chars.slice(0, line.cursor)), place)}\u001B[J`;
}

/** What draws a line from where it begins, and puts the cursor into it. */
export function drawn(line: Line, place: Place): string {
  const whole = shown(line.chars);
  const back = toStart(whole, place);
  const before = shown(line.chars.slice(0, line.cursor));
  const { row, column } = positionOf(before, place);
  return `${whole}${settle(whole, place)}${back}${down(row)}\r${right(column)}`;
}

/** A line that will not be edited any more, with its end. */
export function settled(text: string): string {
  return `${named(text)}\r\n`;
}

/** The same, from one state of the line to another. */
export function redrawn(before: Line, after: Line, place: Place): string {
  const grown = after.chars.length === after.cursor && before.cursor === before.chars.length;
  // The commonest key by far: one more character at the end, which the terminal can append by itself.
  if (grown && textOf(after).startsWith(textOf(before))) {
    const added = shown(after.chars).slice(shown(before.chars).length);
    return `${added}${settle(shown(after.chars), place)}`;
  }
  return erased(before, place) + drawn(after, place);
}

/** As a terminal shows it: control characters by name, so that nothing typed or pasted steers the terminal. */
function shown(chars: readonly string[]): string {
  return named(chars.join(""));
}

function named(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  return text.replaceAll(/[\u0000-\u001F\u007F]/g, (char) => `^${String.fromCharCode(char.charCodeAt(0) ^ 64)}`);
}

/** After the last column the terminal holds the cursor back until the next character: one is written and gone over. */
function settle(text: string, place: Place): string {
  return text !== "" && (place.start + displayWidth(text)) % place.columns === 0 ? " \r\u001B[K" : "";
}

function toStart(text: string, place: Place): string {
  const { row } = positionOf(text, place);
  return `${row > 0 ? `\u001B[${row}A` : ""}\r${right(place.start)}`;
}

function positionOf(text: string, { start, columns }: Place): { readonly row: number; readonly column: number } {
  const cells = start + displayWidth(text);
  return { row: Math.floor(cells / columns), column: cells % columns };
}

function down(rows: number): string {
  return rows > 0 ? `\u001B[${rows}B` : "";
}

function right(columns: number): string {
  return columns > 0 ? `\u001B[${columns}C` : "";
}
