/**
 * Hands printed bytes on so that a character which a guest wrote in two parts (a C library cuts at its buffer's end)
 * arrives in one. Bytes that are no UTF-8 pass unchanged.
 */
export class TextPrint {
  readonly #print: (bytes: Uint8Array) => void;
  #held = new Uint8Array(0);

  constructor(print: (bytes: Uint8Array) => void) {
    this.#print = print;
  }

  write(bytes: Uint8Array): void {
    const all = this.#held.length === 0 ? bytes : join(this.#held, bytes);
    const whole = all.length - unfinishedBytes(all);
    this.#held = all.slice(whole);
    if (whole > 0) this.#print(all.subarray(0, whole));
  }

  /** Prints what was held back for a rest that never came. */
  end(): void {
    const held = this.#held;
    this.#held = new Uint8Array(0);
    if (held.length > 0) this.#print(held);
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

/** How many bytes at the end begin a UTF-8 character that is not complete: 0 to 3. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0x80 && byte < 0xc0) continue;
    return characterBytes(byte) > back ? back : 0;
  }
  return 0;
}

/** The length of a character by its first byte; 1 for bytes that begin none. */
function characterBytes(first: number): number {
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 1;
}
