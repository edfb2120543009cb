import { hex, malformed, MAX_NESTING, unknownFeature } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";

/**
 * Passes over one `core:type`, which has no length of its own. Only types of core modules and functions can stand
 * where components describe each other; garbage-collected ones are refused by name.
 */
export function skipCoreType(cursor: Cursor, depth: number): void {
  if (depth > MAX_NESTING) {
    throw malformed(cursor.offset, `types are nested more than ${MAX_NESTING} deep`);
  }
  const at = cursor.offset;
  const kind = cursor.u8("a core type");
  switch (kind) {
    case 0x50:
      cursor.vec("module declarations", () => skipModuleDeclaration(cursor, depth));
      return;
    case 0x60:
      cursor.vec("parameters", () => skipValueType(cursor));
      cursor.vec("results", () => skipValueType(cursor));
      return;
    default:
      throw unknownFeature(at, `there is a core type of the unknown kind ${hex(kind)}`);
  }
}

function skipModuleDeclaration(cursor: Cursor, depth: number): void {
  const at = cursor.offset;
  const kind = cursor.u8("a module declaration");
  switch (kind) {
    case 0x00:
      cursor.name("a module name");
      cursor.name("a name");
      skipCoreDescription(cursor);
      return;
    case 0x01:
      skipCoreType(cursor, depth + 1);
      return;
    case 0x02:
      cursor.u8("a core sort");
      cursor.u8("an alias");
      cursor.u32("a level");
      cursor.u32("an index");
      return;
    case 0x03:
      cursor.name("a name");
      skipCoreDescription(cursor);
      return;
    default:
      throw unknownFeature(at, `there is a module declaration of the unknown kind ${hex(kind)}`);
  }
}

function skipValueType(cursor: Cursor): void {
  const byte = cursor.u8("a core value type");
  // `ref` and `ref null` are followed by what they refer to.
  if (byte === 0x63 || byte === 0x64) {
    cursor.s33("a heap type");
  }
}

/** The type of something a core module imports or exports. */
export function skipCoreDescription(cursor: Cursor): void {
  const at = cursor.offset;
  const kind = cursor.u8("a core description");
  switch (kind) {
    case 0x00:
      cursor.u32("a function type");
      return;
    case 0x01:
      skipValueType(cursor);
      readLimits(cursor);
      return;
    case 0x02:
      readLimits(cursor);
      return;
    case 0x03:
      skipValueType(cursor);
      cursor.u8("a mutability");
      return;
    case 0x04:
      cursor.u8("a tag attribute");
      cursor.u32("a tag type");
      return;
    default:
      throw unknownFeature(at, `a core module imports something of the unknown kind ${hex(kind)}`);
  }
}

export interface Limits {
  readonly initial: number;
  readonly maximum: number | undefined;
  readonly shared: boolean;
  readonly index: "i32" | "i64";
  readonly pageSize: number;
}

const DEFAULT_PAGE_BYTES = 65536;

/** `limits` with the bits of the threads, memory64 and custom-page-sizes proposals. */
export function readLimits(cursor: Cursor): Limits {
  const at = cursor.offset;
  const flags = cursor.u8("limits");
  if (flags > 0x0f) {
    throw unknownFeature(at, `limits have the unknown form ${hex(flags)}`);
  }
  const initial = cursor.u64("a minimum");
  const maximum = (flags & 1) === 0 ? undefined : cursor.u64("a maximum");
  const pageSize = (flags & 8) === 0 ? DEFAULT_PAGE_BYTES : 2 ** Math.min(cursor.u32("a page size"), 32);
  return { initial, maximum, shared: (flags & 2) !== 0, index: (flags & 4) === 0 ? "i32" : "i64", pageSize };
}
