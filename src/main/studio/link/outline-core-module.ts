// A core module as those see it who import from it: types, imports, exports; of its functions, those that are exported.
import { CORE_KIND, coreImports } from "./core-module.ts";
import { concat, CORE_HEADER, leb, Reader, section, sections, startsWith, Unreadable } from "./wasm-bytes.ts";

const SECTION = {
  custom: 0,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
} as const;
/** What fills memories and tables, and what runs by itself: where no function does anything, nothing refers to it. */
const LEFT_OUT: ReadonlySet<number> = new Set([
  SECTION.custom,
  SECTION.start,
  SECTION.element,
  SECTION.data,
  SECTION.dataCount,
]);
/** No locals, `unreachable`, `end`: right for a function of any type. */
const NO_BODY = Uint8Array.of(3, 0x00, 0x00, 0x0b);
const REF_FUNC = 0xd2;
/** A section without items, which is as good as none. */
const NO_ITEMS = Uint8Array.of(0);
const TAG = new TextEncoder().encode("outline");

type Sections = readonly { readonly id: number; readonly content: Uint8Array }[];

/** `number`: of the module in its component. Two may differ in nothing that is left here. */
export function outlineCoreModule(module: Uint8Array, number: number): Uint8Array {
  if (!startsWith(module, CORE_HEADER)) throw new Unreadable("no header of a core module");
  const all = [...sections(module, CORE_HEADER.length)];
  const functions = new KeptFunctions(all);
  const parts = [module.subarray(0, CORE_HEADER.length)];
  for (const { id, content, whole } of all) {
    // jco rewrites the code of one with several memories.
    if (id === SECTION.memory && new Reader(content, 0).leb() > 1n) throw new Unreadable("several memories");
    if (id === SECTION.function) parts.push(section(id, functions.types(content)));
    else if (id === SECTION.export) parts.push(section(id, functions.exports(content)));
    else if (id === SECTION.code) parts.push(section(id, functions.bodies()));
    else if (!LEFT_OUT.has(id)) parts.push(whole);
  }
  parts.push(section(SECTION.custom, concat([leb(BigInt(TAG.length)), TAG, leb(BigInt(number))])));
  return concat(parts);
}

/** The functions of a module that stay: those it exports, or all where something else refers to them. */
class KeptFunctions {
  readonly #imported: number;
  /** Of those the module defines: the number in the whole module, and the one it gets. */
  readonly #numbers: ReadonlyMap<number, number>;

  constructor(all: Sections) {
    const contentOf = (wanted: number) => all.find(({ id }) => id === wanted)?.content ?? NO_ITEMS;
    const imports = [...coreImports(contentOf(SECTION.import))];
    this.#imported = imports.filter(({ kind }) => kind === CORE_KIND.function).length;
    // A byte of what globals and tables begin with that only looks like a reference costs time alone.
    const referred = [SECTION.table, SECTION.global].some((id) => contentOf(id).includes(REF_FUNC));
    const kept = referred ? this.#defined(contentOf(SECTION.function)) : this.#exported(contentOf(SECTION.export));
    this.#numbers = new Map(kept.map((number, at) => [number, this.#imported + at]));
  }

  /** The function section. */
  types(content: Uint8Array): Uint8Array {
    const reader = new Reader(content, 0);
    const end = this.#imported + Number(reader.leb());
    const types: Uint8Array[] = [];
    for (let number = this.#imported; number < end; number++) {
      const at = reader.at;
      reader.leb();
      if (this.#numbers.has(number)) types.push(content.subarray(at, reader.at));
    }
    return vector(types);
  }

  exports(content: Uint8Array): Uint8Array {
    return vector(
      [...coreExports(content)].map(({ kind, number, start, numberAt, end }) => {
        const renumbered = kind === CORE_KIND.function ? this.#numbers.get(number) : undefined;
        if (renumbered === undefined) return content.subarray(start, end);
        return concat([content.subarray(start, numberAt), leb(BigInt(renumbered))]);
      }),
    );
  }

  /** The code section. */
  bodies(): Uint8Array {
    return vector(Array.from(this.#numbers, () => NO_BODY));
  }

  #defined(functions: Uint8Array): readonly number[] {
    const count = Number(new Reader(functions, 0).leb());
    if (count > functions.length) throw new Unreadable("more functions than bytes");
    return Array.from({ length: count }, (_, at) => this.#imported + at);
  }

  #exported(exports: Uint8Array): readonly number[] {
    const functions = [...coreExports(exports)].filter(({ kind }) => kind === CORE_KIND.function);
    const numbers = new Set(functions.map(({ number }) => number).filter((number) => number >= this.#imported));
    return [...numbers].toSorted((a, b) => a - b);
  }
}

function* coreExports(content: Uint8Array) {
  const reader = new Reader(content, 0);
  for (let left = reader.leb(); left > 0n; left--) {
    const start = reader.at;
    reader.slice(Number(reader.leb()));
    const kind = reader.byte();
    const numberAt = reader.at;
    const number = Number(reader.leb());
    yield { kind, number, start, numberAt, end: reader.at };
  }
}

function vector(items: readonly Uint8Array[]): Uint8Array {
  return concat([leb(BigInt(items.length)), ...items]);
}
