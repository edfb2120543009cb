/**
 * Plain data in which every byte view owns its whole buffer. Structured clone copies the buffer behind a view: four
 * bytes out of a mebibyte would cross the process boundary as a mebibyte, and a Buffer would drag its pool along. Memory
 * that threads share does not cross it at all.
 */
export function tightViews(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return tightView(value);
  if (Array.isArray(value)) return mapArray(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? mapRecord(value as Record<string, unknown>) : value;
}

function tightView(view: ArrayBufferView): ArrayBufferView {
  if (view.byteLength === view.buffer.byteLength && view.buffer instanceof ArrayBuffer) return view;
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
}

// Both return the value itself when nothing in it changed: most messages carry no bytes.
function mapArray(items: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [index, item] of items.entries()) {
    const tight = tightViews(item);
    if (tight === item) continue;
    copy ??= [...items];
    copy[index] = tight;
  }
  return copy ?? items;
}

function mapRecord(record: Record<string, unknown>): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const [name, item] of Object.entries(record)) {
    const tight = tightViews(item);
    if (tight === item) continue;
    copy ??= { ...record };
    copy[name] = tight;
  }
  return copy ?? record;
}
