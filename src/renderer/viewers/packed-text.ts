import { byteSize } from "../format/quantity.ts";
import type { PackedValue } from "./packed-value.ts";

/** Longer texts and bytes are shown by their beginning: a row is one line. */
const MAX_CHARS = 400;
const MAX_BYTES = 32;
/** Of a list or map in the running text. */
const MAX_ITEMS = 12;
const MAX_LEVELS = 8;

/** A value on one line, near to CBOR's diagnostic notation: `{a: [1, 2.0], 1: h'00 ff'}`. */
export function packedText(value: PackedValue, levels = MAX_LEVELS): string {
  switch (value.t) {
    case "integer":
    case "float":
    case "word":
      return value.text;
    case "string":
      return stringText(value.text);
    case "bytes":
      return bytesText(value.bytes);
    case "tagged":
      return `${tagText(value)}${value.value === undefined ? "" : ` ${packedText(value.value, levels)}`}`;
    case "list":
      if (levels === 0) return `[${value.items.length}]`;
      return `[${some(value.items, (item) => packedText(item, levels - 1))}]`;
    case "map":
      if (levels === 0) return `{${value.entries.length}}`;
      return `{${some(value.entries, ([key, item]) => `${keyText(key)}: ${item === undefined ? "…" : packedText(item, levels - 1)}`)}}`;
  }
}

/** A key: a text stands as it is where nothing else is written so. */
export function keyText(key: PackedValue): string {
  if (
    key.t === "string" &&
    /^[A-Za-z_$][\w$.-]*$/.test(key.text) &&
    !WORDS.has(key.text) &&
    key.text.length <= MAX_CHARS
  )
    return key.text;
  return packedText(key, 2);
}

export function tagText({ tag, meaning }: { readonly tag: string; readonly meaning?: string }): string {
  return meaning === undefined ? tag : `${tag} (${meaning})`;
}

const WORDS = new Set(["true", "false", "null", "undefined", "NaN", "Infinity"]);

function stringText(text: string): string {
  if (text.length <= MAX_CHARS) return JSON.stringify(text);
  const start = text.slice(0, MAX_CHARS);
  return `${JSON.stringify(start.isWellFormed() ? start : text.slice(0, MAX_CHARS - 1))}… ${text.length} characters`;
}

function bytesText(bytes: Uint8Array): string {
  const hex = [...bytes.subarray(0, MAX_BYTES)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return bytes.length <= MAX_BYTES ? `h'${hex}'` : `h'${hex} …' ${byteSize(bytes.length)}`;
}

function some<T>(items: readonly T[], text: (item: T) => string): string {
  const shown = items.slice(0, MAX_ITEMS).map(text);
  return [...shown, ...(items.length > MAX_ITEMS ? [`… ${items.length}`] : [])].join(", ");
}
