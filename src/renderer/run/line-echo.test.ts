import { Terminal } from "@xterm/xterm";
import { afterEach, describe, expect, it } from "vitest";
import { drawn, erased, type Place, redrawn, settled } from "./line-echo.ts";
import { edited, emptyLine, type Line } from "./line-editor.ts";
import { keysOf } from "./typed-keys.ts";

const COLUMNS = 10;
const terminals: Terminal[] = [];
afterEach(() => {
  for (const terminal of terminals.splice(0)) terminal.dispose();
});

/** A terminal after a prompt, as the real one draws it. */
async function screen(prompt: string) {
  const terminal = new Terminal({ cols: COLUMNS, rows: 4, allowProposedApi: true });
  terminals.push(terminal);
  const write = (text: string) => new Promise<void>((resolve) => terminal.write(text, resolve));
  await write(prompt);
  const place: Place = { start: terminal.buffer.active.cursorX, columns: COLUMNS };
  const shows = () => {
    const { active } = terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? "");
    return { lines: lines.join("|").replace(/\|+$/, ""), cursor: [active.baseY + active.cursorY, active.cursorX] };
  };
  return { write, place, shows };
}

/** Types key by key, drawing each change as the view does. */
async function type(keys: string, prompt = "> ", from: Line = emptyLine()) {
  const { write, place, shows } = await screen(prompt);
  let line = from;
  for (const key of keysOf(keys)) {
    const { line: next } = edited(line, key);
    await write(redrawn(line, next, place));
    line = next;
  }
  return { line, write, place, shows };
}

describe("the line on a real terminal", () => {
  it("appends, inserts and deletes with the cursor where it belongs", async () => {
    const { shows } = await type("helo\u001B[Dl\u001B[H");
    expect(shows()).toEqual({ lines: "> hello", cursor: [0, 2] });
  });

  it("wraps over several rows, is edited in the first, and comes back to one", async () => {
    const long = await type(`abcdefghijklmnop\u001B[HX`);
    expect(long.shows()).toEqual({ lines: "> Xabcdefg|hijklmnop", cursor: [0, 3] });
    const short = await type(`abcdefghijklmnop\u0015xy`);
    expect(short.shows()).toEqual({ lines: "> xy", cursor: [0, 4] });
  });

  it("stands on the next row when it fills the last column", async () => {
    const { shows, write, line, place } = await type("abcdefgh");
    expect(shows()).toEqual({ lines: "> abcdefgh", cursor: [1, 0] });
    await write(erased(line, place));
    expect(shows()).toEqual({ lines: "> ", cursor: [0, 2] });
  });

  it("keeps its place when the screen scrolls below it", async () => {
    const { shows } = await type(`abcdefghijklm\u001B[H\u007F`, "1\r\n2\r\n3\r\n> ");
    expect(shows()).toEqual({ lines: "1|2|3|> abcdefgh|ijklm", cursor: [3, 2] });
  });

  it("measures wide and combining characters as the terminal does", async () => {
    const { shows } = await type("日本e\u0301x\u001B[D\u001B[D");
    expect(shows()).toEqual({ lines: "> 日本e\u0301x", cursor: [0, 6] });
  });

  it("shows control characters by name, so that nothing pasted steers the terminal", async () => {
    const { write, shows } = await screen("");
    await write(settled("a\tb\u001B[2J"));
    expect(shows()).toEqual({ lines: "a^Ib^[[2J", cursor: [1, 0] });
  });

  it("is drawn again below what the program printed meanwhile", async () => {
    const { write, line, place, shows } = await type("ab\u001B[D");
    await write(`${erased(line, place)}tick\r\n> ${drawn(line, place)}`);
    expect(shows()).toEqual({ lines: "> tick|> ab", cursor: [1, 3] });
  });
});
