import type { DocumentPath } from "./toml-lines.ts";

const MAX_WIDTH = 110;

/**
 * A value as the text of a `vitrine.jsonc`: two blanks a level, small things on one line, comments above what they are about.
 * @param comments by path, as JSON
 */
export function printManifest(value: unknown, comments: ReadonlyMap<string, readonly string[]>): string {
  return `${print(value, [], comments)}\n`;
}

function print(value: unknown, path: DocumentPath, comments: ReadonlyMap<string, readonly string[]>): string {
  const indent = "  ".repeat(path.length);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const entries: readonly (readonly [string | number, unknown])[] = isList
    ? value.map((item: unknown, i) => [i, item])
    : Object.entries(value);
  const inside = JSON.stringify(path).slice(0, -1);
  const isCommented = [...comments.keys()].some(
    (key) => key.startsWith(`${inside},`) || (path.length === 0 && key !== "[]"),
  );
  if (!isOpen(path) && !isCommented) {
    const short = inOneLine(value);
    if (indent.length + short.length <= MAX_WIDTH) return short;
  }
  const lines = entries.map(([key, item]) => {
    const at = [...path, key];
    const above = (comments.get(JSON.stringify(at)) ?? []).map((text) => `${indent}  // ${text}\n`);
    const name = isList ? "" : `${JSON.stringify(key)}: `;
    return `${above.join("")}${indent}  ${name}${print(item, at, comments)}`;
  });
  const [open, close] = isList ? "[]" : "{}";
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

/** Sections and components are read line by line, however short they are. */
function isOpen(path: DocumentPath): boolean {
  return path.length < 2 ? path[0] !== "host" : path.length === 2 && path[0] === "components";
}

function inOneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${inOneLine(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
