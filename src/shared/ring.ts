import { RecordKind } from "./record.ts";

/**
 * The memory a guest worker shares with the studio. It outlives the worker: what a guest did before it looped or was
 * killed is still there to be read, where messages on a port would be lost with their sender.
 *
 * One writer (the worker) and one reader (the studio). Positions count bytes ever written and read, as u32 that wrap;
 * a record never straddles the end of the ring: a pad record fills the rest.
 */
export const RING_BYTES = 4 * 1024 * 1024;
/** The last records of a flood, oldest overwritten first. Read only after the invocation ended. */
export const TAIL_BYTES = 2 * 1024 * 1024;
/** No record is longer, its length field included. */
export const MAX_RECORD_BYTES = 16 * 1024;

/** What one invocation answers through shared memory; the rest goes through the port. */
export const OUTBOX_BYTES = 64 * 1024;

/** The shortest record: its length and its kind. Where less is left before the end of a ring, nothing is written. */
export const MIN_RECORD_BYTES = 5;

/** Int32 words at the start of the control memory. */
export const Control = {
  /** Bumped and notified by every event of the host; a waiting guest sleeps on it. */
  wake: 0,
  /** `WorkerState` */
  state: 1,
  written: 2,
  read: 3,
  tailWritten: 4,
  tailRead: 5,
  /** Bytes of the outbox that the running invocation has written. */
  outbox: 6,
} as const;

export const WorkerState = { idle: 0, guest: 1, waiting: 2 } as const;

/** Float64 words of the control memory, from `CONTROL_FLOATS_AT`. */
export const ControlTime = {
  /** Milliseconds the running invocation has waited, without the wait under way. */
  waitedMs: 0,
  /** When the wait under way began, in milliseconds of the process's monotonic clock. */
  waitingSince: 1,
  /** When the running invocation began, on the same clock. */
  startedAt: 2,
} as const;

const CONTROL_INTS = 16;
const CONTROL_FLOATS_AT = CONTROL_INTS * 4;
const CONTROL_FLOATS = 8;
const SUMS_AT = CONTROL_FLOATS_AT + CONTROL_FLOATS * 8;

/** Views on the control memory; `functions` is the length of the build's function table. */
export interface ControlViews {
  readonly words: Int32Array;
  readonly times: Float64Array;
  /** Two numbers a function: calls and their summed milliseconds, of calls that went to the tail. */
  readonly sums: Float64Array;
}

export interface RingMemory {
  readonly control: SharedArrayBuffer;
  readonly ring: SharedArrayBuffer;
  readonly tail: SharedArrayBuffer;
  /** `outbox.ts` */
  readonly outbox: SharedArrayBuffer;
}

export function allocateRing(functions: number): RingMemory {
  return {
    control: new SharedArrayBuffer(SUMS_AT + functions * 16),
    ring: new SharedArrayBuffer(RING_BYTES),
    tail: new SharedArrayBuffer(TAIL_BYTES),
    outbox: new SharedArrayBuffer(OUTBOX_BYTES),
  };
}

export function controlViews(control: SharedArrayBuffer): ControlViews {
  return {
    words: new Int32Array(control, 0, CONTROL_INTS),
    times: new Float64Array(control, CONTROL_FLOATS_AT, CONTROL_FLOATS),
    sums: new Float64Array(control, SUMS_AT),
  };
}

/** Takes everything the writer has published, as whole records without pads; a fresh buffer, or undefined. */
export function drainRing(memory: RingMemory): Uint8Array<ArrayBuffer> | undefined {
  const { words } = controlViews(memory.control);
  const written = Atomics.load(words, Control.written) >>> 0;
  const read = Atomics.load(words, Control.read) >>> 0;
  if (written === read) return undefined;
  const bytes = take(memory.ring, read, written);
  Atomics.store(words, Control.read, written | 0);
  Atomics.notify(words, Control.read);
  return bytes;
}

/** The records still in the tail. Only while no invocation runs on the worker. */
export function drainTail(memory: RingMemory): Uint8Array<ArrayBuffer> | undefined {
  const { words } = controlViews(memory.control);
  const written = Atomics.load(words, Control.tailWritten) >>> 0;
  const read = Atomics.load(words, Control.tailRead) >>> 0;
  if (written === read) return undefined;
  const bytes = collect(memory.tail, read, written);
  Atomics.store(words, Control.tailRead, written | 0);
  return bytes;
}

/** Pads only stand at the end of the buffer: what does not come near it is copied as it is. */
function take(buffer: SharedArrayBuffer, from: number, to: number): Uint8Array<ArrayBuffer> {
  const at = from % buffer.byteLength;
  const end = at + ((to - from) >>> 0);
  return end < buffer.byteLength ? new Uint8Array(new Uint8Array(buffer, at, end - at)) : collect(buffer, from, to);
}

function collect(buffer: SharedArrayBuffer, from: number, to: number): Uint8Array<ArrayBuffer> {
  const source = new Uint8Array(buffer);
  const view = new DataView(buffer);
  const size = buffer.byteLength;
  const out = new Uint8Array((to - from) >>> 0);
  let length = 0;
  let position = from;
  while (position !== to) {
    const at = position % size;
    if (size - at < MIN_RECORD_BYTES) {
      position = (position + size - at) >>> 0;
      continue;
    }
    const record = view.getUint32(at, true) + 4;
    if (record < MIN_RECORD_BYTES || at + record > size) break;
    if (view.getUint8(at + 4) !== RecordKind.pad) {
      out.set(source.subarray(at, at + record), length);
      length += record;
    }
    position = (position + record) >>> 0;
  }
  return out.slice(0, length);
}
