import { Ajv, type ErrorObject } from "ajv";
import { describe, expect, it } from "vitest";

import schema from "../../../../resources/schema/vitrine.v1.schema.json" with { type: "json" };
import { CHECKED_KEYWORDS, schemaViolations, type SchemaPart, type SchemaViolation } from "./schema-violations.ts";

/** Keywords that only people and editors read. */
const NOTES = new Set(["$schema", "$id", "title", "description", "default", "examples", "x-expected"]);

/** Values of every kind that a project file can hold, and those at the edges of what keywords allow. */
const PIECES: readonly unknown[] = [
  null,
  true,
  "",
  "a",
  "cannot be a name!",
  "💡".repeat(40),
  "a".repeat(400),
  -1,
  0,
  0.5,
  1,
  1e9,
  [],
  [""],
  [1, "a"],
  {},
  { "": 1, "Not A Name": {}, wasm: "a.wasm" },
];

const general = new Ajv({ allErrors: true, verbose: true, strict: false }).compile(schema);

describe("schemaViolations", () => {
  it("finds in every way to spoil a project file what a general validator finds, and in the same order at each place", () => {
    const files = [...spoiled(valueFor(schema))];
    expect(files.length).toBeGreaterThan(500);
    for (const file of files) {
      expect({ file, found: byPlace(schemaViolations(schema, file).map(told)) }).toEqual({
        file,
        found: byPlace(generalErrors(file)),
      });
    }
  });

  it("knows every keyword of the schema", () => {
    const unknown = [...keywordsOf(schema)].filter((keyword) => !CHECKED_KEYWORDS.has(keyword) && !NOTES.has(keyword));
    expect(unknown).toEqual([]);
  });

  it("says to editors of every key what it is for", () => {
    expect([...keysOf(schema)].filter(([, { description }]) => description === undefined).map(([key]) => key)).toEqual(
      [],
    );
  });

  it("takes a key that every object inherits for a key of its own only when it is one", () => {
    const rules = { type: "object", properties: { toString: { type: "number" } }, required: ["toString"] };
    expect(schemaViolations(rules, {}).map(({ keyword }) => keyword)).toEqual(["required"]);
    expect(schemaViolations(rules, JSON.parse('{"toString": "a"}')).map(({ keyword }) => keyword)).toEqual(["type"]);
  });
});

interface Told {
  readonly place: string;
  readonly keyword: string;
  readonly rules: unknown;
  readonly data: unknown;
  readonly name: unknown;
}

function told({ path, keyword, rules, data, name }: SchemaViolation): Told {
  return { place: ["", ...path].join("/"), keyword, rules, data, name };
}

function generalErrors(file: unknown): Told[] {
  general(file);
  return (general.errors ?? []).filter(({ propertyName }) => propertyName === undefined).map(toldByGeneral);
}

function toldByGeneral({ instancePath, keyword, parentSchema, data, params }: ErrorObject): Told {
  const place = instancePath.replaceAll("~1", "/").replaceAll("~0", "~");
  const { missingProperty, additionalProperty, propertyName } = params as Record<string, unknown>;
  return { place, keyword, rules: parentSchema, data, name: missingProperty ?? additionalProperty ?? propertyName };
}

function byPlace(errors: readonly Told[]): Record<string, readonly Told[]> {
  return Object.fromEntries(Map.groupBy(errors, ({ place }) => place));
}

function partsOf(rules: SchemaPart): [string | undefined, SchemaPart][] {
  const { items, additionalProperties, properties } = rules as Readonly<Record<string, SchemaPart | undefined>>;
  const named = Object.entries(properties ?? {}) as [string, SchemaPart][];
  const others = [items, additionalProperties].filter((part) => typeof part === "object");
  return [...named, ...others.map((part): [undefined, SchemaPart] => [undefined, part])];
}

function target(rules: SchemaPart): SchemaPart {
  const { $ref: reference } = rules;
  if (typeof reference !== "string") return rules;
  const { definitions } = schema as { definitions: Readonly<Record<string, SchemaPart>> };
  return definitions[reference.replace("#/definitions/", "")] ?? {};
}

/** A value that uses every property the schema has, at most places a right one. */
function valueFor(part: SchemaPart): unknown {
  const rules = target(part);
  const { examples, default: usual, enum: choices } = rules as Readonly<Record<string, readonly unknown[] | undefined>>;
  const type = [rules["type"]].flat().at(-1);
  if (type === "object") {
    return Object.fromEntries(partsOf(rules).map(([name, inner]) => [name ?? "any-name", valueFor(inner)]));
  }
  if (type === "array") return partsOf(rules).map(([, inner]) => valueFor(inner));
  return examples?.[0] ?? usual ?? choices?.[0] ?? (type === "string" ? "a" : 1);
}

/** `value` with another piece at each of its places, one at a time; and with something removed or added there. */
function* spoiled(value: unknown): Generator<unknown> {
  yield value;
  yield* PIECES;
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) for (const other of spoiled(item)) yield value.with(at, other);
  } else if (typeof value === "object" && value !== null) {
    yield { ...value, unheardOf: 1 };
    for (const [name, item] of Object.entries(value)) {
      const { [name as keyof typeof value]: _removed, ...rest } = value;
      yield rest;
      for (const other of spoiled(item)) yield { ...value, [name]: other };
    }
  }
}

function* keywordsOf(rules: SchemaPart): Generator<string> {
  yield* Object.keys(rules);
  const { definitions, propertyNames } = rules as Readonly<Record<string, SchemaPart | undefined>>;
  const inner = [...partsOf(rules).map(([, part]) => part), ...Object.values(definitions ?? {})] as SchemaPart[];
  for (const part of propertyNames === undefined ? inner : [...inner, propertyNames]) yield* keywordsOf(part);
}

/** Every key of a project file with its rules, those of each definition once. */
function* keysOf(rules: SchemaPart, at = ""): Generator<[string, SchemaPart]> {
  const { definitions } = rules as Readonly<Record<string, SchemaPart | undefined>>;
  for (const [name, part] of partsOf(rules)) {
    const key = name === undefined ? at : `${at}.${name}`;
    if (name !== undefined) yield [key, part];
    yield* keysOf(part, key);
  }
  for (const [name, part] of Object.entries(definitions ?? {})) yield* keysOf(part as SchemaPart, name);
}
