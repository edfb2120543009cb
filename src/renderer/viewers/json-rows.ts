/** A JSON text as the rows of a tree. Numbers keep their digits as written: 12345678901234567890 stays that. */

export interface JsonRow {
  /** Where it is: `$.items[3].name`. Unique. */
  readonly path: string;
  readonly depth: number;
  /** Absent for the root. */
  readonly name?: string;
  /** A leaf's text, or `{3}` and `[2]` for a branch. */
  readonly text: string;
  readonly kind: "string" | "number" | "word" | "object" | "array" | "bytes";
  readonly open?: boolean;
}

class NumberText {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

/** Parses; throws what `JSON.parse` throws. */
export function parseJsonTree(text: string): unknown {
  const keepDigits: Reviver = (_key, value, context) =>
    typeof value === "number" && context.source !== undefined && context.source !== String(value)
      ? new NumberText(context.source)
      : value;
  return JSON.parse(text, keepDigits as (this: unknown, key: string, value: unknown) => unknown);
}

export const OPEN_DEPTH = 2;

/** Rows in sight: branches above depth 2 are open at first, `toggled` holds the paths a person opened or closed. */
export function jsonRows(tree: unknown, toggled: ReadonlySet<string>): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  const add = (value: unknown, path: string, depth: number, name: string | undefined) => {
    const named = name === undefined ? {} : { name };
    if (value instanceof NumberText) rows.push({ path, depth, ...named, text: value.source, kind: "number" });
    else if (typeof value === "object" && value !== null) {
      const list = Array.isArray(value);
      const entries: [string, unknown][] = list
        ? value.map((item: unknown, index) => [String(index), item])
        : Object.entries(value);
      const open = depth < OPEN_DEPTH !== toggled.has(path) && entries.length > 0;
      rows.push({
        path,
        depth,
        ...named,
        text: list ? `[${entries.length}]` : `{${entries.length}}`,
        kind: list ? "array" : "object",
        ...(entries.length > 0 ? { open } : {}),
      });
      if (!open) return;
      for (const [key, item] of entries) add(item, list ? `${path}[${key}]` : `${path}.${key}`, depth + 1, key);
    } else rows.push({ path, depth, ...named, text: JSON.stringify(value) ?? "", kind: leafKind(value) });
  };
  add(tree, "$", 0, undefined);
  return rows;
}

function leafKind(value: unknown): JsonRow["kind"] {
  if (typeof value === "string") return "string";
  return typeof value === "number" ? "number" : "word";
}
