// Reading and writing of what core modules and components are made of.

/** What every core module begins with. */
export const CORE_HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
/** What every component begins with. */
export const COMPONENT_HEADER = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

/** The bytes are not what their reader takes them for. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

export function startsWith(bytes: Uint8Array, header: readonly number[]): boolean {
  return header.every((byte, at) => bytes[at] === byte);
}

/** Reads on from a place; @throws Unreadable where the bytes end too early. */
export class Reader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  done(): boolean {
    return this.at >= this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.at];
    if (byte === undefined) throw new Unreadable("it ends too early");
    this.at++;
    return byte;
  }

  /** An unsigned LEB128 number of at most 64 bits. */
  leb(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Unreadable("a number that does not end");
  }

  slice(length: number): Uint8Array {
    if (length > this.#bytes.length - this.at) throw new Unreadable("it ends too early");
    const slice = this.#bytes.subarray(this.at, this.at + length);
    this.at += length;
    return slice;
  }
}

/** The shortest form; a length that was padded on purpose becomes shorter, which no reader can tell. */
export function leb(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    const more = rest > 0x7fn;
    bytes.push(Number(rest & 0x7fn) | (more ? 0x80 : 0));
    if (!more) return Uint8Array.from(bytes);
  }
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** What follows the header. */
export function* sections(bytes: Uint8Array, from: number) {
  const reader = new Reader(bytes, from);
  while (!reader.done()) {
    const start = reader.at;
    const id = reader.byte();
    const content = reader.slice(Number(reader.leb()));
    yield { id, content, whole: bytes.subarray(start, reader.at) };
  }
}

export function section(id: number, content: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(id), leb(BigInt(content.length)), content]);
}
