// Lowers what the memories of a core module may grow to. Nothing else in the module changes.
import { concat, CORE_HEADER, leb, Reader, startsWith, Unreadable } from "./wasm-bytes.ts";

/** Bytes of a WebAssembly page, unless a memory says otherwise. */
export const PAGE_BYTES = 65536;

export type LoweredModule =
  | { readonly kind: "lowered"; readonly bytes: Uint8Array }
  /** A memory begins larger than the limit. */
  | { readonly kind: "too-large"; readonly initialBytes: number }
  /** Not a core module this can read; whoever compiles it will say what is wrong. */
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * The module with every memory it defines, and every memory import that names a maximum, limited to `maxPages` pages
 * of 64 KiB. Total: any bytes get an answer.
 */
export function lowerMemoryMaximum(coreWasm: Uint8Array, maxPages: number): LoweredModule {
  const limit: Limit = { bytes: BigInt(maxPages) * BigInt(PAGE_BYTES), exceededBy: 0n };
  try {
    const bytes = rewrite(coreWasm, limit);
    if (limit.exceededBy > 0n) return { kind: "too-large", initialBytes: Number(limit.exceededBy) };
    return { kind: "lowered", bytes };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: "unreadable", reason: error.message };
    throw error;
  }
}

interface Limit {
  readonly bytes: bigint;
  /** The largest initial size beyond the limit, in bytes; 0 when all fit. */
  exceededBy: bigint;
}

const SECTION = { import: 2, memory: 5 } as const;
const LIMITS = { maximum: 1, memory64: 4, pageSize: 8 } as const;

function rewrite(wasm: Uint8Array, limit: Limit): Uint8Array {
  if (!startsWith(wasm, CORE_HEADER)) throw new Unreadable("no header of a core module");
  const parts: Uint8Array[] = [];
  let copied = 0;
  const reader = new Reader(wasm, CORE_HEADER.length);
  while (!reader.done()) {
    const start = reader.at;
    const id = reader.byte();
    const content = reader.slice(Number(reader.leb()));
    if (id !== SECTION.import && id !== SECTION.memory) continue;
    const changed = id === SECTION.memory ? memories(content, limit) : imports(content, limit);
    if (changed === undefined) continue;
    parts.push(wasm.subarray(copied, start), Uint8Array.of(id), leb(BigInt(changed.length)), changed);
    copied = reader.at;
  }
  parts.push(wasm.subarray(copied));
  return concat(parts);
}

function memories(section: Uint8Array, limit: Limit): Uint8Array {
  const reader = new Reader(section, 0);
  const count = reader.leb();
  const parts = [leb(count)];
  for (let i = 0n; i < count; i++) parts.push(memoryType(reader, limit, true));
  if (!reader.done()) throw new Unreadable("a memory section that goes on behind its end");
  return concat(parts);
}

/** Undefined: no memory is imported, so the section stays as it is. */
function imports(section: Uint8Array, limit: Limit): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let copied = 0;
  for (const { kind, typeAt, end } of coreImports(section)) {
    if (kind !== CORE_KIND.memory) continue;
    parts.push(section.subarray(copied, typeAt), memoryType(new Reader(section, typeAt), limit, false));
    copied = end;
  }
  if (parts.length === 0) return undefined;
  parts.push(section.subarray(copied));
  return concat(parts);
}

/** What a core module imports or exports. */
export const CORE_KIND = { function: 0x00, table: 0x01, memory: 0x02, global: 0x03, tag: 0x04 } as const;

/** The imports of an import section: of what kind each is, and where its type lies. */
export function* coreImports(section: Uint8Array) {
  const reader = new Reader(section, 0);
  for (let left = reader.leb(); left > 0n; left--) {
    reader.slice(Number(reader.leb()));
    reader.slice(Number(reader.leb()));
    const kind = reader.byte();
    const typeAt = reader.at;
    skipType(reader, kind);
    yield { kind, typeAt, end: reader.at };
  }
  if (!reader.done()) throw new Unreadable("an import section that goes on behind its end");
}

function skipType(reader: Reader, kind: number): void {
  switch (kind) {
    case CORE_KIND.function:
      reader.leb();
      return;
    case CORE_KIND.table:
      valueType(reader);
      limits(reader);
      return;
    case CORE_KIND.memory:
      limits(reader);
      return;
    case CORE_KIND.global:
      valueType(reader);
      reader.byte();
      return;
    case CORE_KIND.tag:
      reader.byte();
      reader.leb();
      return;
    default:
      throw new Unreadable(`an import of unknown kind ${kind}`);
  }
}

/** Reads one memory type and writes it with its maximum lowered, or with one where `always` and it had none. */
function memoryType(reader: Reader, limit: Limit, always: boolean): Uint8Array {
  const flags = reader.byte();
  const initial = reader.leb();
  const maximum = (flags & LIMITS.maximum) === 0 ? undefined : reader.leb();
  const pageSize = (flags & LIMITS.pageSize) === 0 ? undefined : reader.leb();
  // Custom pages have 2^0 or 2^16 bytes.
  const pageBytes = pageSize === undefined ? BigInt(PAGE_BYTES) : 1n << (pageSize > 16n ? 16n : pageSize);
  const most = limit.bytes / pageBytes;
  const initialBytes = initial * pageBytes;
  if (initial > most && initialBytes > limit.exceededBy) limit.exceededBy = initialBytes;

  const lowered = maximum === undefined ? (always ? most : undefined) : maximum < most ? maximum : most;
  const parts = [Uint8Array.of(lowered === undefined ? flags : flags | LIMITS.maximum), leb(initial)];
  if (lowered !== undefined) parts.push(leb(lowered));
  if (pageSize !== undefined) parts.push(leb(pageSize));
  return concat(parts);
}

function limits(reader: Reader): void {
  const flags = reader.byte();
  reader.leb();
  if ((flags & LIMITS.maximum) !== 0) reader.leb();
  if ((flags & LIMITS.pageSize) !== 0) reader.leb();
}

/** A number, vector or reference type; the references with a heap type of their own take more than one byte. */
function valueType(reader: Reader): void {
  const type = reader.byte();
  if (type === 0x63 || type === 0x64) reader.leb();
}
