import { OUTBOX_HEAD_BYTES, OutboxKind } from "../../shared/outbox.ts";
import { Control, OUTBOX_BYTES, type RingMemory } from "../../shared/ring.ts";
import type { FromWorker, HttpFromWorker } from "../../shared/worker-protocol.ts";

type Post = (message: FromWorker, transfer?: ArrayBuffer[]) => void;

const utf8 = new TextEncoder();

/** The worker's end of the outbox: messages and bytes of the running invocation's answer, in order, port included. */
export class Outbox {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #words: Int32Array;
  readonly #post: Post;
  #written = 0;
  #told = 0;
  /** What follows something in the port must not overtake it. */
  #open = false;

  constructor(memory: RingMemory, words: Int32Array, post: Post) {
    this.#bytes = new Uint8Array(memory.outbox);
    this.#view = new DataView(memory.outbox);
    this.#words = words;
    this.#post = post;
  }

  /** An invocation begins; the studio has taken everything of the one before. */
  begin(): void {
    this.#written = 0;
    this.#told = 0;
    this.#open = true;
  }

  /** As the port's `postMessage`. */
  readonly post: Post = (message, transfer) => {
    if (!this.#take(message)) this.#post(message, transfer);
  };

  /** False: they have to go through the port. */
  bytes(pipe: number, bytes: Uint8Array): boolean {
    return this.#put(OutboxKind.bytes, pipe, bytes);
  }

  /** The guest is about to wait: what is here must not wait with it. */
  tell(): void {
    if (this.#told === this.#written) return;
    this.#told = this.#written;
    this.#post({ t: "look" });
  }

  /** True: it needs no port. */
  #take(message: FromWorker): boolean {
    if (message.t === "end") {
      const plain = message.end.kind === "finished" && message.end.value === undefined;
      return plain ? this.#put(OutboxKind.finished, message.pipe, NOTHING) : this.#close();
    }
    if (message.t === "bytes") return this.#close();
    if (message.t !== "message") return false;
    const { t } = message.message as HttpFromWorker;
    if (t !== "response" || !this.#open) return this.#close();
    return this.#put(OutboxKind.response, 0, utf8.encode(JSON.stringify(message.message)));
  }

  #close(): false {
    this.#open = false;
    return false;
  }

  #put(kind: number, pipe: number, bytes: Uint8Array): boolean {
    const at = this.#written;
    const end = at + OUTBOX_HEAD_BYTES + bytes.length;
    // The pipes of outgoing requests (below 0) are others than those of the answer.
    if (!this.#open || pipe < 0 || end > OUTBOX_BYTES) return pipe < 0 ? false : this.#close();
    this.#view.setUint8(at, kind);
    this.#view.setUint32(at + 1, pipe, true);
    this.#view.setUint32(at + 5, bytes.length, true);
    this.#bytes.set(bytes, at + OUTBOX_HEAD_BYTES);
    this.#written = end;
    Atomics.store(this.#words, Control.outbox, end);
    return true;
  }
}

const NOTHING = new Uint8Array(0);
