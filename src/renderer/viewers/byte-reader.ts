import { count, counted } from "../format/quantity.ts";
import { PackedFault } from "./packed-value.ts";
import { decodeUtf8 } from "./utf8.ts";

/** Walks through bytes, never beyond their end. Numbers are big-endian, as MessagePack and CBOR write them. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #start = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** What is wrong from here on is said to be wrong here. */
  mark(): void {
    this.#start = this.#at;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }

  /** Of 1, 2, 4 or 8 bytes. */
  unsigned(width: number): bigint {
    const at = this.#step(width);
    if (width === 1) return BigInt(this.#view.getUint8(at));
    if (width === 2) return BigInt(this.#view.getUint16(at));
    return width === 4 ? BigInt(this.#view.getUint32(at)) : this.#view.getBigUint64(at);
  }

  signed(width: number): bigint {
    return BigInt.asIntN(width * 8, this.unsigned(width));
  }

  float(width: 2 | 4 | 8): number {
    const at = this.#step(width);
    if (width === 2) return half(this.#view.getUint16(at));
    return width === 4 ? this.#view.getFloat32(at) : this.#view.getFloat64(at);
  }

  /** @throws PackedFault where fewer follow */
  take(length: bigint | number): Uint8Array {
    if (length > this.left) throw this.#short(length, "byte");
    const start = this.#step(Number(length));
    return this.#bytes.subarray(start, this.#at);
  }

  /** Undefined: the bytes are not UTF-8. */
  text(length: bigint | number): string | undefined {
    return decodeUtf8(this.take(length));
  }

  /** How many values may follow: each has a byte at least, so that a claim costs nothing. */
  room(values: bigint | number, bytesEach = 1): number {
    if (BigInt(values) * BigInt(bytesEach) > this.left) throw this.#short(values, bytesEach === 1 ? "value" : "entry");
    return Number(values);
  }

  fault(what: string): PackedFault {
    return new PackedFault(`At byte ${count(this.#start)}: ${what}.`);
  }

  #step(width: number): number {
    if (width > this.left) throw this.#short(width, "byte");
    const at = this.#at;
    this.#at += width;
    return at;
  }

  #short(wanted: bigint | number, what: "byte" | "value" | "entry"): PackedFault {
    const claimed = counted(Number(wanted), what, what === "entry" ? "entries" : `${what}s`);
    return this.fault(
      `${claimed} should follow, and there ${this.left === 1 ? "is" : "are"} ${counted(this.left, "byte")}`,
    );
  }
}

/** IEEE 754 binary16, from its bits. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
