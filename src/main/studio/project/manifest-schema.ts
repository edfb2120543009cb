import type { JSONPath } from "jsonc-parser";

import schema from "../../../../resources/schema/vitrine.v1.schema.json" with { type: "json" };
import { closest } from "../../../shared/closest.ts";
import { inFileOrder, type ManifestFinding, pathText, shown } from "./manifest-finding.ts";
import type { OverlaidManifest } from "./manifest-overlay.ts";
import { type SchemaPart as Keywords, schemaViolations, type SchemaViolation } from "./schema-violations.ts";

/** What the schema has against a project file: what must be mended, and what is only not understood. */
export interface SchemaFindings {
  readonly errors: readonly ManifestFinding[];
  readonly unknown: readonly ManifestFinding[];
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "a text in double quotes",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

export function checkSchema(manifest: OverlaidManifest): SchemaFindings {
  const errors = new Map<string, ManifestFinding>();
  const unknown: ManifestFinding[] = [];
  for (const violation of schemaViolations(schema, manifest.value)) {
    const finding = findingOf(manifest, violation);
    if (violation.keyword === "additionalProperties") unknown.push(finding);
    // One complaint about one value is enough.
    else if (!errors.has(finding.path)) errors.set(finding.path, finding);
  }
  return { errors: [...errors.values()].toSorted(inFileOrder), unknown: unknown.toSorted(inFileOrder) };
}

function findingOf(
  manifest: OverlaidManifest,
  { keyword, rules, path, data, name = "" }: SchemaViolation,
): ManifestFinding {
  if (keyword === "required") return missing(manifest, path, rules, name, Object.keys(data as object));
  if (keyword === "additionalProperties") return notKnown(manifest, path, rules, name);
  if (keyword === "propertyNames") return misnamed(manifest, path, rules, name);
  const expected = expectation(rules);
  const found = shown(data);
  return {
    spot: manifest.spot(path, "value"),
    path: pathText(path),
    text: `must be ${expected}, but is ${found}`,
    ...fixFor(rules, data),
    expected,
    found,
  };
}

/** `present`: the keys that are there, of which one may be the missing one, misspelt. */
function missing(
  manifest: OverlaidManifest,
  path: JSONPath,
  rules: Keywords,
  name: string,
  present: readonly string[],
): ManifestFinding {
  const properties = (rules["properties"] ?? {}) as Keywords;
  const property = resolved(properties[name]);
  const expected = expectation(property);
  const found = {
    path: pathText([...path, name]),
    text: `is missing; it must be ${expected}`,
    expected,
    found: "nothing",
  };
  const unknown = present.filter((key) => !Object.hasOwn(properties, key));
  const misspelt = closest(name, unknown);
  if (misspelt !== undefined) {
    const spot = manifest.spot([...path, misspelt], "key");
    return {
      ...found,
      spot,
      fix: `Rename ${JSON.stringify(misspelt)}, which is not a key, to ${JSON.stringify(name)}.`,
    };
  }
  const example = exampleOf(property);
  const added = example === undefined ? JSON.stringify(name) : `${JSON.stringify(name)}: ${JSON.stringify(example)}`;
  const fix = `Add ${added}${example === undefined ? "" : ", for example"}.`;
  return { ...found, spot: manifest.spot(path, "key"), fix };
}

function notKnown(manifest: OverlaidManifest, path: JSONPath, rules: Keywords, name: string): ManifestFinding {
  const known = Object.keys((rules["properties"] as Keywords | undefined) ?? {});
  const meant = closest(name, known);
  return {
    spot: manifest.spot([...path, name], "key"),
    path: pathText([...path, name]),
    text: "is not a key this version knows, and has no effect",
    fix: meant === undefined ? `Known here: ${known.join(", ")}.` : `Did you mean ${JSON.stringify(meant)}?`,
  };
}

function misnamed(manifest: OverlaidManifest, path: JSONPath, rules: Keywords, name: string): ManifestFinding {
  const expected = expectation(resolved(rules["propertyNames"]));
  return {
    spot: manifest.spot([...path, name], "key"),
    path: pathText([...path, name]),
    text: `must have ${expected}`,
    fix: "Give it another name.",
    expected,
    found: shown(name),
  };
}

/** What a part of the schema asks for, in words. */
function expectation(rules: Keywords): string {
  const own = rules["x-expected"];
  if (typeof own === "string") return own;
  const choices = rules["enum"];
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(" or ");
  const types = Array.isArray(rules["type"]) ? rules["type"] : [rules["type"]];
  const name = types.map((type) => TYPE_NAMES[String(type)] ?? String(type)).join(" or ");
  const { minimum, maximum, maxLength } = rules;
  if (typeof minimum === "number" && typeof maximum === "number") return `${name} from ${minimum} to ${maximum}`;
  if (typeof minimum === "number") return `${name} of at least ${minimum}`;
  if (typeof maxLength === "number") return `${name} of 1 to ${maxLength} characters`;
  if (rules["minLength"] !== undefined) return `${name} that is not empty`;
  if (rules["minItems"] !== undefined) return `${name} with at least one item`;
  return rules["minProperties"] === undefined ? name : `${name} with at least one entry`;
}

function fixFor(rules: Keywords, found: unknown): { readonly fix?: string } {
  const choices = rules["enum"];
  if (Array.isArray(choices) && typeof found === "string") {
    const meant = closest(found, choices.map(String));
    if (meant !== undefined) return { fix: `Did you mean ${JSON.stringify(meant)}?` };
  }
  const example = exampleOf(rules);
  return example === undefined ? {} : { fix: `Write ${JSON.stringify(example)}, for example.` };
}

function exampleOf(rules: Keywords): unknown {
  const examples = rules["examples"];
  return Array.isArray(examples) ? (examples[0] as unknown) : (rules["default"] as unknown);
}

/** Follows a `$ref` into the definitions; what stands beside it goes before. */
function resolved(part: unknown): Keywords {
  const rules = (part ?? {}) as Keywords;
  const reference = rules["$ref"];
  if (typeof reference !== "string") return rules;
  const name = reference.replace("#/definitions/", "");
  return { ...(schema.definitions as Readonly<Record<string, Keywords>>)[name], ...rules };
}
