import { OUTBOX_HEAD_BYTES, OutboxKind } from "../../../shared/outbox.ts";
import { Control, type RingMemory } from "../../../shared/ring.ts";
import type { HttpFromWorker } from "../../../shared/worker-protocol.ts";
import type { StudioPipes } from "./pipes.ts";

/** The studio's end of a worker's outbox. */
export class OutboxReader {
  readonly #memory: RingMemory;
  readonly #words: Int32Array;
  readonly #pipes: StudioPipes;
  #read = 0;

  constructor(memory: RingMemory, words: Int32Array, pipes: StudioPipes) {
    this.#memory = memory;
    this.#words = words;
    this.#pipes = pipes;
  }

  /** Empties it for the next invocation. Only while none runs. */
  reset(): void {
    this.#read = 0;
    Atomics.store(this.#words, Control.outbox, 0);
  }

  /**
   * Takes what is new: bytes and ends to their pipes first, then the head of the response, so that who hears of it
   * finds the body there as far as it goes.
   */
  take(onResponse: (response: HttpFromWorker) => void): void {
    const written = Atomics.load(this.#words, Control.outbox);
    if (written === this.#read) return;
    const { outbox } = this.#memory;
    const view = new DataView(outbox);
    let response: HttpFromWorker | undefined;
    while (this.#read < written) {
      const pipe = view.getUint32(this.#read + 1, true);
      // A copy: what is shared may not be decoded, and belongs to the next invocation soon.
      const bytes = copy(outbox, this.#read + OUTBOX_HEAD_BYTES, view.getUint32(this.#read + 5, true));
      const kind = view.getUint8(this.#read);
      this.#read += OUTBOX_HEAD_BYTES + bytes.length;
      if (kind === OutboxKind.bytes) this.#pipes.deliver({ t: "bytes", pipe, bytes });
      else if (kind === OutboxKind.finished)
        this.#pipes.deliver({ t: "end", pipe, end: { kind: "finished", value: undefined } });
      else response = JSON.parse(bytes.toString("utf8")) as HttpFromWorker;
    }
    if (response !== undefined) onResponse(response);
  }
}

function copy(memory: SharedArrayBuffer, at: number, length: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(length);
  bytes.set(new Uint8Array(memory, at, length));
  return bytes;
}
