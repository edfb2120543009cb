// Makes a core module ask for its memory instead of making one, so that a worker can use one memory again and again.
import { MEMORY_IMPORT_MODULE, memoryImportName } from "../../../shared/memory-import.ts";
import { concat, CORE_HEADER, leb, Reader, section, sections } from "./wasm-bytes.ts";

/**
 * Clearing a memory before its next use costs as much as it is large, whatever the guest touched of it; a new one costs
 * what is touched, and a collection of garbage now and then. Up to here the first is far cheaper (256 KiB of data: 15 µs
 * beside 230 µs and more).
 */
export const MAX_REUSED_PAGES = 32;

const SECTION = { custom: 0, type: 1, import: 2, memory: 5 } as const;
const MEMORY_KIND = 0x02;
/** Flags of a memory that names a maximum and nothing else: not shared, 32 bits, pages of 64 KiB. */
const PLAIN_WITH_MAXIMUM = 1;

/**
 * The module with the one memory it defines as an import of the same limits, named by `memoryImportName`. The same bytes
 * where it defines none, several, one of another kind or a larger one. The import comes last, so that no number changes.
 * @throws Unreadable for bytes that are no core module
 */
export function importMemory(coreWasm: Uint8Array): Uint8Array {
  const all = [...sections(coreWasm, CORE_HEADER.length)];
  const memory = all.find(({ id }) => id === SECTION.memory);
  const imports = all.find(({ id }) => id === SECTION.import);
  const type = memory === undefined ? undefined : onlyPlainMemory(memory.content);
  if (memory === undefined || type === undefined) return coreWasm;
  const added = memoryImport(type);
  const kept = all.filter((each) => each !== memory && each !== imports);
  const importing = section(SECTION.import, withImport(imports?.content, added));
  // Behind the types, which other imports refer to, and before everything else that has an order.
  const at = kept.findLastIndex(({ id }) => id === SECTION.type) + 1;
  const rest = kept.map(({ whole }) => whole);
  return concat([Uint8Array.from(CORE_HEADER), ...rest.slice(0, at), importing, ...rest.slice(at)]);
}

interface MemoryType {
  readonly initial: bigint;
  readonly maximum: bigint;
}

/** Of a memory section; undefined unless it has one memory, of the kind and size that may be used again. */
function onlyPlainMemory(content: Uint8Array): MemoryType | undefined {
  const reader = new Reader(content, 0);
  if (reader.leb() !== 1n || reader.byte() !== PLAIN_WITH_MAXIMUM) return undefined;
  const type = { initial: reader.leb(), maximum: reader.leb() };
  return type.initial > BigInt(MAX_REUSED_PAGES) ? undefined : type;
}

function memoryImport({ initial, maximum }: MemoryType): Uint8Array {
  const name = memoryImportName({ initial: Number(initial), maximum: Number(maximum) });
  const limits = [Uint8Array.of(MEMORY_KIND, PLAIN_WITH_MAXIMUM), leb(initial), leb(maximum)];
  return concat([text(MEMORY_IMPORT_MODULE), text(name), ...limits]);
}

function withImport(content: Uint8Array | undefined, added: Uint8Array): Uint8Array {
  if (content === undefined) return concat([leb(1n), added]);
  const reader = new Reader(content, 0);
  const count = reader.leb();
  return concat([leb(count + 1n), content.subarray(reader.at), added]);
}

function text(value: string): Uint8Array {
  const bytes = new TextEncoder().encode(value);
  return concat([leb(BigInt(bytes.length)), bytes]);
}
