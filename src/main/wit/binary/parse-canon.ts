import { hex, unknownFeature } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { parseResultList, parseTypeRef } from "./parse-type.ts";

/** What follows the first byte of a canonical definition that makes a core function; u: index, t: type, o: options, f: flag. */
const operands: Readonly<Record<number, string>> = {
  0x02: "u", // resource.new
  0x03: "u", // resource.drop
  0x04: "u", // resource.rep
  0x05: "", // task.cancel
  0x06: "f", // subtask.cancel
  0x07: "u", // resource.drop async
  0x08: "", // backpressure.set
  0x0a: "tu", // context.get
  0x0b: "tu", // context.set
  0x0c: "f", // thread.yield
  0x0d: "", // subtask.drop
  0x0e: "u", // stream.new
  0x0f: "uo", // stream.read
  0x10: "uo", // stream.write
  0x11: "uf", // stream.cancel-read
  0x12: "uf", // stream.cancel-write
  0x13: "u", // stream.drop-readable
  0x14: "u", // stream.drop-writable
  0x15: "u", // future.new
  0x16: "uo", // future.read
  0x17: "uo", // future.write
  0x18: "uf", // future.cancel-read
  0x19: "uf", // future.cancel-write
  0x1a: "u", // future.drop-readable
  0x1b: "u", // future.drop-writable
  0x1c: "o", // error-context.new
  0x1d: "o", // error-context.debug-message
  0x1e: "", // error-context.drop
  0x1f: "", // waitable-set.new
  0x20: "fu", // waitable-set.wait
  0x21: "fu", // waitable-set.poll
  0x22: "", // waitable-set.drop
  0x23: "", // waitable.join
  0x24: "", // backpressure.inc
  0x25: "", // backpressure.dec
  0x26: "", // thread.index
  0x27: "uu", // thread.new-indirect
  0x28: "f", // thread.switch-to
  0x29: "f", // thread.suspend
  0x2a: "", // thread.resume-later
  0x2b: "f", // thread.yield-to
  0x2c: "f", // thread.suspend-to
  0x40: "u", // thread.spawn-ref
  0x41: "uu", // thread.spawn-indirect
  0x42: "", // thread.available-parallelism
};

/** One canonical definition: the function type of a `lift`; undefined for all that only make core functions. */
export function parseCanon(cursor: Cursor): number | undefined {
  const at = cursor.offset;
  const kind = cursor.u8("a canonical definition");
  switch (kind) {
    case 0x00:
      cursor.u8("a lift");
      cursor.u32("a core function");
      skipOptions(cursor);
      return cursor.u32("a function type");
    case 0x01:
      cursor.u8("a lower");
      cursor.u32("a function");
      skipOptions(cursor);
      return undefined;
    case 0x09:
      parseResultList(cursor);
      skipOptions(cursor);
      return undefined;
  }
  const form = operands[kind];
  if (form === undefined) {
    throw unknownFeature(at, `there is a canonical definition of the unknown kind ${hex(kind)}`);
  }
  for (const operand of form) {
    switch (operand) {
      case "u":
        cursor.u32("an index");
        break;
      case "t":
        parseTypeRef(cursor);
        break;
      case "f":
        cursor.u8("a flag");
        break;
      case "o":
        skipOptions(cursor);
        break;
    }
  }
  return undefined;
}

function skipOptions(cursor: Cursor): void {
  cursor.vec("canonical options", () => {
    const at = cursor.offset;
    const option = cursor.u8("a canonical option");
    if (option > 0x09) {
      throw unknownFeature(at, `there is a canonical option of the unknown kind ${hex(option)}`);
    }
    // memory, realloc, post-return, callback, core-type
    if ((option >= 0x03 && option <= 0x05) || option === 0x07 || option === 0x08) {
      cursor.u32("an index");
    }
  });
}
