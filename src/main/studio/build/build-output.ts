/** What is kept of one run: its end, where the error is. */
export const MAX_KEPT_BYTES = 2 * 1024 * 1024;
/** How often output is passed on, and how much of it at most: a terminal draws no faster, and nobody reads faster. */
const PASS_EVERY_MS = 50;
const MAX_PASSED_BYTES = 256 * 1024;
const TAIL_LINES = 20;
const TAIL_BYTES = 4096;
/** How far to look for the end of a line when the front is cut off. */
const MAX_LINE_BYTES = 4096;
const LINE_FEED = 0x0a;
// Escape sequences: CSI with its parameters, OSC to its end, and the short ones.
// oxlint-disable-next-line no-control-regex -- they begin with a control character
const ESCAPES = /\u001B(?:\[[0-9;:?<=>]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\^_])/g;

/** The output of one run: bounded, counted, and passed on in pieces a window can take. */
export class BuildOutput implements Disposable {
  readonly #onPrinted: (bytes: Uint8Array, skipped: number) => void;
  readonly #kept = new ByteTail(MAX_KEPT_BYTES);
  #pending = new ByteTail(MAX_PASSED_BYTES);
  #timer: NodeJS.Timeout | undefined;
  #total = 0;

  constructor(onPrinted: (bytes: Uint8Array, skipped: number) => void) {
    this.#onPrinted = onPrinted;
  }

  get total(): number {
    return this.#total;
  }

  add(bytes: Uint8Array): void {
    this.#total += bytes.length;
    this.#kept.add(bytes);
    this.#pending.add(bytes);
    this.#timer ??= setTimeout(() => this.pass(), PASS_EVERY_MS);
  }

  /** Passes on what waits, at once. */
  pass(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const pending = this.#pending;
    if (pending.length === 0) return;
    this.#pending = new ByteTail(MAX_PASSED_BYTES);
    this.#onPrinted(pending.bytes(), pending.dropped);
  }

  kept(): { readonly bytes: Uint8Array; readonly dropped: number } {
    const bytes = this.#kept.bytes();
    return { bytes, dropped: this.#total - bytes.length };
  }

  /** The last lines as plain text. */
  tail(): string {
    const text = new TextDecoder().decode(this.#kept.last(TAIL_BYTES * 2)).replaceAll(ESCAPES, "");
    // A progress bar draws its line again and again: the last state is what one would see.
    const lines = text.split("\n").map((line) => line.replace(/\r$/, "").split("\r").at(-1) ?? "");
    return lines.join("\n").trimEnd().split("\n").slice(-TAIL_LINES).join("\n").slice(-TAIL_BYTES);
  }

  [Symbol.dispose](): void {
    this.pass();
  }
}

/** The last so many bytes of what was added, in memory of about that size. */
class ByteTail {
  readonly #limit: number;
  #chunks: Uint8Array[] = [];
  #length = 0;
  #total = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  get dropped(): number {
    return this.#total - this.#length;
  }

  add(bytes: Uint8Array): void {
    this.#total += bytes.length;
    this.#length += bytes.length;
    this.#chunks.push(bytes);
    let first = this.#chunks[0];
    while (first !== undefined && this.#length - first.length >= this.#limit) {
      this.#chunks.shift();
      this.#length -= first.length;
      first = this.#chunks[0];
    }
  }

  /** At most the limit; begins at the start of a line if something before it is gone. */
  bytes(): Uint8Array {
    const all = this.last(this.#limit);
    if (all.length < this.#total) {
      const end = all.subarray(0, MAX_LINE_BYTES).indexOf(LINE_FEED);
      this.#chunks = [end === -1 ? all : all.subarray(end + 1)];
      this.#length = this.#chunks[0]?.length ?? 0;
    }
    return this.#chunks.length === 1 ? (this.#chunks[0] ?? all) : all;
  }

  last(count: number): Uint8Array {
    // From the end, so that a few lines do not cost a copy of everything.
    let first = this.#chunks.length;
    for (let length = 0; first > 0 && length < count;) length += this.#chunks[--first]?.length ?? 0;
    const all = Buffer.concat(this.#chunks.slice(first));
    return new Uint8Array(all.subarray(Math.max(0, all.length - count)));
  }
}
