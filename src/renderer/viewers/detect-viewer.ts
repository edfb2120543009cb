import type { BytesPreview } from "../../shared/model.ts";
import { imageType } from "./image-type.ts";
import type { PackedValue } from "./packed-value.ts";
import { type PackedFormat, readPacked } from "./read-packed.ts";
import { decodeUtf8, isPrintable, wholeCharacters } from "./utf8.ts";

export type ViewerKind = "image" | "text" | "json" | "hex" | "number" | PackedFormat;

export const viewerKinds: readonly { readonly kind: ViewerKind; readonly label: string }[] = [
  { kind: "image", label: "Image" },
  { kind: "text", label: "Text" },
  { kind: "json", label: "JSON" },
  { kind: "messagepack", label: "MsgPack" },
  { kind: "cbor", label: "CBOR" },
  { kind: "number", label: "Number" },
  { kind: "hex", label: "Hex" },
];

const DECIMAL = /^[+-]?\d{1,40}(\.\d{1,40})?$/;

/** What a value most likely is. JSON only when all of it is here; text only when nothing in it is hidden by reading it so. */
export function detectViewer({ kept, total }: BytesPreview): ViewerKind {
  const whole = kept.length === total;
  if (whole && imageType(kept) !== undefined) return "image";
  const text = decodeUtf8(whole ? kept : wholeCharacters(kept));
  if (text === undefined || !isPrintable(text)) {
    if (whole && total === 8) return "number";
    return (whole ? packedFormat(kept) : undefined) ?? "hex";
  }
  if (DECIMAL.test(text)) return whole ? "number" : "text";
  if (whole && /^\s*[[{]/.test(text) && isJson(text)) return "json";
  return "text";
}

/** Which viewers have something to show for a value. */
export function possibleViewers({ kept, total }: BytesPreview): ReadonlySet<ViewerKind> {
  const kinds = new Set<ViewerKind>(["hex"]);
  const whole = kept.length === total;
  const text = decodeUtf8(whole ? kept : wholeCharacters(kept));
  if (total > 0 && (text === undefined || !isPrintable(text))) kinds.add("messagepack").add("cbor");
  if (text !== undefined) {
    kinds.add("text");
    if (whole && DECIMAL.test(text)) kinds.add("number");
    if (whole && isJson(text)) kinds.add("json");
  }
  if (whole && [1, 2, 4, 8].includes(total)) kinds.add("number");
  if (whole && imageType(kept) !== undefined) kinds.add("image");
  return kinds;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** As wide as a number is, or too few to say anything: a counter is as likely. */
const NUMBER_WIDTHS = [1, 2, 4, 8];

/**
 * The format that a list or a map with something in it is all of these bytes in. None where both would do: whoever
 * knows better chooses by hand.
 */
function packedFormat(bytes: Uint8Array): PackedFormat | undefined {
  if (NUMBER_WIDTHS.includes(bytes.length)) return undefined;
  const fitting = (["messagepack", "cbor"] as const).filter((format) => {
    if (!startsContainer[format](bytes[0] ?? 0)) return false;
    const { value, fault } = readPacked(format, bytes);
    return fault === undefined && value !== undefined && holdsSomething(value);
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Most bytes are told by their first one, and not read any further. */
const startsContainer: Readonly<Record<PackedFormat, (first: number) => boolean>> = {
  messagepack: (first) => (first >= 0x80 && first <= 0x9f) || (first >= 0xdc && first <= 0xdf),
  cbor: (first) => first >= 0x80 && first <= 0xdb,
};

function holdsSomething(value: PackedValue): boolean {
  if (value.t === "list") return value.items.length > 0;
  if (value.t === "map") return value.entries.length > 0;
  return value.t === "tagged" && value.value !== undefined && holdsSomething(value.value);
}
