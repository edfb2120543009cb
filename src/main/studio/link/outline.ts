// A component as far as jco looks at it: what it generates depends on the types, imports and exports of the core
// modules, while most of its time goes into checking their code, which the engine that compiles them checks again.
import { outlineCoreModule } from "./outline-core-module.ts";
import { COMPONENT_HEADER, concat, section, sections, startsWith, Unreadable } from "./wasm-bytes.ts";

export interface Outline {
  /**
   * The component, with core modules of the same types whose functions do nothing. Of an asynchronous component jco has to
   * see the whole: it looks for what may suspend.
   */
  readonly bytes: Uint8Array;
  /** The core module that stands for `outlined`; undefined for one that is not of this outline. */
  original(outlined: Uint8Array): Uint8Array | undefined;
}

const SECTION = { coreModule: 1, component: 4 } as const;
/** Components inside one another that are looked through. */
const MAX_DEPTH = 8;

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
      const outlined = outlineCoreModule(content, modules.length);
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
