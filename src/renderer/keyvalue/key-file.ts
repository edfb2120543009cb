import { base64 } from "../viewers/base64.ts";
import { decodeUtf8, encodeUtf8 } from "../viewers/utf8.ts";

/** Keys with their values, as a seed file has them: `{ "bucket": { "key": "text", "raw": { "base64": "AP8=" } } }`. */

export interface FileKey {
  readonly key: string;
  readonly value: Uint8Array;
}

export function keyFileText(bucket: string, keys: readonly FileKey[]): string {
  const content = Object.fromEntries(
    keys.map(({ key, value }) => [key, decodeUtf8(value) ?? { base64: base64(value) }]),
  );
  // Names such as `__proto__` and ones of digits stay keys of their own, though JSON.stringify puts digits first.
  return `${JSON.stringify({ [bucket]: content }, undefined, 2)}\n`;
}

/**
 * The keys of a file for one bucket: of the member with its name, of the only one there is, or of the file as a whole
 * where that is keys with values. @throws Error saying what is wrong in it
 */
export function parseKeyFile(text: string, bucket: string): readonly FileKey[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`It is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  if (!isObject(content)) throw new Error(`It must hold an object of keys and values. ${HOW}`);
  const { $schema: _schema, ...members } = content;
  return Object.entries(keysIn(members, bucket)).map(([key, value]) => ({ key, value: bytesOf(key, value) }));
}

const HOW = 'Write { "key": "text" }, or { "key": { "base64": "…" } } for bytes and { "key": { "json": … } } for JSON.';

function keysIn(members: Readonly<Record<string, unknown>>, bucket: string): Readonly<Record<string, unknown>> {
  const own = members[bucket];
  if (isObject(own) && formOf(own) === undefined) return own;
  const values = Object.values(members);
  const buckets = values.length > 0 && values.every((each) => isObject(each) && formOf(each) === undefined);
  if (!buckets) return members;
  const [only] = values;
  if (values.length === 1 && isObject(only)) return only;
  throw new Error(`It has the buckets ${Object.keys(members).join(", ")}, and none of them is ${bucket}.`);
}

function bytesOf(key: string, value: unknown): Uint8Array {
  if (!key.isWellFormed())
    throw new Error(`The key ${JSON.stringify(key)} has half a character, which UTF-8 cannot say.`);
  if (typeof value === "string") return textBytes(key, value);
  if (isObject(value)) {
    const form = formOf(value);
    if (form === "json") return textBytes(key, JSON.stringify(value["json"]));
    if (form === "base64") return fromBase64(key, String(value["base64"]));
    if (form === "file") {
      throw new Error(`The key ${key} names a file, which the window cannot read. Use the file as a seed instead.`);
    }
  }
  throw new Error(`The key ${key} has a value of another kind. ${HOW}`);
}

function formOf(value: Readonly<Record<string, unknown>>): "base64" | "json" | "file" | undefined {
  const [name, ...others] = Object.keys(value);
  if (others.length > 0) return undefined;
  if (name === "json") return name;
  return (name === "base64" || name === "file") && typeof value[name] === "string" ? name : undefined;
}

function textBytes(key: string, text: string): Uint8Array {
  const bytes = encodeUtf8(text);
  if (bytes === undefined) throw new Error(`The value of ${key} has half a character, which UTF-8 cannot say.`);
  return bytes;
}

function fromBase64(key: string, text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch (error) {
    throw new Error(`The value of ${key} is not Base64.`, { cause: error });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
