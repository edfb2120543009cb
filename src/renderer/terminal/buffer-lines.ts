import type { IBuffer, IBufferRange, ILinkProvider, Terminal } from "@xterm/xterm";
import { linkLength, pathLinks } from "./path-links.ts";

/** A line as it was printed, from the rows it was wrapped into. */
interface LogicalLine {
  readonly text: string;
  /** Where each character of the text stands: row and column, both from 0. */
  readonly at: readonly { readonly row: number; readonly column: number }[];
}

/** Everything in a buffer as plain text. */
export function logicalText(buffer: IBuffer): string {
  const lines: string[] = [];
  for (let row = 0; row < buffer.length; row += 1) {
    const line = buffer.getLine(row);
    if (line === undefined) continue;
    const continues = buffer.getLine(row + 1)?.isWrapped === true;
    const text = line.translateToString(!continues);
    if (line.isWrapped) lines.push(`${lines.pop() ?? ""}${text}`);
    else lines.push(text);
  }
  return lines.join("\n").trimEnd();
}

/** Makes places in files, like `src/lib.rs:41:7`, into links, also where the line was wrapped. */
export function pathLinkProvider(terminal: Terminal, onPath: (place: string) => void): ILinkProvider {
  return {
    provideLinks: (lineNumber, callback) => {
      const line = logicalLine(terminal.buffer.active, lineNumber - 1);
      const links = pathLinks(line.text).flatMap((link) => {
        const range = rangeOf(line, link.start, linkLength(line.text, link));
        return range === undefined ? [] : [{ range, text: link.text, activate: () => onPath(link.text) }];
      });
      callback(links.length === 0 ? undefined : links);
    },
  };
}

function logicalLine(buffer: IBuffer, row: number): LogicalLine {
  let first = row;
  while (first > 0 && buffer.getLine(first)?.isWrapped === true) first -= 1;
  let text = "";
  const at: { row: number; column: number }[] = [];
  for (let current = first; current === first || buffer.getLine(current)?.isWrapped === true; current += 1) {
    const line = buffer.getLine(current);
    if (line === undefined) break;
    for (let column = 0; column < line.length; column += 1) {
      const cell = line.getCell(column);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const chars = cell.getChars() === "" ? " " : cell.getChars();
      for (let unit = 0; unit < chars.length; unit += 1) at.push({ row: current, column });
      text += chars;
    }
  }
  return { text, at };
}

/** From 1, both ends included, as links want it. */
function rangeOf(line: LogicalLine, start: number, length: number): IBufferRange | undefined {
  const from = line.at[start];
  const to = line.at[start + length - 1];
  if (from === undefined || to === undefined) return undefined;
  return { start: { x: from.column + 1, y: from.row + 1 }, end: { x: to.column + 1, y: to.row + 1 } };
}
