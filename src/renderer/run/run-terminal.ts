import { OutputQueue } from "../terminal/output-queue.ts";
import { MAX_WAITING_BYTES, TerminalScreen, type TerminalScreenOptions } from "../terminal/terminal-screen.ts";
import { displayWidth } from "./display-width.ts";
import { drawn, erased, type Place, redrawn, settled } from "./line-echo.ts";
import { edited, emptyLine, type Line, type LineEffect, textOf } from "./line-editor.ts";
import { type Key, keysOf } from "./typed-keys.ts";

export interface RunTerminalOptions extends Pick<TerminalScreenOptions, "label" | "onPath" | "isWindowKey"> {
  readonly onEffect: (effect: LineEffect) => void;
}

/**
 * A screen with a line that is typed at its end. What the program prints goes above the line: it is taken off the screen,
 * the output is written, and the line is drawn again where the output ended. That place is known only once the screen
 * has drawn the output, so keys wait for that.
 */
export class RunTerminal {
  readonly screen: TerminalScreen;
  readonly #onEffect: (effect: LineEffect) => void;
  #line: Line = emptyLine();
  #place: Place = { start: 0, columns: 80 };
  /** What is typed counts; off between runs and, but for Ctrl+C, after the end of the input. */
  #typing: "off" | "interrupt" | "on" = "off";
  #keys: Key[] = [];
  readonly #output = new OutputQueue(MAX_WAITING_BYTES);
  #resizes: (() => void)[] = [];
  #drawing = false;

  constructor({ onEffect, ...options }: RunTerminalOptions) {
    this.#onEffect = onEffect;
    this.screen = new TerminalScreen({
      ...options,
      onData: (data) => {
        this.#keys.push(...keysOf(data));
        this.#pump();
      },
      onResize: (apply) => {
        this.#resizes.push(apply);
        this.#pump();
      },
    });
  }

  /** A run begins: what a run before did to the screen's modes is undone, and typing is taken. */
  begin(title: string): void {
    this.#keys = [];
    this.#typing = "on";
    this.print(`\u001B[?47l\u001B[!p\u001B[2m$\u001B[22m ${title}\r\n`);
  }

  end(words: string): void {
    this.#typing = "off";
    this.#line = { ...emptyLine(this.#line.history) };
    this.print(`\u001B[?47l\u001B[0m\r\n\u001B[2m— ${words} —\u001B[22m\r\n`);
  }

  /** Nothing is typed any more; Ctrl+C still counts. */
  endInput(): void {
    if (this.#typing === "on") this.#typing = "interrupt";
  }

  print(output: Uint8Array | string): void {
    this.#output.push({ data: output });
    this.#pump();
  }

  dispose(): void {
    this.screen.dispose();
  }

  #pump(): void {
    while (!this.#drawing) {
      if (!this.#output.isEmpty || this.#resizes.length > 0) this.#drawAround();
      else {
        const key = this.#keys.shift();
        if (key === undefined) return;
        this.#press(key);
      }
    }
  }

  #drawAround(): void {
    this.#drawing = true;
    this.screen.write(erased(this.#line, this.#place));
    for (let next = this.#output.shift(); next !== undefined; next = this.#output.shift()) {
      this.screen.write(next.data);
    }
    this.screen.write("", () => {
      for (const apply of this.#resizes.splice(0)) apply();
      const { columns, cursorColumn } = this.screen;
      // In the last column the terminal waits for the next character before it wraps; the line begins after that.
      const full = cursorColumn >= columns;
      this.#place = { start: full ? 0 : cursorColumn, columns };
      this.screen.write((full ? " \r\u001B[K" : "") + drawn(this.#line, this.#place));
      this.#drawing = false;
      this.#pump();
    });
  }

  #press(key: Key): void {
    if (this.#typing === "off" || (this.#typing === "interrupt" && key.kind !== "interrupt")) return;
    const before = this.#line;
    const { line, effects, left } = edited(before, key);
    this.#line = line;
    if (left !== undefined) {
      this.screen.write(erased(before, this.#place) + settled(left));
      this.#place = { ...this.#place, start: 0 };
    } else if (effects.some((effect) => effect.kind === "send")) this.#keepOnScreen(before);
    else if (effects.some((effect) => effect.kind === "clear-screen")) {
      this.#place = { ...this.#place, start: 0 };
      this.screen.write(`\u001B[H\u001B[2J${drawn(line, this.#place)}`);
    } else this.screen.write(redrawn(before, line, this.#place));
    for (const effect of effects) {
      if (effect.kind === "end-of-input") this.#typing = "interrupt";
      this.#onEffect(effect);
    }
  }

  /** A line that was sent without its end stays; what is typed next goes on behind it. */
  #keepOnScreen(line: Line): void {
    this.screen.write(redrawn(line, { ...line, cursor: line.chars.length }, this.#place));
    const { start, columns } = this.#place;
    this.#place = { start: (start + displayWidth(textOf(line))) % columns, columns };
  }
}
