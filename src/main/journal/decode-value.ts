import { ValueTag } from "../../shared/record.ts";
import type { ValuePreview } from "../../shared/model.ts";

/** A value that nests deeper than any encoder writes is not followed: the stack is ours, the bytes are not. */
const MAX_DEPTH = 32;

/** What a value that cannot be read is shown as. */
const CUT: ValuePreview = { t: "cut" };

/**
 * Reads values of the wire form out of bytes nobody vouches for. Never throws and never reads outside: what does not
 * make sense becomes `cut`, and so does everything after it.
 */
export class ValueReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #broken = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** True once something could not be read. */
  get broken(): boolean {
    return this.#broken;
  }

  get atEnd(): boolean {
    return this.#broken || this.#at >= this.#bytes.length;
  }

  byte(): number {
    return this.#claim(1) ? this.#view.getUint8(this.#at - 1) : 0;
  }

  value(depth = 0): ValuePreview {
    if (depth > MAX_DEPTH) this.#broken = true;
    const tag = this.byte();
    if (this.#broken) return CUT;
    switch (tag) {
      case ValueTag.none:
        return { t: "none" };
      case ValueTag.false:
        return { t: "bool", v: false };
      case ValueTag.true:
        return { t: "bool", v: true };
      case ValueTag.number:
        return this.#number();
      case ValueTag.signed:
        return this.#claim(8) ? integer(this.#view.getBigInt64(this.#at - 8, true)) : CUT;
      case ValueTag.unsigned:
        return this.#claim(8) ? integer(this.#view.getBigUint64(this.#at - 8, true)) : CUT;
      case ValueTag.string:
        return this.#string();
      case ValueTag.bytes:
        return this.#blob();
      case ValueTag.list:
        return this.#list(depth);
      case ValueTag.record:
        return this.#record(depth);
      case ValueTag.variant:
        return this.#variant(depth);
      case ValueTag.resource:
        return this.#resource();
      case ValueTag.cut:
        return CUT;
      default:
        this.#broken = true;
        return CUT;
    }
  }

  #number(): ValuePreview {
    if (!this.#claim(8)) return CUT;
    const v = this.#view.getFloat64(this.#at - 8, true);
    if (Number.isFinite(v)) return { t: "number", v };
    return { t: "number", v: Number.isNaN(v) ? "NaN" : v > 0 ? "inf" : "-inf" };
  }

  #string(): ValuePreview {
    const [total, kept] = [this.#u32(), this.#u32()];
    const bytes = this.#take(kept);
    if (bytes === undefined) return CUT;
    return { t: "string", v: decodeText(bytes, kept < total), total: Math.max(total, kept), cut: kept < total };
  }

  #blob(): ValuePreview {
    const [total, kept] = [this.#u32(), this.#u32()];
    const bytes = this.#take(kept);
    return bytes === undefined ? CUT : { t: "bytes", kept: bytes.slice(), total: Math.max(total, kept) };
  }

  #list(depth: number): ValuePreview {
    const [total, kept] = [this.#u32(), this.#u32()];
    const items: ValuePreview[] = [];
    for (let i = 0; i < kept && !this.#broken; i++) items.push(this.value(depth + 1));
    return this.#broken && items.length === 0 ? CUT : { t: "list", items, total: Math.max(total, items.length) };
  }

  #record(depth: number): ValuePreview {
    const count = this.byte();
    const fields: { name: string; value: ValuePreview }[] = [];
    for (let i = 0; i < count && !this.#broken; i++) {
      const name = witName(this.#shortText());
      fields.push({ name, value: this.value(depth + 1) });
    }
    return this.#broken && fields.length === 0 ? CUT : { t: "record", fields };
  }

  #variant(depth: number): ValuePreview {
    const tag = this.#shortText();
    const hasValue = this.byte() !== 0;
    if (this.#broken) return CUT;
    return hasValue ? { t: "variant", tag, value: this.value(depth + 1) } : { t: "variant", tag };
  }

  #resource(): ValuePreview {
    const type = this.#shortText();
    const id = this.#u32();
    const length = this.#claim(2) ? this.#view.getUint16(this.#at - 2, true) : 0;
    const label = this.#take(length);
    return label === undefined ? CUT : { t: "resource", type, id, label: decodeText(label, false) };
  }

  #shortText(): string {
    const bytes = this.#take(this.byte());
    return bytes === undefined ? "" : decodeText(bytes, false);
  }

  #u32(): number {
    return this.#claim(4) ? this.#view.getUint32(this.#at - 4, true) : 0;
  }

  #take(length: number): Uint8Array | undefined {
    return this.#claim(length) ? this.#bytes.subarray(this.#at - length, this.#at) : undefined;
  }

  /** Moves past `length` bytes if they are all there. */
  #claim(length: number): boolean {
    if (this.#broken || length > this.#bytes.length - this.#at) {
      this.#broken = true;
      return false;
    }
    this.#at += length;
    return true;
  }
}

/** UTF-8, never failing. `cut`: the bytes may end inside a character, whose first half is then left out. */
export function decodeText(bytes: Uint8Array, cut: boolean): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes, { stream: cut });
}

/** Arguments as an `enter` record keeps them: a count, then values. Garbage ends the list with a `cut`. */
export function decodeArguments(bytes: Uint8Array): ValuePreview[] {
  const reader = new ValueReader(bytes);
  const count = reader.byte();
  const values: ValuePreview[] = [];
  for (let i = 0; i < count && !reader.broken; i++) values.push(reader.value());
  return values;
}

/** The result as an `exit` record keeps it: nothing, or one value. */
export function decodeResult(bytes: Uint8Array): ValuePreview | undefined {
  return bytes.length === 0 ? undefined : new ValueReader(bytes).value();
}

function integer(v: bigint): ValuePreview {
  const exact = v >= BigInt(Number.MIN_SAFE_INTEGER) && v <= BigInt(Number.MAX_SAFE_INTEGER);
  return { t: "number", v: exact ? Number(v) : v.toString() };
}

/** Guests' records arrive with the names that JavaScript has for their fields: `replyTo` is `reply-to` in WIT. */
function witName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
