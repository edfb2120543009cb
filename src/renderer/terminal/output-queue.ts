import { byteSize } from "../format/quantity.ts";

export interface QueuedOutput {
  readonly data: Uint8Array | string;
  /** When it is on the screen. */
  readonly drawn?: (() => void) | undefined;
}

/** A line of Vitrine's own among the output of a program. */
export function noteLine(text: string): string {
  return `\u001B[0m\r\n\u001B[2m… ${text} …\u001B[22m\r\n`;
}

/**
 * Output that waits for the screen. When it comes faster than it can be drawn, the oldest bytes that wait are left out,
 * and a note says so in their place: the end is where the error or the prompt is. Text is Vitrine's own and stays.
 */
export class OutputQueue {
  readonly #maxBytes: number;
  #items: QueuedOutput[] = [];
  #bytes = 0;
  #leftOut = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(item: QueuedOutput): void {
    this.#items.push(item);
    this.#bytes += item.data.length;
    while (this.#bytes > this.#maxBytes) {
      const oldest = this.#items.findIndex(({ data }) => typeof data !== "string");
      // The newest stays, however large it is.
      if (oldest === -1 || oldest === this.#items.length - 1) return;
      const [gone] = this.#items.splice(oldest, 1);
      this.#bytes -= gone?.data.length ?? 0;
      this.#leftOut += gone?.data.length ?? 0;
    }
  }

  shift(): QueuedOutput | undefined {
    const next = this.#items[0];
    if (this.#leftOut > 0 && (next === undefined || typeof next.data !== "string")) {
      const note = noteLine(`${byteSize(this.#leftOut)} came faster than they could be shown`);
      this.#leftOut = 0;
      return { data: note };
    }
    this.#items.shift();
    this.#bytes -= next?.data.length ?? 0;
    return next;
  }

  get isEmpty(): boolean {
    return this.#items.length === 0 && this.#leftOut === 0;
  }

  clear(): void {
    this.#items = this.#items.filter(({ drawn }) => drawn !== undefined);
    this.#bytes = this.#items.reduce((sum, { data }) => sum + data.length, 0);
    this.#leftOut = 0;
  }
}
