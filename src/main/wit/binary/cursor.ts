import { StudioError } from "../../../shared/errors.ts";

/** No section of a component we read nests deeper than this; wasm-tools stops at 100 as well. */
export const MAX_NESTING = 100;

/** Reads one stretch of a wasm binary. Every wrong byte ends in a `component-invalid` that names its offset. */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  offset: number;

  constructor(bytes: Uint8Array, offset = 0, end = bytes.length) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  get done(): boolean {
    return this.offset >= this.end;
  }

  u8(what: string): number {
    const byte = this.offset < this.end ? this.bytes[this.offset] : undefined;
    if (byte === undefined) {
      throw cutShort(this.offset, what);
    }
    this.offset += 1;
    return byte;
  }

  peek(): number | undefined {
    return this.offset < this.end ? this.bytes[this.offset] : undefined;
  }

  /** Unsigned LEB128 of at most 32 bits. */
  u32(what: string): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8(what);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffff_ffff) {
          break;
        }
        return value;
      }
    }
    throw malformed(this.offset, `${what} is not a valid 32-bit number`);
  }

  /** LEB128 of at most 64 bits, unsigned; loses precision beyond 2^53, which no size we show reaches. */
  u64(what: string): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.u8(what);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        return value;
      }
    }
    throw malformed(this.offset, `${what} is not a valid 64-bit number`);
  }

  /** Signed LEB128 of 33 bits: a type index when it is not negative. */
  s33(what: string): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8(what);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        return (byte & 0x40) === 0 ? value : value - 2 ** (shift + 7);
      }
    }
    throw malformed(this.offset, `${what} is not a valid type index`);
  }

  name(what: string): string {
    const length = this.u32(`the length of ${what}`);
    const start = this.offset;
    if (length > this.end - start) {
      throw cutShort(start, what);
    }
    this.offset = start + length;
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.bytes.subarray(start, this.offset));
    } catch (cause) {
      throw malformed(start, `${what} is not UTF-8`, cause);
    }
  }

  /** `count` then that many items; each takes at least a byte, so a huge count cannot make us allocate. */
  vec<T>(what: string, item: (index: number) => T): T[] {
    const count = this.u32(`the number of ${what}`);
    if (count > this.end - this.offset) {
      throw cutShort(this.offset, `${count} ${what}`);
    }
    const items: T[] = [];
    for (let index = 0; index < count; index += 1) {
      items.push(item(index));
    }
    return items;
  }

  optional<T>(what: string, item: () => T): T | undefined {
    const flag = this.u8(what);
    if (flag > 1) {
      throw malformed(this.offset - 1, `${what} begins with ${hex(flag)} where 0 or 1 must stand`);
    }
    return flag === 1 ? item() : undefined;
  }

  /** The next `length` bytes as a cursor of their own. */
  slice(length: number, what: string): Cursor {
    if (length > this.end - this.offset) {
      throw truncated(this.offset, length, this.end - this.offset, what);
    }
    const inner = new Cursor(this.bytes, this.offset, this.offset + length);
    this.offset += length;
    return inner;
  }
}

export function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}

export function invalid(
  message: string,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): StudioError {
  return new StudioError("component-invalid", message, cause === undefined ? { details } : { details, cause });
}

export function malformed(offset: number, what: string, cause?: unknown): StudioError {
  return invalid(
    `This component is damaged: at byte ${offset}, ${what}. Build it again, or copy it again from where it came from.`,
    { reason: "malformed", offset },
    cause,
  );
}

/** Something this reader does not know, in a file that is otherwise sound so far. */
export function unknownFeature(offset: number, what: string): StudioError {
  return invalid(
    `This component uses something Vitrine cannot read: at byte ${offset}, ${what}. Either it was built with a newer toolchain for a later version of the component model (build it for WASI 0.2), or the file is damaged (build it again).`,
    { reason: "unknown-feature", offset },
  );
}

function cutShort(offset: number, what: string): StudioError {
  return malformed(offset, `${what} reaches beyond the section it stands in`);
}

function truncated(offset: number, needed: number, left: number, what: string): StudioError {
  return invalid(
    `This component is cut off: ${what} at byte ${offset} needs ${needed} bytes, but only ${left} follow. The file was probably still being written, or was copied incompletely; build or copy it again.`,
    { reason: "truncated", offset, missing: needed - left },
  );
}
