import "@xterm/xterm/css/xterm.css";
import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Terminal } from "@xterm/xterm";
import { logicalText, pathLinkProvider } from "./buffer-lines.ts";
import { noteLine, OutputQueue } from "./output-queue.ts";
import { onSchemeChange, terminalTheme } from "./terminal-theme.ts";

export interface TerminalScreenOptions {
  readonly label: string;
  /** Without it nothing can be typed: an output that is only looked at. */
  readonly onData?: (data: string) => void;
  /** A place in a file, `src/lib.rs:41:7`, was chosen; `folder`: what it is relative to, where that is not the project's. */
  readonly onPath: (place: string, folder?: string) => void;
  /** True for keys that are the window's, not the terminal's. */
  readonly isWindowKey: (event: KeyboardEvent) => boolean;
  /** Around a change of the size: `apply` makes it. */
  readonly onResize?: (apply: () => void) => void;
}

const SCROLLBACK_LINES = 10_000;
/** Where nothing can be typed there is nothing to point at. */
const HIDE_CURSOR = "\u001B[?25l";
/** More than this waiting to be drawn means nobody could have read it. */
export const MAX_WAITING_BYTES = 2 * 1024 * 1024;
/** As much is with the terminal at a time: it draws between two frames what fits there, and gives up beyond 50 MB. */
const MAX_IN_HAND_BYTES = 512 * 1024;

/** A terminal that outlives the views it is shown in. The one place that knows xterm's terminal. Whoever opens it disposes. */
export class TerminalScreen {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon();
  readonly #host = document.createElement("div");
  readonly #options: TerminalScreenOptions;
  readonly #resized = new ResizeObserver(() => this.#refit());
  readonly #unwatchScheme: () => void;
  #opened = false;
  readonly #queue = new OutputQueue(MAX_WAITING_BYTES);
  #inHand = 0;

  constructor(options: TerminalScreenOptions) {
    this.#options = options;
    const readOnly = options.onData === undefined;
    this.#host.style.height = "100%";
    this.#terminal = new Terminal({
      scrollback: SCROLLBACK_LINES,
      convertEol: true,
      disableStdin: readOnly,
      cursorStyle: "bar",
      cursorInactiveStyle: readOnly ? "none" : "outline",
      cursorBlink: false,
      fontSize: 12,
      lineHeight: 1.25,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--font-mono"),
      // Colors of a build are chosen for one background; they must be read on both of ours.
      minimumContrastRatio: 4.5,
      screenReaderMode: true,
      theme: terminalTheme(),
      linkHandler: { activate: (_, uri) => openLink(uri), allowNonHttpProtocols: false },
      // Marks of search results are a part of the api that may still change.
      allowProposedApi: true,
    });
    for (const addon of [this.#fit, this.#search, new WebLinksAddon((_, uri) => openLink(uri))]) {
      this.#terminal.loadAddon(addon);
    }
    this.#terminal.registerLinkProvider(pathLinkProvider(this.#terminal, options.onPath));
    this.#terminal.attachCustomKeyEventHandler((event) => !this.#leavesToPage(event));
    if (options.onData !== undefined) this.#terminal.onData(options.onData);
    if (readOnly) this.#terminal.write(HIDE_CURSOR);
    this.#unwatchScheme = onSchemeChange(() => (this.#terminal.options.theme = terminalTheme()));
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  /** Column of the cursor, from 0, once everything written before was drawn. */
  get cursorColumn(): number {
    return this.#terminal.buffer.active.cursorX;
  }

  /** Shows it inside of an element; returns what takes it out again. */
  attach(parent: HTMLElement): () => void {
    parent.append(this.#host);
    if (!this.#opened) {
      this.#opened = true;
      this.#terminal.open(this.#host);
      this.#terminal.textarea?.setAttribute("aria-label", this.#options.label);
    }
    this.#resized.observe(this.#host);
    return () => {
      this.#resized.unobserve(this.#host);
      this.#host.remove();
    };
  }

  /** `drawn` runs when it is on the screen. Output that comes faster than it can be drawn is left out, visibly. */
  write(data: Uint8Array | string, drawn?: () => void): void {
    this.#queue.push({ data, drawn });
    this.#feed();
  }

  /** A line of Vitrine's own among the output. */
  note(text: string): void {
    this.write(noteLine(text));
  }

  clear(): void {
    this.#queue.clear();
    // In order with what was written before, which may not be drawn yet.
    this.write(`\u001Bc${this.#options.onData === undefined ? HIDE_CURSOR : ""}`);
  }

  focus(): void {
    this.#terminal.focus();
  }

  /** All of it, as far as it is kept, without colors; lines that were only wrapped are whole. */
  text(): string {
    return logicalText(this.#terminal.buffer.active);
  }

  /** Selects the next occurrence; false where there is none. An empty text takes the marks away. */
  find(text: string, direction: "next" | "previous"): boolean {
    if (text === "") {
      this.#search.clearDecorations();
      this.#terminal.clearSelection();
      return true;
    }
    return direction === "next" ? this.#search.findNext(text) : this.#search.findPrevious(text);
  }

  dispose(): void {
    this.#unwatchScheme();
    this.#resized.disconnect();
    this.#terminal.dispose();
    this.#host.remove();
  }

  #feed(): void {
    while (this.#inHand < MAX_IN_HAND_BYTES) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#inHand += next.data.length;
      this.#terminal.write(next.data, () => {
        this.#inHand -= next.data.length;
        next.drawn?.();
        this.#feed();
      });
    }
  }

  #refit(): void {
    if (this.#host.clientWidth === 0 || this.#host.clientHeight === 0) return;
    const wished = this.#fit.proposeDimensions();
    if (wished === undefined || Number.isNaN(wished.cols)) return;
    if (wished.cols === this.#terminal.cols && wished.rows === this.#terminal.rows) return;
    const apply = () => this.#fit.fit();
    if (this.#options.onResize === undefined) apply();
    else this.#options.onResize(apply);
  }

  /** Ctrl+C copies while something is selected, Ctrl+V pastes; the Tab key moves on from what is only looked at. */
  #leavesToPage(event: KeyboardEvent): boolean {
    const main = event.ctrlKey || event.metaKey;
    const copies = main && event.key === "c" && this.#terminal.hasSelection();
    const pastes = main && event.key.toLowerCase() === "v";
    const readOnly = this.#options.onData === undefined;
    return copies || pastes || (readOnly && event.key === "Tab") || this.#options.isWindowKey(event);
  }
}

/** As a link of the page would: the app hands it to the system's browser. */
function openLink(uri: string): void {
  const link = document.createElement("a");
  link.href = uri;
  link.target = "_blank";
  link.rel = "noreferrer";
  link.click();
}
