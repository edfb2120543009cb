import { detectViewer } from "../viewers/detect-viewer.ts";
import { formatHex, parseHex } from "../viewers/hex.ts";
import { decodeUtf8, encodeUtf8 } from "../viewers/utf8.ts";

export type DraftForm = "text" | "json" | "hex";

export type DraftBytes =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** Why the text does not say bytes. */
  | { readonly ok: false; readonly problem: string };

export function firstForm(bytes: Uint8Array): DraftForm {
  const detected = detectViewer({ kept: bytes, total: bytes.length });
  if (detected === "json") return "json";
  const binary = detected === "hex" || detected === "messagepack" || detected === "cbor";
  return binary || decodeUtf8(bytes) === undefined ? "hex" : "text";
}

/** The text a person edits. `draftBytes` of it gives the same bytes back. Undefined where the form cannot say them. */
export function draftText(bytes: Uint8Array, form: DraftForm): string | undefined {
  return form === "hex" ? formatHex(bytes) : decodeUtf8(bytes);
}

/** The bytes that a draft stands for. JSON is checked, and kept as it is written. */
export function draftBytes(text: string, form: DraftForm): DraftBytes {
  if (form === "hex") {
    const parsed = parseHex(text);
    return parsed.ok ? parsed : { ok: false, problem: `Line ${parsed.line}: ${parsed.problem}.` };
  }
  const bytes = encodeUtf8(text);
  if (bytes === undefined) {
    return {
      ok: false,
      problem: "The text has half a character (a lone surrogate), which UTF-8 cannot say. Edit it as hex.",
    };
  }
  if (form === "json") {
    try {
      JSON.parse(text);
    } catch (error) {
      return { ok: false, problem: `Not JSON: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
  return { ok: true, bytes };
}

/** The same JSON over several lines; as it is where it does not parse or holds numbers that would change. */
export function prettyJson(text: string): string {
  try {
    const pretty = JSON.stringify(JSON.parse(text), undefined, 2);
    return text.replace(/\s/g, "") === pretty.replace(/\s/g, "") ? pretty : text;
  } catch {
    return text;
  }
}
