import { PREAMBLE_BYTES, readCoreModule } from "./core-module.ts";
import { hex, malformed, MAX_NESTING, unknownFeature } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { parseCanon } from "./parse-canon.ts";
import { parseAlias, parseExternDesc, parseExternName, parseImport, parseSort, parseType } from "./parse-type.ts";
import type { ComponentSyntax, CoreModuleFacts, CustomSection, ExternDesc, Item, NamedTarget } from "./syntax.ts";

interface Parts {
  readonly items: Item[];
  readonly coreModules: CoreModuleFacts[];
  readonly customSections: CustomSection[];
}

const sectionNames = [
  "a custom section",
  "a core module",
  "the core instances",
  "the core types",
  "a nested component",
  "the instances",
  "the aliases",
  "the types",
  "the canonical functions",
  "the start function",
  "the imports",
  "the exports",
  "the values",
] as const;

/**
 * Everything that stands in a component after its preamble.
 * @throws StudioError `component-invalid`, with the offset, for a section that does not read or is cut off.
 */
export function parseComponent(cursor: Cursor, depth = 0): ComponentSyntax {
  if (depth > MAX_NESTING) {
    throw malformed(cursor.offset, `components are nested more than ${MAX_NESTING} deep`);
  }
  const parts: Parts = { items: [], coreModules: [], customSections: [] };
  while (!cursor.done) {
    const at = cursor.offset;
    const id = cursor.u8("a section");
    const name = sectionNames[id];
    if (name === undefined) {
      throw unknownFeature(at, `there is a section of the unknown kind ${id}`);
    }
    const section = cursor.slice(cursor.u32(`the size of ${name}`), name);
    parseSection(id, section, parts, depth);
    if (!section.done) {
      throw malformed(section.offset, `${name} goes on after its last entry`);
    }
  }
  return parts;
}

function parseSection(id: number, section: Cursor, parts: Parts, depth: number): void {
  const { items } = parts;
  switch (id) {
    case 0: {
      const name = section.name("a section name");
      parts.customSections.push({ name, bytes: section.bytes.subarray(section.offset, section.end) });
      break;
    }
    case 1:
      expectPreamble(section, 0, "a core module");
      parts.coreModules.push(readCoreModule(section.bytes, section.offset, section.end - section.offset));
      break;
    case 4: {
      const at = section.offset;
      expectPreamble(section, 1, "a nested component");
      section.offset += PREAMBLE_BYTES;
      const body = parseComponent(section, depth + 1);
      parts.coreModules.push(...body.coreModules);
      items.push({ at, kind: "component", body });
      break;
    }
    case 5:
      section.vec("instances", () => items.push(parseInstance(section)));
      return;
    case 6:
      section.vec("aliases", () => items.push(parseAlias(section)));
      return;
    case 7:
      section.vec("types", () => items.push({ at: section.offset, kind: "type", type: parseType(section, 0) }));
      return;
    case 8:
      section.vec("canonical functions", () => {
        const at = section.offset;
        const type = parseCanon(section);
        if (type !== undefined) {
          items.push({ at, kind: "lift", type });
        }
      });
      return;
    case 10:
      section.vec("imports", () => items.push(parseImport(section)));
      return;
    case 11:
      section.vec("exports", () => items.push(parseExport(section)));
      return;
    default:
      // Core instances and types, start and values: nothing an interface is made of.
      break;
  }
  section.offset = section.end;
}

function expectPreamble(section: Cursor, layer: number, what: string): void {
  const { bytes, offset, end } = section;
  const magic = [0x00, 0x61, 0x73, 0x6d];
  const fits = end - offset >= PREAMBLE_BYTES && magic.every((byte, index) => bytes[offset + index] === byte);
  if (!fits || bytes[offset + 6] !== layer) {
    throw malformed(offset, `${what} does not begin as one`);
  }
}

function parseInstance(cursor: Cursor): Item {
  const at = cursor.offset;
  const form = cursor.u8("an instance");
  switch (form) {
    case 0x00: {
      const component = cursor.u32("a component");
      return { at, kind: "instantiate", component, args: cursor.vec("arguments", () => parseArgument(cursor)) };
    }
    case 0x01:
      return { at, kind: "bundle", exports: cursor.vec("exports", () => parseInlineExport(cursor)) };
    default:
      throw unknownFeature(at, `there is an instance of the unknown form ${hex(form)}`);
  }
}

function parseArgument(cursor: Cursor): NamedTarget {
  const name = cursor.name("a name");
  return { name, target: { sort: parseSort(cursor), index: cursor.u32("an index") } };
}

function parseInlineExport(cursor: Cursor): NamedTarget {
  const { name } = parseExternName(cursor);
  return { name, target: { sort: parseSort(cursor), index: cursor.u32("an index") } };
}

function parseExport(cursor: Cursor): Item {
  const at = cursor.offset;
  const { name } = parseExternName(cursor);
  const target = { sort: parseSort(cursor), index: cursor.u32("an index") };
  const desc = cursor.optional<ExternDesc>("the description of an export", () => parseExternDesc(cursor));
  return { at, kind: "export", name, target, desc };
}
