/** A step into a document: a key, or the position in a list. */
export type DocumentPath = readonly (string | number)[];

const BARE_OR_QUOTED = String.raw`(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')`;
const KEY = String.raw`${BARE_OR_QUOTED}(?:\s*\.\s*${BARE_OR_QUOTED})*`;
const HEADER = new RegExp(String.raw`^\s*(\[\[?)\s*(${KEY})\s*\]\]?\s*(?:#.*)?$`);
const ASSIGNMENT = new RegExp(String.raw`^\s*(${KEY})\s*=`);

/**
 * Lines of a TOML text that parses, by the path of the table or key that begins there, as JSON. What stands inside of
 * inline tables and lists has the line of what holds it; a key-like line within a text of many lines may be mistaken for a key,
 * which costs no more than a wrong line in a report.
 */
export function tomlLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const counts = new Map<string, number>();
  let table: DocumentPath = [];
  const note = (path: DocumentPath, line: number) => {
    const key = JSON.stringify(path);
    if (!lines.has(key)) lines.set(key, line);
  };
  for (const [i, line] of text.split(/\r\n|\n/).entries()) {
    const [, bracket, name] = HEADER.exec(line) ?? [];
    if (name !== undefined) {
      const path = inElements(partsOf(name), counts);
      if (bracket === "[[") {
        const key = JSON.stringify(path);
        const count = counts.get(key) ?? 0;
        counts.set(key, count + 1);
        table = [...path, count];
      } else table = path;
      note(table, i + 1);
      continue;
    }
    const [, key] = ASSIGNMENT.exec(line) ?? [];
    if (key !== undefined) note([...table, ...partsOf(key)], i + 1);
  }
  return lines;
}

/** `[a.b]` after `[[a]]` is a table in the last element of `a`. */
function inElements(parts: readonly string[], counts: ReadonlyMap<string, number>): DocumentPath {
  const path: (string | number)[] = [];
  for (const [i, part] of parts.entries()) {
    path.push(part);
    const count = counts.get(JSON.stringify(path));
    if (count !== undefined && i < parts.length - 1) path.push(count - 1);
  }
  return path;
}

function partsOf(key: string): readonly string[] {
  return [...key.matchAll(new RegExp(BARE_OR_QUOTED, "g"))].map(([part]) => {
    if (part.startsWith('"')) return part.slice(1, -1).replaceAll(/\\(.)/g, "$1");
    return part.startsWith("'") ? part.slice(1, -1) : part;
  });
}
