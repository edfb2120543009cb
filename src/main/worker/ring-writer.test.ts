import { describe, expect, it } from "vitest";

import { RecordKind } from "../../shared/record.ts";
import { allocateRing, controlViews, drainRing, drainTail, RING_BYTES, type RingMemory } from "../../shared/ring.ts";
import { RingWriter } from "./ring-writer.ts";

function writerOf(memory: RingMemory, which: "ring" | "tail"): RingWriter {
  return new RingWriter(memory, controlViews(memory.control), which);
}

/** A record that holds its number and is filled with it. */
function put(writer: RingWriter, number: number, size: number, patient = false): boolean {
  const at = writer.reserve(patient);
  if (at < 0) return false;
  const bytes = new Uint8Array(writer.buffer);
  bytes[at + 4] = RecordKind.text;
  new DataView(writer.buffer).setUint32(at + 5, number, true);
  bytes.fill(number % 251, at + 9, at + 9 + size);
  writer.commit(at, at + 9 + size);
  return true;
}

/** The numbers of whole, undamaged records. */
function numbersIn(drained: Uint8Array | undefined): number[] {
  const bytes = drained ?? new Uint8Array();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = view.getUint32(at, true) + 4;
    const number = view.getUint32(at + 5, true);
    expect(bytes.subarray(at + 9, at + length).every((byte) => byte === number % 251)).toBe(true);
    numbers.push(number);
    at += length;
  }
  return numbers;
}

const sizeOf = (number: number) => (number * 7919) % 9_000;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

describe("the ring", () => {
  it("gives back every record whole and in order, many times around its end", () => {
    const memory = allocateRing(1);
    const writer = writerOf(memory, "ring");
    let next = 0;
    while (next * 4_500 < RING_BYTES * 3) {
      const first = next;
      for (let i = 0; i < 37; i++) expect(put(writer, next, sizeOf(next++))).toBe(true);
      expect(numbersIn(drainRing(memory))).toEqual(range(first, next));
    }
    expect(drainRing(memory)).toBeUndefined();
  });

  it("refuses a record when nobody makes room, keeps what is there, and takes more once somebody did", () => {
    const memory = allocateRing(1);
    const writer = writerOf(memory, "ring");
    let written = 0;
    while (put(writer, written, 9_000)) written++;
    expect(written * 9_000).toBeGreaterThan(RING_BYTES * 0.98);
    expect(numbersIn(drainRing(memory))).toEqual(range(0, written));
    expect(put(writer, 1, 1)).toBe(true);
    expect(numbersIn(drainRing(memory))).toEqual([1]);
  });

  it("goes on where another writer of the same memory stopped", () => {
    const memory = allocateRing(1);
    put(writerOf(memory, "ring"), 1, 100);
    put(writerOf(memory, "ring"), 2, 100);
    expect(numbersIn(drainRing(memory))).toEqual([1, 2]);
  });
});

it("the tail never refuses: it keeps the newest records, whole", () => {
  const memory = allocateRing(1);
  const writer = writerOf(memory, "tail");
  const total = 3_000;
  for (let number = 0; number < total; number++) expect(put(writer, number, sizeOf(number))).toBe(true);
  const kept = numbersIn(drainTail(memory));
  expect(kept.length).toBeGreaterThan(300);
  expect(kept).toEqual(range(total - kept.length, total));
});
