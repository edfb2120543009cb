import type { ValuePreview } from "../../shared/model.ts";
import { decodeArguments } from "./decode-value.ts";

/** Functions of wasi:keyvalue whose text arguments are no keys: a bucket's name, a cursor. */
const WITHOUT_KEYS = /(^|\.)(open|list-keys)$/;

/** Whether a recorded call of wasi:keyvalue has this key among its arguments. `*` in the pattern stands for anything. */
export function namesKey(fn: string, args: Uint8Array, pattern: string): boolean {
  if (WITHOUT_KEYS.test(fn)) return false;
  return decodeArguments(args).some((value) => holds(value, pattern));
}

function holds(value: ValuePreview, pattern: string): boolean {
  if (value.t === "string") {
    // Of a cut key only the beginning is known.
    return value.cut && !pattern.includes("*") ? pattern.startsWith(value.v) : matches(value.v, pattern);
  }
  if (value.t === "list") return value.items.some((item) => holds(item, pattern));
  if (value.t === "record") return value.fields.some((field) => holds(field.value, pattern));
  return value.t === "variant" && value.value !== undefined && holds(value.value, pattern);
}

/** Looks for the parts between the stars one after the other: linear, where a regular expression may explode. */
function matches(text: string, pattern: string): boolean {
  const parts = pattern.split("*");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  if (parts.length === 1) return text === pattern;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
