import { StudioError } from "../../../shared/errors.ts";

/** Where in the arguments a value stands: `$[0].items[2].price`. `$` is the array of all arguments. */
export type JsonPath = string;

export const ROOT: JsonPath = "$";

export function atIndex(path: JsonPath, index: number): JsonPath {
  return `${path}[${index}]`;
}

export function atName(path: JsonPath, name: string): JsonPath {
  return `${path}.${name}`;
}

export function mismatch(path: JsonPath, expected: string, value: unknown): StudioError {
  return wrong(path, expected, `found ${shown(value)}`);
}

export function wrong(path: JsonPath, expected: string, found: string): StudioError {
  return new StudioError("arguments-invalid", `${path}: expected ${expected}, ${found}`, {
    details: { path, expected, found },
  });
}

const SHOWN_CHARACTERS = 60;

/** A value as JSON, cut where it is long. */
export function shown(value: unknown): string {
  if (value === undefined) {
    return "nothing";
  }
  // A caller inside the studio may pass a bigint, which JSON does not know.
  const text =
    JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? Number(part) : part)) ?? typeof value;
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
