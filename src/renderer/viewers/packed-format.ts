import { keyText } from "./packed-text.ts";
import type { PackedValue } from "./packed-value.ts";
import { type PackedFormat, readPacked } from "./read-packed.ts";
import { isPrintable } from "./utf8.ts";

/** As wide as a number is: a counter is as likely. */
const NUMBER_WIDTHS = [1, 2, 4, 8];

/**
 * The format in which all of these bytes are a list or a map that speaks. None where both would do: whoever knows better
 * chooses by hand.
 */
export function packedFormat(bytes: Uint8Array): PackedFormat | undefined {
  if (NUMBER_WIDTHS.includes(bytes.length)) return undefined;
  const fitting = (["messagepack", "cbor"] as const).filter((format) => {
    if (!startsContainer[format](bytes[0] ?? 0)) return false;
    const { value, fault } = readPacked(format, bytes);
    return fault === undefined && value !== undefined && speaks(value);
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Most bytes are told by their first one, and not read any further. */
const startsContainer: Readonly<Record<PackedFormat, (first: number) => boolean>> = {
  messagepack: (first) => (first >= 0x80 && first <= 0x9f) || (first >= 0xdc && first <= 0xdf),
  cbor: (first) => first >= 0x80 && first <= 0xdb,
};

/**
 * Nearly any bytes are small integers in both formats, so that a picture's first bytes may be a map from one to the
 * other. What people write has names or words in it, no odd characters in them, and no key twice.
 */
function speaks(value: PackedValue): boolean {
  let words = false;
  const isPlain = (inside: PackedValue): boolean => {
    switch (inside.t) {
      case "string":
        words ||= inside.text.length > 1;
        return isPrintable(inside.text);
      case "tagged":
        return inside.value !== undefined && isPlain(inside.value);
      case "list":
        return inside.items.every(isPlain);
      case "map":
        words ||= inside.entries.some(([key]) => key.t === "string" && key.text !== "");
        return (
          new Set(inside.entries.map(([key]) => keyText(key))).size === inside.entries.length &&
          inside.entries.every(([key, item]) => isPlain(key) && item !== undefined && isPlain(item))
        );
      default:
        return true;
    }
  };
  const inner = untagged(value);
  return (inner?.t === "list" || inner?.t === "map") && isPlain(inner) && words;
}

function untagged(value: PackedValue): PackedValue | undefined {
  let inner: PackedValue | undefined = value;
  while (inner?.t === "tagged") inner = inner.value;
  return inner;
}
