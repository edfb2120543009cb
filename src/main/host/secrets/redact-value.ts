import type { OnFound, Redactor } from "./redactor.ts";

/** Deeper values are cut by every record. */
const MAX_DEPTH = 32;

/**
 * What a record may show of a value of a host call or of its JSON form: the same one, or a copy with the secrets in it
 * masked. Every text and every run of bytes in it is looked at, also beyond what a preview keeps. Resources stay.
 */
export function redactValue(value: unknown, redactor: Redactor, onFound?: OnFound): unknown {
  return redacted(value, redactor, onFound, 0);
}

function redacted(value: unknown, redactor: Redactor, onFound: OnFound | undefined, depth: number): unknown {
  if (typeof value === "string") return redactor.text(value, onFound);
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
  if (value instanceof Uint8Array) return redactor.bytes(value, onFound);
  if (Array.isArray(value)) return listed(value, redactor, onFound, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [name, field] of Object.entries(value)) {
    const shown = redacted(field, redactor, onFound, depth + 1);
    if (shown !== field) (copy ??= { ...value })[name] = shown;
  }
  return copy ?? value;
}

function listed(items: readonly unknown[], redactor: Redactor, onFound: OnFound | undefined, depth: number): unknown {
  // In JSON, bytes may be given as numbers.
  if (items.length > 0 && items.every(isByte)) {
    const bytes = Uint8Array.from(items);
    const shown = redactor.bytes(bytes, onFound);
    return shown === bytes ? items : new TextDecoder().decode(shown);
  }
  let copy: unknown[] | undefined;
  for (const [at, item] of items.entries()) {
    const shown = redacted(item, redactor, onFound, depth + 1);
    if (shown !== item) (copy ??= [...items])[at] = shown;
  }
  return copy ?? items;
}

function isByte(item: unknown): item is number {
  return typeof item === "number" && Number.isInteger(item) && item >= 0 && item <= 255;
}
