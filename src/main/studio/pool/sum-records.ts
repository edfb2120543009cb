import { RecordKind } from "../../../shared/record.ts";

/** `u32 length, u8 kind, u16 fn, f64 calls, f64 totalMs` */
const SUM_BYTES = 23;

/**
 * The calls of a flood that are not kept one by one, as `sum` records: the counters of the control memory less the
 * calls that are still in the tail. Undefined when there were none.
 */
export function sumRecords(sums: Float64Array, tail: Uint8Array | undefined): Uint8Array<ArrayBuffer> | undefined {
  const calls = new Map<number, { calls: number; totalMs: number }>();
  for (let fn = 0; fn * 2 + 1 < sums.length; fn++) {
    const count = sums[fn * 2] ?? 0;
    if (count > 0) calls.set(fn, { calls: count, totalMs: sums[fn * 2 + 1] ?? 0 });
  }
  if (calls.size === 0) return undefined;
  if (tail !== undefined) subtractKept(calls, tail);
  const out = new Uint8Array(calls.size * SUM_BYTES);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [fn, sum] of calls) {
    if (sum.calls <= 0) continue;
    view.setUint32(at, SUM_BYTES - 4, true);
    view.setUint8(at + 4, RecordKind.sum);
    view.setUint16(at + 5, fn, true);
    view.setFloat64(at + 7, sum.calls, true);
    view.setFloat64(at + 15, Math.max(0, sum.totalMs), true);
    at += SUM_BYTES;
  }
  return at === 0 ? undefined : out.slice(0, at);
}

/** The tail may begin with the exit of a call whose enter was overwritten: only whole calls were kept. */
function subtractKept(sums: Map<number, { calls: number; totalMs: number }>, tail: Uint8Array): void {
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const entered = new Map<number, { fn: number; startMs: number }>();
  for (let at = 0; at + 5 <= tail.length; at += view.getUint32(at, true) + 4) {
    const kind = view.getUint8(at + 4);
    const seq = view.getUint32(at + 5, true);
    if (kind === RecordKind.enter)
      entered.set(seq, { fn: view.getUint16(at + 13, true), startMs: view.getFloat64(at + 16, true) });
    const call = kind === RecordKind.exit ? entered.get(seq) : undefined;
    const sum = call === undefined ? undefined : sums.get(call.fn);
    if (call === undefined || sum === undefined) continue;
    sum.calls -= 1;
    sum.totalMs -= view.getFloat64(at + 10, true) - call.startMs;
  }
}
