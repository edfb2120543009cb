import { Control, type ControlViews, MAX_RECORD_BYTES, MIN_RECORD_BYTES, type RingMemory } from "../../shared/ring.ts";
import { RecordKind } from "../../shared/record.ts";
import { beginWaiting, endWaiting } from "./waiting-time.ts";

/** How long a guest waits for the studio to make room before its calls go to the tail. Its clock stands still. */
const FULL_WAIT_MS = 2_000;

/**
 * The writing end of one ring. `reserve` gives the place for one record, the caller writes it there and `commit`s its
 * length: records are encoded where they will be read, never copied.
 */
export class RingWriter {
  readonly buffer: SharedArrayBuffer;
  readonly #control: ControlViews;
  readonly #words: Int32Array;
  readonly #view: DataView;
  readonly #size: number;
  readonly #overwrites: boolean;
  readonly #writtenWord: number;
  readonly #readWord: number;
  #written: number;

  /** `overwrites`: the oldest records make room for new ones, for the tail. */
  constructor(memory: RingMemory, control: ControlViews, which: "ring" | "tail") {
    this.buffer = memory[which];
    this.#control = control;
    this.#words = control.words;
    this.#view = new DataView(this.buffer);
    this.#size = this.buffer.byteLength;
    this.#overwrites = which === "tail";
    this.#writtenWord = which === "ring" ? Control.written : Control.tailWritten;
    this.#readWord = which === "ring" ? Control.read : Control.tailRead;
    this.#written = Atomics.load(control.words, this.#writtenWord) >>> 0;
  }

  /**
   * Offset in the buffer where up to `MAX_RECORD_BYTES` may be written, or -1 when the ring stayed full.
   * `patient`: waits as long as it takes (errors and changes are never given up).
   */
  reserve(patient: boolean): number {
    const at = this.#written % this.#size;
    const rest = this.#size - at;
    const skipped = rest < MAX_RECORD_BYTES ? rest : 0;
    if (!this.#makeRoom(skipped + MAX_RECORD_BYTES, patient)) return -1;
    if (skipped > 0) {
      if (rest >= MIN_RECORD_BYTES) {
        this.#view.setUint32(at, rest - 4, true);
        this.#view.setUint8(at + 4, RecordKind.pad);
      }
      this.#publish(rest);
    }
    return this.#written % this.#size;
  }

  /** Publishes the record that ends before `end`; its length field is written here. */
  commit(start: number, end: number): void {
    this.#view.setUint32(start, end - start - 4, true);
    this.#publish(end - start);
  }

  #publish(bytes: number): void {
    this.#written = (this.#written + bytes) >>> 0;
    Atomics.store(this.#words, this.#writtenWord, this.#written | 0);
  }

  #free(): number {
    return this.#size - ((this.#written - (Atomics.load(this.#words, this.#readWord) >>> 0)) >>> 0);
  }

  #makeRoom(needed: number, patient: boolean): boolean {
    if (this.#free() >= needed) return true;
    if (this.#overwrites) {
      this.#dropOldest(needed);
      return true;
    }
    beginWaiting(this.#control);
    try {
      return this.#waitForRoom(needed, patient);
    } finally {
      endWaiting(this.#control);
    }
  }

  #waitForRoom(needed: number, patient: boolean): boolean {
    const deadline = performance.now() + FULL_WAIT_MS;
    while (this.#free() < needed) {
      const left = deadline - performance.now();
      if (!patient && left <= 0) return false;
      // Read before looking again: room that is made meanwhile makes the sleep return at once.
      const read = Atomics.load(this.#words, this.#readWord);
      if (this.#free() < needed) Atomics.wait(this.#words, this.#readWord, read, patient ? FULL_WAIT_MS : left);
    }
    return true;
  }

  #dropOldest(needed: number): void {
    let read = Atomics.load(this.#words, this.#readWord) >>> 0;
    while (this.#size - ((this.#written - read) >>> 0) < needed) {
      const at = read % this.#size;
      const rest = this.#size - at;
      const step = rest < MIN_RECORD_BYTES ? rest : this.#view.getUint32(at, true) + 4;
      read = (read + step) >>> 0;
    }
    Atomics.store(this.#words, this.#readWord, read | 0);
  }
}
