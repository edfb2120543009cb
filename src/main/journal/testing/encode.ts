/** Writes the wire form of records, for tests: what a guest's worker would put into its ring. */
import { ExitOutcome, RecordKind, ValueTag } from "../../../shared/record.ts";

const text = new TextEncoder();

export type TestValue =
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly TestValue[]
  | { readonly variant: string; readonly value?: TestValue }
  | { readonly record: Readonly<Record<string, TestValue>> }
  | { readonly resource: string; readonly id: number; readonly label: string }
  /** A string of which only the beginning was kept. */
  | { readonly kept: string; readonly total: number };

export interface TestEnter {
  readonly seq: number;
  readonly parent?: number;
  readonly fn: number;
  readonly link?: number;
  readonly startMs?: number;
  readonly args?: readonly TestValue[];
}

export function enterRecord({ seq, parent = 0, fn, link = 0, startMs = seq, args = [] }: TestEnter): Uint8Array {
  const head = [u32(seq), u32(parent), u16(fn), u8(link), f64(startMs), u8(args.length)];
  return record(RecordKind.enter, ...head, ...args.map(encodeValue));
}

export interface TestExit {
  readonly seq: number;
  readonly outcome?: keyof typeof ExitOutcome;
  readonly endMs?: number;
  readonly versions?: readonly number[];
  readonly result?: readonly [TestValue];
}

export function exitRecord({ seq, outcome = "ok", endMs = seq + 0.5, versions = [], result }: TestExit): Uint8Array {
  const head = [u32(seq), u8(ExitOutcome[outcome]), f64(endMs), u16(versions.length), ...versions.map(f64)];
  return record(RecordKind.exit, ...head, ...(result ?? []).map(encodeValue));
}

export function textRecord(
  seq: number,
  stream: number,
  atMs: number,
  bytes: Uint8Array | string,
  total?: number,
): Uint8Array {
  const kept = typeof bytes === "string" ? text.encode(bytes) : bytes;
  return record(RecordKind.text, u32(seq), u8(stream), f64(atMs), u32(total ?? kept.length), kept);
}

export function sumRecord(fn: number, calls: number, totalMs: number): Uint8Array {
  return record(RecordKind.sum, u16(fn), f64(calls), f64(totalMs));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function record(kind: number, ...fields: readonly Uint8Array[]): Uint8Array {
  const body = concat(u8(kind), ...fields);
  return concat(u32(body.length), body);
}

export function encodeValue(value: TestValue): Uint8Array {
  if (value === undefined) return u8(ValueTag.none);
  if (typeof value === "boolean") return u8(value ? ValueTag.true : ValueTag.false);
  if (typeof value === "number") return concat(u8(ValueTag.number), f64(value));
  if (typeof value === "bigint") return concat(u8(value < 0n ? ValueTag.signed : ValueTag.unsigned), u64(value));
  if (typeof value === "string") return encodeString(value, text.encode(value).length);
  if (value instanceof Uint8Array) return concat(u8(ValueTag.bytes), u32(value.length), u32(value.length), value);
  if ("kept" in value) return encodeString(value.kept, value.total);
  if ("variant" in value) return encodeVariant(value.variant, value);
  if ("record" in value) {
    const fields = Object.entries(value.record).map(([name, field]) => concat(shortText(name), encodeValue(field)));
    return concat(u8(ValueTag.record), u8(fields.length), ...fields);
  }
  if ("resource" in value) {
    const label = text.encode(value.label);
    return concat(u8(ValueTag.resource), shortText(value.resource), u32(value.id), u16(label.length), label);
  }
  return concat(u8(ValueTag.list), u32(value.length), u32(value.length), ...value.map(encodeValue));
}

function encodeString(kept: string, total: number): Uint8Array {
  const bytes = text.encode(kept);
  return concat(u8(ValueTag.string), u32(total), u32(bytes.length), bytes);
}

function encodeVariant(tag: string, holder: { readonly value?: TestValue }): Uint8Array {
  const has = "value" in holder;
  return concat(
    u8(ValueTag.variant),
    shortText(tag),
    u8(has ? 1 : 0),
    has ? encodeValue(holder.value) : new Uint8Array(),
  );
}

function shortText(value: string): Uint8Array {
  const bytes = text.encode(value);
  return concat(u8(bytes.length), bytes);
}

function u8(value: number): Uint8Array {
  return Uint8Array.of(value);
}

function u16(value: number): Uint8Array {
  return written(2, (view) => view.setUint16(0, value, true));
}

function u32(value: number): Uint8Array {
  return written(4, (view) => view.setUint32(0, value, true));
}

function u64(value: bigint): Uint8Array {
  return written(8, (view) => view.setBigInt64(0, value, true));
}

function f64(value: number): Uint8Array {
  return written(8, (view) => view.setFloat64(0, value, true));
}

function written(size: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}
