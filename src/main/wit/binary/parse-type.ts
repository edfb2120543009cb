import { hex, invalid, malformed, MAX_NESTING, unknownFeature } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import type {
  ExternDesc,
  FunctionSyntax,
  Item,
  Labeled,
  Primitive,
  Sort,
  TypeRef,
  TypeSyntax,
  ValueSyntax,
} from "./syntax.ts";
import { skipCoreType } from "./parse-core-type.ts";

const primitiveBytes: Readonly<Record<number, Primitive | "error-context">> = {
  0x7f: "bool",
  0x7e: "s8",
  0x7d: "u8",
  0x7c: "s16",
  0x7b: "u16",
  0x7a: "s32",
  0x79: "u32",
  0x78: "s64",
  0x77: "u64",
  0x76: "f32",
  0x75: "f64",
  0x74: "char",
  0x73: "string",
  0x64: "error-context",
};

/** `deftype`: one entry of a type section. */
export function parseType(cursor: Cursor, depth: number): TypeSyntax {
  if (depth > MAX_NESTING) {
    throw malformed(cursor.offset, `types are nested more than ${MAX_NESTING} deep`);
  }
  const at = cursor.offset;
  const byte = cursor.u8("a type");
  switch (byte) {
    case 0x40:
    case 0x43:
      return parseFunction(cursor, byte === 0x43);
    case 0x41:
      return { kind: "component", items: parseDeclarations(cursor, depth, true) };
    case 0x42:
      return { kind: "instance", items: parseDeclarations(cursor, depth, false) };
    case 0x3f:
      cursor.u8("the representation of a resource");
      cursor.optional("the destructor of a resource", () => cursor.u32("a core function"));
      return { kind: "resource" };
    case 0x3e:
      cursor.u8("the representation of a resource");
      cursor.u32("the destructor of a resource");
      cursor.optional("the callback of a destructor", () => cursor.u32("a core function"));
      return { kind: "resource" };
    default:
      return { kind: "value", value: parseValue(cursor, byte, at) };
  }
}

function parseValue(cursor: Cursor, byte: number, at: number): ValueSyntax {
  const primitive = primitiveBytes[byte];
  if (primitive !== undefined) {
    return { kind: "primitive", type: primitive };
  }
  switch (byte) {
    case 0x72:
      return { kind: "record", fields: some("record", parseLabeled(cursor, "record fields"), at) };
    case 0x71:
      return {
        kind: "variant",
        cases: some(
          "variant",
          cursor.vec("variant cases", () => parseCase(cursor)),
          at,
        ),
      };
    case 0x70:
      return { kind: "list", element: parseTypeRef(cursor), length: undefined };
    case 0x67:
      return { kind: "list", element: parseTypeRef(cursor), length: cursor.u32("the length of a list") };
    case 0x6f:
      return {
        kind: "tuple",
        items: some(
          "tuple",
          cursor.vec("tuple items", () => parseTypeRef(cursor)),
          at,
        ),
      };
    case 0x6e:
      return {
        kind: "flags",
        names: some(
          "flags",
          cursor.vec("flags", () => cursor.name("a flag")),
          at,
        ),
      };
    case 0x6d:
      return {
        kind: "enum",
        names: some(
          "enum",
          cursor.vec("enum cases", () => cursor.name("an enum case")),
          at,
        ),
      };
    case 0x6b:
      return { kind: "option", some: parseTypeRef(cursor) };
    case 0x6a:
      return { kind: "result", ok: parseOptionalType(cursor), err: parseOptionalType(cursor) };
    case 0x69:
      return { kind: "own", resource: cursor.u32("a resource") };
    case 0x68:
      return { kind: "borrow", resource: cursor.u32("a resource") };
    case 0x66:
      return { kind: "stream", element: parseOptionalType(cursor) };
    case 0x65:
      return { kind: "future", element: parseOptionalType(cursor) };
    case 0x63:
      return { kind: "map", key: parseTypeRef(cursor), value: parseTypeRef(cursor) };
    default:
      throw unknownFeature(at, `there is a type of the unknown kind ${hex(byte)}`);
  }
}

/** Tools of 2023 wrote types of no parts, which the component model has not had since. */
function some<Part>(kind: string, parts: readonly Part[], at: number): readonly Part[] {
  if (parts.length > 0) return parts;
  throw invalid(
    `This component was built by tools from before WASI 0.2: at byte ${at}, there is an empty ${kind}, which the component model does not have any more. Build it again with current tools.`,
    { reason: "unknown-version", offset: at },
  );
}

function parseCase(cursor: Cursor): { name: string; type: TypeRef | undefined } {
  const name = cursor.name("a variant case");
  const type = parseOptionalType(cursor);
  // Once "refines another case"; always 0 in what today's tools write.
  cursor.optional("a refined case", () => cursor.u32("a case"));
  return { name, type };
}

function parseLabeled(cursor: Cursor, what: string): Labeled[] {
  return cursor.vec(what, () => ({ name: cursor.name("a name"), type: parseTypeRef(cursor) }));
}

function parseOptionalType(cursor: Cursor): TypeRef | undefined {
  return cursor.optional("an optional type", () => parseTypeRef(cursor));
}

export function parseTypeRef(cursor: Cursor): TypeRef {
  const at = cursor.offset;
  const value = cursor.s33("a type");
  if (value >= 0) {
    return value;
  }
  const primitive = value >= -0x40 ? primitiveBytes[value + 0x80] : undefined;
  if (primitive === undefined) {
    throw unknownFeature(at, `there is an unknown primitive type (${value})`);
  }
  return primitive;
}

function parseFunction(cursor: Cursor, async: boolean): FunctionSyntax {
  const params = parseLabeled(cursor, "parameters");
  return { kind: "func", async, params, result: parseResultList(cursor) };
}

/** `resultlist`: one type, or none. */
export function parseResultList(cursor: Cursor): TypeRef | undefined {
  const at = cursor.offset;
  const form = cursor.u8("a result");
  if (form === 0) {
    return parseTypeRef(cursor);
  }
  const named = form === 1 ? parseLabeled(cursor, "results") : undefined;
  if (named === undefined) {
    throw unknownFeature(at, `the result of a function has the unknown form ${hex(form)}`);
  }
  if (named.length > 0) {
    throw unknownFeature(at, "a function has named results, which the component model gave up in 2024");
  }
  return undefined;
}

function parseDeclarations(cursor: Cursor, depth: number, ofComponent: boolean): Item[] {
  const items: Item[] = [];
  cursor.vec("declarations", () => {
    const at = cursor.offset;
    const kind = cursor.u8("a declaration");
    switch (kind) {
      case 0x00:
        skipCoreType(cursor, depth + 1);
        return;
      case 0x01:
        items.push({ at, kind: "type", type: parseType(cursor, depth + 1) });
        return;
      case 0x02:
        items.push(parseAlias(cursor));
        return;
      case 0x03:
        if (ofComponent) {
          items.push(parseImport(cursor));
          return;
        }
        break;
      case 0x04: {
        const { name } = parseExternName(cursor);
        items.push({ at, kind: "export", name, target: undefined, desc: parseExternDesc(cursor) });
        return;
      }
    }
    throw unknownFeature(at, `there is a declaration of the unknown kind ${hex(kind)}`);
  });
  return items;
}

export function parseImport(cursor: Cursor): Item {
  const at = cursor.offset;
  const { name, implements: implemented } = parseExternName(cursor);
  return { at, kind: "import", name, implements: implemented, desc: parseExternDesc(cursor) };
}

/** The name of an import or export, with what may come along with it. */
export function parseExternName(cursor: Cursor): { name: string; implements: string | undefined } {
  const at = cursor.offset;
  const form = cursor.u8("a name");
  if (form > 2) {
    throw unknownFeature(at, `a name has the unknown form ${hex(form)}`);
  }
  const name = cursor.name("a name");
  let implemented: string | undefined;
  if (form === 2) {
    cursor.vec("name options", () => {
      const option = cursor.u8("a name option");
      const value = cursor.name("a name option");
      if (option === 0) {
        implemented = value;
      }
    });
  }
  return { name, implements: implemented };
}

export function parseExternDesc(cursor: Cursor): ExternDesc {
  const at = cursor.offset;
  const kind = cursor.u8("a description");
  switch (kind) {
    case 0x00:
      cursor.u8("a core sort");
      cursor.u32("a core type");
      return { kind: "module" };
    case 0x01:
      return { kind: "func", type: cursor.u32("a function type") };
    case 0x02:
      if (cursor.u8("a value bound") === 0) {
        cursor.u32("a value");
      } else {
        parseTypeRef(cursor);
      }
      return { kind: "value" };
    case 0x03: {
      const bound = cursor.u8("a type bound");
      if (bound > 1) {
        throw unknownFeature(at, `a type has the unknown bound ${hex(bound)}`);
      }
      return bound === 0 ? { kind: "type-eq", type: cursor.u32("a type") } : { kind: "resource" };
    }
    case 0x04:
      return { kind: "component", type: cursor.u32("a component type") };
    case 0x05:
      return { kind: "instance", type: cursor.u32("an instance type") };
    default:
      throw unknownFeature(at, `an import or export is of the unknown kind ${hex(kind)}`);
  }
}

const sorts: readonly Sort[] = ["core", "func", "value", "type", "component", "instance"];

export function parseSort(cursor: Cursor): Sort {
  const at = cursor.offset;
  const byte = cursor.u8("a sort");
  const sort = sorts[byte];
  if (sort === undefined) {
    throw unknownFeature(at, `there is a definition of the unknown sort ${hex(byte)}`);
  }
  if (sort === "core") {
    cursor.u8("a core sort");
  }
  return sort;
}

export function parseAlias(cursor: Cursor): Item {
  const at = cursor.offset;
  const sort = parseSort(cursor);
  const form = cursor.u8("an alias");
  switch (form) {
    case 0x00:
      return { at, kind: "alias-export", sort, instance: cursor.u32("an instance"), name: cursor.name("a name") };
    case 0x01:
      // Of a core instance: its index space is not ours.
      cursor.u32("a core instance");
      return { at, kind: "alias-export", sort: "core", instance: -1, name: cursor.name("a name") };
    case 0x02:
      return { at, kind: "alias-outer", sort, levels: cursor.u32("a level"), index: cursor.u32("an index") };
    default:
      throw unknownFeature(at, `there is an alias of the unknown form ${hex(form)}`);
  }
}
