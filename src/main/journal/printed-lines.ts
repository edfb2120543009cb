import { PREVIEW, type TextStream } from "../../shared/record.ts";
import type { TextRecord } from "./decode.ts";

export type StreamNumber = (typeof TextStream)[keyof typeof TextStream];

/** Where lines go. A line is added with its first bytes, so that a prompt without an end is seen, and grows in place. */
export interface LineSink {
  add(record: TextRecord, body: Uint8Array, total: number): number;
  grow(row: number, body: Uint8Array, total: number): void;
  complete(row: number): void;
}

const NEWLINE = 10;
const NOTHING = new Uint8Array();

interface OpenLine {
  readonly row: number;
  body: Uint8Array;
  total: number;
}

/** Makes lines of what one invocation prints on one stream, however the guest cut its writes. */
export class PrintedLines {
  readonly #sink: LineSink;
  #open: OpenLine | undefined;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  print(record: TextRecord): void {
    const { bytes } = record;
    let at = 0;
    while (at < bytes.length) {
      const newline = bytes.indexOf(NEWLINE, at);
      const end = newline < 0 ? bytes.length : newline;
      this.#append(record, bytes.subarray(at, end), end - at);
      if (newline >= 0) this.close();
      at = end + 1;
    }
    const missing = record.total - bytes.length;
    // What was not kept may hold any number of line ends; the next bytes must not look like the rest of this line.
    if (missing > 0) {
      this.#append(record, NOTHING, missing);
      this.close();
    }
  }

  /** The line is as long as it gets: its end came, or the invocation's. */
  close(): void {
    if (this.#open !== undefined) this.#sink.complete(this.#open.row);
    this.#open = undefined;
  }

  #append(record: TextRecord, part: Uint8Array, total: number): void {
    if (this.#open === undefined) {
      const body = part.subarray(0, PREVIEW.maxRecordBytes);
      this.#open = { row: this.#sink.add(record, body, total), body, total };
      return;
    }
    const open = this.#open;
    const room = PREVIEW.maxRecordBytes - open.body.length;
    open.total += total;
    if (room > 0 && part.length > 0) open.body = joined(open.body, part.subarray(0, room));
    this.#sink.grow(open.row, open.body, open.total);
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
