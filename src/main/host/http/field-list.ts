import { trap } from "../trap.ts";
import { WitError } from "../wit-error.ts";
import { isToken } from "./method.ts";

/** What one `fields` may hold, names and values together, as on Wasmtime. */
export const MAX_FIELDS_BYTES = 128 * 1024;

/** Counted for each field beside its bytes, so that empty values are not free. */
const FIELD_OVERHEAD_BYTES = 32;

export type HeaderError = { readonly tag: "invalid-syntax" | "forbidden" | "immutable" };

/** Latin-1 text, as HTTP has it on the wire. */
export type TextFields = readonly (readonly [string, string])[];

/** Fields of the connection, not of the message: they never enter a guest, and a guest cannot set them. Wasmtime's list. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  "connection",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

interface Field {
  readonly key: string;
  readonly name: string;
  readonly value: Uint8Array;
}

/**
 * The contents of a `fields` resource: an ordered list; names compare without regard to case and keep the one they
 * were given. Mutations throw `WitError<HeaderError>`; more than `MAX_FIELDS_BYTES` traps.
 */
export class FieldList {
  #fields: Field[] = [];
  #bytes = 0;
  #frozen = false;

  /** What came over the wire: names in lower case, as every host shows them, without the forbidden ones; immutable. */
  static received(fields: TextFields): FieldList {
    const list = new FieldList();
    for (const [name, value] of fields) {
      const key = name.toLowerCase();
      if (!FORBIDDEN.has(key))
        list.#fields.push({ key, name: key, value: new Uint8Array(Buffer.from(value, "latin1")) });
    }
    return list.freeze();
  }

  freeze(): this {
    this.#frozen = true;
    return this;
  }

  /** A mutable copy. */
  copy(): FieldList {
    const list = new FieldList();
    list.#fields = [...this.#fields];
    list.#bytes = this.#bytes;
    return list;
  }

  get(name: string): Uint8Array[] {
    const key = name.toLowerCase();
    return this.#fields.filter((field) => field.key === key).map((field) => field.value.slice());
  }

  has(name: string): boolean {
    const key = name.toLowerCase();
    return this.#fields.some((field) => field.key === key);
  }

  set(name: string, values: readonly Uint8Array[]): void {
    const key = this.#mutableKey(name);
    const fields = values.map((value) => ({ key, name, value: parseValue(key, value) }));
    const at = this.#fields.findIndex((field) => field.key === key);
    const rest = this.#fields.filter((field) => field.key !== key);
    this.#replace(at < 0 ? [...rest, ...fields] : rest.toSpliced(at, 0, ...fields));
  }

  delete(name: string): void {
    const key = this.#mutableKey(name);
    this.#replace(this.#fields.filter((field) => field.key !== key));
  }

  append(name: string, value: Uint8Array): void {
    const key = this.#mutableKey(name);
    const field = { key, name, value: parseValue(key, value) };
    this.#grow(sizeOf(field));
    this.#fields.push(field);
  }

  entries(): [string, Uint8Array][] {
    return this.#fields.map((field) => [field.name, field.value.slice()]);
  }

  /** As it goes over the wire. */
  text(): [string, string][] {
    return this.#fields.map((field) => [field.name, latin1(field.value)]);
  }

  /** Undefined without the field, or with several that disagree. */
  contentLength(): number | undefined {
    const values = new Set(
      this.#fields.filter((field) => field.key === "content-length").map((field) => latin1(field.value)),
    );
    const [only] = values;
    return values.size === 1 && only !== undefined ? Number(only) : undefined;
  }

  get size(): number {
    return this.#fields.length;
  }

  #mutableKey(name: string): string {
    if (!isToken(name)) throw new WitError<HeaderError>({ tag: "invalid-syntax" });
    const key = name.toLowerCase();
    if (FORBIDDEN.has(key)) throw new WitError<HeaderError>({ tag: "forbidden" });
    if (this.#frozen) throw new WitError<HeaderError>({ tag: "immutable" });
    return key;
  }

  #replace(fields: Field[]): void {
    const before = this.#bytes;
    this.#bytes = 0;
    try {
      this.#grow(fields.reduce((sum, field) => sum + sizeOf(field), 0));
    } catch (error) {
      this.#bytes = before;
      throw error;
    }
    this.#fields = fields;
  }

  #grow(bytes: number): void {
    if (this.#bytes + bytes > MAX_FIELDS_BYTES) trap(`fields of more than ${MAX_FIELDS_BYTES} bytes`);
    this.#bytes += bytes;
  }
}

function parseValue(key: string, value: Uint8Array): Uint8Array {
  // Tab, visible ASCII, space and everything above ASCII; a line break here would let a guest forge fields.
  const valid = value.every((byte) => byte === 9 || (byte >= 32 && byte !== 127));
  if (!valid || (key === "content-length" && !isLength(latin1(value)))) {
    throw new WitError<HeaderError>({ tag: "invalid-syntax" });
  }
  return new Uint8Array(value);
}

function isLength(text: string): boolean {
  return /^\d+$/.test(text) && Number.isSafeInteger(Number(text));
}

function sizeOf(field: Field): number {
  return field.name.length + field.value.length + FIELD_OVERHEAD_BYTES;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
