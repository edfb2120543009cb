// A component as far as jco looks at it: what it generates depends on the types, imports and exports of the core
// modules, while most of its time goes into checking their code, which the engine that compiles them checks again.
import { COMPONENT_HEADER, concat, CORE_HEADER, leb, Reader, startsWith, Unreadable } from "./wasm-bytes.ts";

export interface Outline {
  /** The component, with core modules of the same types whose functions do nothing. */
  readonly bytes: Uint8Array;
  /** The core module that stands for `outlined`; undefined for one that is not of this outline. */
  original(outlined: Uint8Array): Uint8Array | undefined;
}

const SECTION = { custom: 0, coreModule: 1, component: 4 } as const;
const CORE_SECTION = { custom: 0, memory: 5, code: 10, data: 11 } as const;
/** No locals, `unreachable`, `end`: right for a function of any type. */
const NO_BODY = Uint8Array.of(3, 0x00, 0x00, 0x0b);
/** A passive segment of no bytes. */
const NO_DATA = Uint8Array.of(0x01, 0x00);
/** Components inside one another that are looked through. */
const MAX_DEPTH = 8;
const TAG = new TextEncoder().encode("outline");

/**
 * Undefined: it has to be transpiled as it is. So it is where jco does more with code than pass it on: where several
 * components have some, or a module has several memories. And what this cannot read: jco says what is wrong with it.
 */
export function outlineComponent(component: Uint8Array): Outline | undefined {
  try {
    return outline(component);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function outline(component: Uint8Array): Outline | undefined {
  if (!startsWith(component, COMPONENT_HEADER)) return undefined;
  const parts = [component.subarray(0, COMPONENT_HEADER.length)];
  const modules: { readonly original: Uint8Array; readonly outlined: Uint8Array }[] = [];
  for (const { id, content, whole } of sections(component, COMPONENT_HEADER.length)) {
    if (id === SECTION.component && holdsCode(content, 1)) return undefined;
    if (id === SECTION.coreModule) {
      const outlined = outlineModule(content, modules.length);
      modules.push({ original: content, outlined });
      parts.push(section(id, outlined));
    } else parts.push(whole);
  }
  return {
    bytes: concat(parts),
    original: (bytes) => modules.find(({ outlined }) => Buffer.compare(outlined, bytes) === 0)?.original,
  };
}

/** Toolchains wrap what is exported in components of types alone; those are kept as they are. */
function holdsCode(component: Uint8Array, depth: number): boolean {
  if (depth > MAX_DEPTH || !startsWith(component, COMPONENT_HEADER)) return true;
  for (const { id, content } of sections(component, COMPONENT_HEADER.length)) {
    if (id === SECTION.coreModule || (id === SECTION.component && holdsCode(content, depth + 1))) return true;
  }
  return false;
}

function outlineModule(module: Uint8Array, number: number): Uint8Array {
  if (!startsWith(module, CORE_HEADER)) throw new Unreadable("no header of a core module");
  const parts = [module.subarray(0, CORE_HEADER.length)];
  for (const { id, content, whole } of sections(module, CORE_HEADER.length)) {
    // jco rewrites the code of one with several memories.
    if (id === CORE_SECTION.memory && new Reader(content, 0).leb() > 1n) throw new Unreadable("several memories");
    if (id === CORE_SECTION.code) parts.push(section(id, repeated(content, NO_BODY)));
    else if (id === CORE_SECTION.data) parts.push(section(id, repeated(content, NO_DATA)));
    else if (id !== CORE_SECTION.custom) parts.push(whole);
  }
  // Two modules may differ in their code alone.
  parts.push(section(CORE_SECTION.custom, concat([leb(BigInt(TAG.length)), TAG, leb(BigInt(number))])));
  return concat(parts);
}

/** As many of `item` as the vector in `content` says it has items. */
function repeated(content: Uint8Array, item: Uint8Array): Uint8Array {
  const count = new Reader(content, 0).leb();
  // Every item takes two bytes at least: no count makes this larger than twice what is there.
  if (count * 2n > BigInt(content.length)) throw new Unreadable("more items than bytes");
  const items = new Uint8Array(Number(count) * item.length);
  for (let at = 0; at < items.length; at += item.length) items.set(item, at);
  return concat([leb(count), items]);
}

function* sections(bytes: Uint8Array, from: number) {
  const reader = new Reader(bytes, from);
  while (!reader.done()) {
    const start = reader.at;
    const id = reader.byte();
    const content = reader.slice(Number(reader.leb()));
    yield { id, content, whole: bytes.subarray(start, reader.at) };
  }
}

function section(id: number, content: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(id), leb(BigInt(content.length)), content]);
}
