import type { BytesPreview } from "../../shared/model.ts";
import { imageType } from "./image-type.ts";
import { packedFormat } from "./packed-format.ts";
import type { PackedFormat } from "./read-packed.ts";
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
