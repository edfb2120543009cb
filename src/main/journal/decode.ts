import { ExitOutcome, RecordKind, TextStream } from "../../shared/record.ts";

/** Takes the records of one invocation apart; the byte arrays are views of the input. */
export interface RecordSink {
  enter(record: EnterRecord): void;
  exit(record: ExitRecord): void;
  text(record: TextRecord): void;
  sum(fn: number, calls: number, totalMs: number): void;
  /** A record that makes no sense. The rest is still read where its length allows it. */
  unreadable(): void;
}

export interface EnterRecord {
  readonly seq: number;
  readonly parent: number;
  readonly fn: number;
  readonly link: number;
  readonly startMs: number;
  /** A count, then values. */
  readonly args: Uint8Array;
}

export interface ExitRecord {
  readonly seq: number;
  /** One of `ExitOutcome`. */
  readonly outcome: number;
  readonly endMs: number;
  /** Little-endian f64 each, all of them safe integers. */
  readonly versions: Uint8Array;
  /** No value or one. */
  readonly result: Uint8Array;
}

export interface TextRecord {
  readonly seq: number;
  /** One of `TextStream`. */
  readonly stream: number;
  readonly atMs: number;
  /** Bytes the guest wrote; more than `bytes` has when the record was cut. */
  readonly total: number;
  readonly bytes: Uint8Array;
}

const ENTER_HEAD_BYTES = 20;
const EXIT_HEAD_BYTES = 15;
const TEXT_HEAD_BYTES = 17;
const SUM_BYTES = 18;

/**
 * Reads whole records from bytes nobody vouches for: they come from shared memory next to running guest code. Every
 * read is inside the bounds of its record, every number is finite, every parent came before its child.
 */
export function decodeRecords(bytes: Uint8Array, sink: RecordSink): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const length = bytes.length - at >= 4 ? view.getUint32(at, true) : 0;
    const start = at + 4;
    // Without a length that makes sense there is no way to find the next record.
    if (length === 0 || length > bytes.length - start) return sink.unreadable();
    at = start + length;
    const kind = view.getUint8(start);
    if (kind === RecordKind.pad) continue;
    const body = { bytes, view, start: start + 1, end: at };
    const read =
      kind === RecordKind.enter ? enter : kind === RecordKind.exit ? exit : kind === RecordKind.text ? text : sum;
    if (kind > RecordKind.sum || !read(body, sink)) sink.unreadable();
  }
}

interface Body {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
}

function enter({ bytes, view, start, end }: Body, sink: RecordSink): boolean {
  if (end - start < ENTER_HEAD_BYTES) return false;
  const seq = view.getUint32(start, true);
  const parent = view.getUint32(start + 4, true);
  const startMs = view.getFloat64(start + 11, true);
  if (seq === 0 || parent >= seq || !Number.isFinite(startMs)) return false;
  const fn = view.getUint16(start + 8, true);
  sink.enter({ seq, parent, fn, link: view.getUint8(start + 10), startMs, args: bytes.subarray(start + 19, end) });
  return true;
}

function exit({ bytes, view, start, end }: Body, sink: RecordSink): boolean {
  if (end - start < EXIT_HEAD_BYTES) return false;
  const seq = view.getUint32(start, true);
  const outcome = view.getUint8(start + 4);
  const endMs = view.getFloat64(start + 5, true);
  const afterVersions = start + EXIT_HEAD_BYTES + 8 * view.getUint16(start + 13, true);
  if (seq === 0 || outcome > ExitOutcome.trap || !Number.isFinite(endMs) || afterVersions > end) return false;
  for (let at = start + EXIT_HEAD_BYTES; at < afterVersions; at += 8) {
    // Below zero are those of the throw-away store.
    if (!Number.isSafeInteger(view.getFloat64(at, true))) return false;
  }
  const versions = bytes.subarray(start + EXIT_HEAD_BYTES, afterVersions);
  sink.exit({ seq, outcome, endMs, versions, result: bytes.subarray(afterVersions, end) });
  return true;
}

function text({ bytes, view, start, end }: Body, sink: RecordSink): boolean {
  if (end - start < TEXT_HEAD_BYTES) return false;
  const stream = view.getUint8(start + 4);
  const atMs = view.getFloat64(start + 5, true);
  const kept = bytes.subarray(start + TEXT_HEAD_BYTES, end);
  if ((stream !== TextStream.stdout && stream !== TextStream.stderr) || !Number.isFinite(atMs)) return false;
  const total = Math.max(view.getUint32(start + 13, true), kept.length);
  sink.text({ seq: view.getUint32(start, true), stream, atMs, total, bytes: kept });
  return true;
}

function sum({ view, start, end }: Body, sink: RecordSink): boolean {
  if (end - start !== SUM_BYTES) return false;
  const calls = view.getFloat64(start + 2, true);
  const totalMs = view.getFloat64(start + 10, true);
  if (!Number.isSafeInteger(calls) || calls < 0 || !Number.isFinite(totalMs)) return false;
  sink.sum(view.getUint16(start, true), calls, totalMs);
  return true;
}

/** The versions an exit record carries, as numbers. */
export function decodeVersions(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) => view.getFloat64(i * 8, true));
}
