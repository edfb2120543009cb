// Compares a value with a JSON schema: with the keywords that the schema of the project file uses, in the order and
// with the meaning that JSON Schema validators give them. A general validator compiles its code anew at every start,
// which takes longer than everything else a start does with the project file.
import type { JSONPath } from "jsonc-parser";

export type SchemaPart = Readonly<Record<string, unknown>>;

/** One way in which a value is not what the schema asks for. */
export interface SchemaViolation {
  /** The keyword that was not met, of `rules`. */
  readonly keyword: string;
  readonly rules: SchemaPart;
  /** Where the value is; for a wrong or missing name, the object that has it or should. */
  readonly path: JSONPath;
  readonly data: unknown;
  /** The property that is missing, not known or misnamed. */
  readonly name?: string;
}

/** Every violation in `value`. `schema` refers to nothing but its own `definitions`. */
export function schemaViolations(schema: SchemaPart, value: unknown): readonly SchemaViolation[] {
  const found: SchemaViolation[] = [];
  const check = (rules: SchemaPart, data: unknown, path: JSONPath): void => {
    const wrong = (keyword: string, name?: string): void =>
      void found.push({ keyword, rules, path, data, ...(name === undefined ? {} : { name }) });
    if (typeof rules["$ref"] === "string") check(definition(schema, rules["$ref"]), data, path);
    if (rules["type"] !== undefined && ![rules["type"]].flat().some((type) => isOfType(data, type))) wrong("type");
    for (const [keyword, meets] of Object.entries(VALUE_RULES)) {
      if (rules[keyword] !== undefined && !meets(data, rules[keyword])) wrong(keyword);
    }
    if (Array.isArray(data)) {
      const { items } = rules;
      if (items !== undefined) data.forEach((item, at) => check(items as SchemaPart, item, [...path, at]));
    } else if (isObject(data)) checkObject(rules, data, path, wrong);
  };
  const checkObject = (
    rules: SchemaPart,
    data: Readonly<Record<string, unknown>>,
    path: JSONPath,
    wrong: (keyword: string, name: string) => void,
  ): void => {
    const { required, propertyNames, additionalProperties } = rules;
    const properties = (rules["properties"] ?? {}) as Readonly<Record<string, SchemaPart>>;
    for (const name of (required ?? []) as readonly string[]) if (!Object.hasOwn(data, name)) wrong("required", name);
    for (const [name, item] of Object.entries(data)) {
      if (propertyNames !== undefined && !isNamedAs(schema, propertyNames as SchemaPart, name)) {
        wrong("propertyNames", name);
      }
      if (Object.hasOwn(properties, name)) continue;
      if (additionalProperties === false) wrong("additionalProperties", name);
      else if (additionalProperties !== undefined) check(additionalProperties as SchemaPart, item, [...path, name]);
    }
    for (const [name, rulesOfOne] of Object.entries(properties)) {
      if (Object.hasOwn(data, name)) check(rulesOfOne, data[name], [...path, name]);
    }
  };
  check(schema, value, []);
  return found;
}

function isNamedAs(schema: SchemaPart, rules: SchemaPart, name: string): boolean {
  return schemaViolations({ ...rules, definitions: schema["definitions"] }, name).length === 0;
}

function definition(schema: SchemaPart, reference: string): SchemaPart {
  const name = reference.replace("#/definitions/", "");
  const found = (schema["definitions"] as Readonly<Record<string, SchemaPart>>)[name];
  if (found === undefined) throw new Error(`the schema refers to ${reference}, which it does not define`);
  return found;
}

/** Whether a value meets a keyword; what is not of the type that a keyword is about always does. */
const VALUE_RULES: Readonly<Record<string, (data: unknown, limit: unknown) => boolean>> = {
  minimum: (data, limit) => typeof data !== "number" || data >= Number(limit),
  maximum: (data, limit) => typeof data !== "number" || data <= Number(limit),
  // In code points: those beyond 16 bits count as one.
  minLength: (data, limit) => typeof data !== "string" || Array.from(data).length >= Number(limit),
  maxLength: (data, limit) => typeof data !== "string" || Array.from(data).length <= Number(limit),
  pattern: (data, limit) => typeof data !== "string" || new RegExp(String(limit), "u").test(data),
  enum: (data, limit) => (limit as readonly unknown[]).includes(data),
  minItems: (data, limit) => !Array.isArray(data) || data.length >= Number(limit),
  minProperties: (data, limit) => !isObject(data) || Object.keys(data).length >= Number(limit),
};

/** Everything that `schemaViolations` looks at; what only people and editors read is in none of them. */
export const CHECKED_KEYWORDS: ReadonlySet<string> = new Set([
  ...Object.keys(VALUE_RULES),
  "$ref",
  "type",
  "items",
  "required",
  "properties",
  "propertyNames",
  "additionalProperties",
  "definitions",
]);

function isOfType(data: unknown, type: unknown): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(data);
    case "number":
      return Number.isFinite(data);
    case "array":
      return Array.isArray(data);
    case "object":
      return isObject(data);
    case "null":
      return data === null;
    default:
      return typeof data === type;
  }
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
