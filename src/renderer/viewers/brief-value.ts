import type { BytesPreview, ValuePreview } from "../../shared/model.ts";
import { byteSize } from "../format/quantity.ts";
import { decodeUtf8, isPrintable } from "./utf8.ts";

const MAX_TEXT = 40;
const MAX_ITEMS = 3;
const MAX_BYTES_AS_TEXT = 24;

/** A value in a few words, for a line among others. */
export function briefValue(value: ValuePreview): string {
  switch (value.t) {
    case "none":
      return "none";
    case "bool":
    case "number":
      return String(value.v);
    case "string":
      return quotedStart(value.v, value.cut);
    case "bytes":
      return briefBytes(value);
    case "list": {
      const shown = value.items.slice(0, MAX_ITEMS).map(briefValue);
      if (value.total > shown.length) shown.push(`… ${value.total}`);
      return `[${shown.join(", ")}]`;
    }
    case "record":
      return `{${value.fields.map((field) => `${field.name}: ${briefValue(field.value)}`).join(", ")}}`;
    case "variant":
      return value.value === undefined ? value.tag : `${value.tag}(${briefValue(value.value)})`;
    case "resource":
      return value.label === "" ? `${value.type} ${value.id}` : value.label;
    case "cut":
      return "…";
  }
}

/** Short text as text, all else by its size. */
export function briefBytes({ kept, total }: BytesPreview): string {
  if (kept.length === total && total <= MAX_BYTES_AS_TEXT && total > 0) {
    const text = decodeUtf8(kept);
    if (text !== undefined && isPrintable(text)) return JSON.stringify(text);
  }
  return byteSize(total);
}

function quotedStart(text: string, cut: boolean): string {
  const characters = Array.from(text);
  if (characters.length <= MAX_TEXT) return JSON.stringify(text) + (cut ? "…" : "");
  return `${JSON.stringify(characters.slice(0, MAX_TEXT).join(""))}…`;
}
