/** The texts and bytes under which a secret may stand in something a guest wrote. */
import type { SecretForm } from "../../../shared/model.ts";

export interface Needle {
  readonly bytes: Uint8Array;
  readonly form: SecretForm;
  /** Whether the character before, or after, carries bits of the secret, too: it belongs to what is masked. */
  readonly before: boolean;
  readonly after: boolean;
}

/** Every form of some bytes, without those that are the same. */
export function needlesOf(secret: Uint8Array): readonly Needle[] {
  const found = new Map<string, Needle>();
  const add = (form: SecretForm, bytes: Uint8Array, before = false, after = false) => {
    const key = Buffer.from(bytes).toString("latin1");
    if (!found.has(key)) found.set(key, { bytes, form, before, after });
  };
  const addText = (form: SecretForm, text: string) => add(form, Buffer.from(text, "latin1"));
  const bytes = Buffer.from(secret);
  add("plain", secret);
  const text = utf8Text(secret);
  if (text !== undefined) add("json", Buffer.from(JSON.stringify(text).slice(1, -1), "utf8"));
  for (const encoding of ["base64", "base64url"] as const) {
    for (const shift of [0, 1, 2]) {
      const { text: inner, before, after } = aligned(bytes, shift, encoding);
      add("base64", Buffer.from(inner, "latin1"), before, after);
    }
  }
  addText("hex", bytes.toString("hex"));
  addText("hex", bytes.toString("hex").toUpperCase());
  for (const kept of [COMPONENT, FORM, UNRESERVED, NOTHING]) {
    for (const upper of [true, false]) addText("url", percentEncoded(bytes, kept, upper));
  }
  return [...found.values()];
}

/** What of the base64 of a longer text depends on these bytes alone, where `shift` bytes stand before them in their group of three. */
function aligned(bytes: Buffer, shift: number, encoding: "base64" | "base64url") {
  const bits = (shift + bytes.length) * 8;
  const whole = Math.floor(bits / 6);
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(encoding);
  return { text: text.slice(Math.ceil((shift * 8) / 6), whole), before: shift > 0, after: bits % 6 !== 0 };
}

/** Characters that stay as they are; a space may become a plus. */
interface Kept {
  readonly characters: RegExp;
  readonly plus: boolean;
}

/** As `encodeURIComponent`, as forms are sent, as RFC 3986 has it, and everything. */
const COMPONENT: Kept = { characters: /[\w.!~*'()-]/, plus: false };
const FORM: Kept = { characters: /[\w.*-]/, plus: true };
const UNRESERVED: Kept = { characters: /[\w.~-]/, plus: false };
const NOTHING: Kept = { characters: /[^\s\S]/, plus: false };

function percentEncoded(bytes: Uint8Array, { characters, plus }: Kept, upper: boolean): string {
  let text = "";
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    const hex = byte.toString(16).padStart(2, "0");
    if (byte < 0x80 && characters.test(character)) text += character;
    else text += plus && byte === 0x20 ? "+" : `%${upper ? hex.toUpperCase() : hex}`;
  }
  return text;
}

/** Undefined: it is no UTF-8. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
