import { StudioError } from "../../../shared/errors.ts";
import { Cursor } from "./cursor.ts";
import { readLimits, skipCoreDescription } from "./parse-core-type.ts";
import type { CoreMemory, CoreModuleFacts, CustomSection, Producer } from "./syntax.ts";

/** Bytes of the preamble of modules and components alike. */
export const PREAMBLE_BYTES = 8;

/** What a core module says about itself. Never throws: whether its code is valid is for the engine to say. */
export function readCoreModule(bytes: Uint8Array, offset: number, size: number): CoreModuleFacts {
  const facts = { name: undefined as string | undefined, memories: [] as CoreMemory[], producers: [] as Producer[] };
  forEachSection(new Cursor(bytes, offset + PREAMBLE_BYTES, offset + size), (id, section) => {
    if (id === 5) {
      facts.memories = section.vec("memories", () => readLimits(section));
    } else if (id === 0) {
      const name = section.name("a section name");
      if (name === "producers") {
        facts.producers = readProducers(section);
      } else if (name === "name") {
        facts.name = readOwnName(section);
      }
    }
  });
  return { ...facts, offset, size };
}

/** Modules a core module imports from, in order, each once; for telling what it was built for. */
export function importedModules(bytes: Uint8Array): readonly string[] {
  const modules = new Set<string>();
  forEachSection(new Cursor(bytes, PREAMBLE_BYTES), (id, section) => {
    if (id === 2) {
      section.vec("imports", () => {
        modules.add(section.name("a module name"));
        section.name("a name");
        skipCoreDescription(section);
      });
    }
  });
  return [...modules];
}

/** Names of what a core module exports, and of its custom sections. */
export function namesIn(bytes: Uint8Array): {
  readonly exports: readonly string[];
  readonly sections: readonly string[];
} {
  const exports: string[] = [];
  const sections: string[] = [];
  forEachSection(new Cursor(bytes, PREAMBLE_BYTES), (id, section) => {
    if (id === 7) {
      section.vec("exports", () => {
        exports.push(section.name("a name"));
        section.u8("a core sort");
        section.u32("an index");
      });
    } else if (id === 0) {
      sections.push(section.name("a section name"));
    }
  });
  return { exports, sections };
}

/** The `producers` custom section, after its name. */
export function readProducers(section: Cursor): Producer[] {
  return section
    .vec("producer fields", () => {
      const field = section.name("a field");
      return section.vec("producers", () => ({
        field,
        name: section.name("a tool"),
        version: section.name("a version"),
      }));
    })
    .flat();
}

export function readProducersOf(sections: readonly CustomSection[]): Producer[] {
  const producers: Producer[] = [];
  for (const section of sections) {
    if (section.name === "producers") {
      tolerate(() => producers.push(...readProducers(new Cursor(section.bytes))));
    }
  }
  return producers;
}

/** Subsection 0 of a name section, of modules and components alike: its own name. */
export function readOwnName(section: Cursor): string | undefined {
  let name: string | undefined;
  tolerate(() => {
    while (!section.done && name === undefined) {
      const id = section.u8("a subsection");
      const body = section.slice(section.u32("the size of a subsection"), "a name subsection");
      if (id === 0) {
        name = body.name("a name");
      }
    }
  });
  return name;
}

function forEachSection(cursor: Cursor, visit: (id: number, section: Cursor) => void): void {
  tolerate(() => {
    while (!cursor.done) {
      const id = cursor.u8("a section");
      const section = cursor.slice(cursor.u32("the size of a section"), "a section");
      tolerate(() => visit(id, section));
    }
  });
}

/** What is only told about a module must not keep a module that runs from being opened. */
function tolerate(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof StudioError)) {
      throw error;
    }
  }
}
