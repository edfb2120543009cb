import { count } from "../format/quantity.ts";
import { type JsonRow, OPEN_DEPTH } from "./json-rows.ts";
import { keyText, packedText, tagText } from "./packed-text.ts";
import type { PackedValue } from "./packed-value.ts";

/** A value of MessagePack or CBOR as the rows of a tree, open as JSON is. Its depth is bounded by whoever read it. */
export function packedRows(value: PackedValue, toggled: ReadonlySet<string>): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  const add = (given: PackedValue, path: string, depth: number, name: string | undefined) => {
    const { tags, inner } = untagged(given);
    const named = name === undefined ? {} : { name };
    const row = { path, depth, ...named };
    if (inner?.t !== "list" && inner?.t !== "map") {
      rows.push({
        ...row,
        text: inner === undefined ? `${tags}…` : `${tags}${packedText(inner)}`,
        kind: kindOf(inner),
      });
      return;
    }
    const length = inner.t === "list" ? inner.items.length : inner.entries.length;
    const open = depth < OPEN_DEPTH !== toggled.has(path) && length > 0;
    const text = `${tags}${inner.t === "list" ? `[${count(length)}]` : `{${count(length)}}`}`;
    rows.push({ ...row, text, kind: inner.t === "list" ? "array" : "object", ...(length > 0 ? { open } : {}) });
    if (!open) return;
    // By position: keys may be alike.
    if (inner.t === "list")
      for (const [at, item] of inner.items.entries()) add(item, `${path}.${at}`, depth + 1, `${at}`);
    else {
      for (const [at, [key, item]] of inner.entries.entries()) {
        const below = `${path}.${at}`;
        if (item !== undefined) add(item, below, depth + 1, keyText(key));
        else rows.push({ path: below, depth: depth + 1, name: keyText(key), text: "…", kind: "word" });
      }
    }
  };
  add(value, "$", 0, undefined);
  return rows;
}

/** Tags stand before what they are tags of, on its row. */
function untagged(value: PackedValue): { readonly tags: string; readonly inner: PackedValue | undefined } {
  let tags = "";
  let inner: PackedValue | undefined = value;
  while (inner?.t === "tagged") {
    tags += `${tagText(inner)} `;
    inner = inner.value;
  }
  return { tags, inner };
}

function kindOf(value: PackedValue | undefined): JsonRow["kind"] {
  if (value?.t === "integer" || value?.t === "float") return "number";
  if (value?.t === "string" || value?.t === "bytes") return value.t;
  return "word";
}
