import { PREVIEW } from "../../shared/record.ts";
import type { FilterTerm } from "./filter.ts";

/** A condition on the invocation `i`, with the values of its `?` in order. Values are never part of the text. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number | Uint8Array)[];
}

/** Called from SQL: does a call of wasi:keyvalue name a key? `(function name, recorded arguments, pattern)` */
export const NAMES_KEY = "vitrine_names_key";

/**
 * The functions are looked up once, not for each invocation: there are few of them, and a build that knows none that
 * fits needs no further look.
 */
function uses(which: string): string {
  const functions = `SELECT f.build, f.number FROM fn f WHERE ${which}`;
  return (
    `i.build IN (SELECT f.build FROM fn f WHERE ${which}) AND ` +
    `EXISTS (SELECT 1 FROM usage u WHERE u.invocation = i.id AND (i.build, u.fn) IN (${functions}))`
  );
}

/** An invocation and all that it caused; whoever caused nothing is not walked any further. */
const CAUSED_TREE =
  "WITH RECURSIVE tree (id) AS (VALUES (?) UNION SELECT c.id FROM tree t JOIN invocation c ON c.caused_by = t.id) " +
  "SELECT id FROM tree";

/** Every term must hold. No terms: true. */
export function filterCondition(terms: readonly FilterTerm[]): Condition {
  const parts = terms.map((term) => {
    const { sql, values } = testCondition(term);
    // Columns may be NULL (no status yet); a test that cannot be made does not hold, its negation does.
    return { sql: `(${sql}) IS ${term.negated ? "NOT " : ""}TRUE`, values };
  });
  return {
    sql: parts.length === 0 ? "TRUE" : parts.map((part) => part.sql).join(" AND "),
    values: parts.flatMap((part) => part.values),
  };
}

function testCondition(term: FilterTerm): Condition {
  switch (term.on) {
    case "text": {
      const pattern = `%${escapeLike(term.text)}%`;
      return { sql: "i.title LIKE ? ESCAPE '\\' OR i.reason LIKE ? ESCAPE '\\'", values: [pattern, pattern] };
    }
    case "component":
      return { sql: "i.component LIKE ? ESCAPE '\\'", values: [globLike(term.text)] };
    case "build":
      return { sql: "i.digest LIKE ? ESCAPE '\\'", values: [`${escapeLike(term.text)}%`] };
    case "iface":
      return twice(uses("f.interface LIKE ? ESCAPE '\\'"), [`%${globLike(term.text)}%`]);
    case "fn": {
      const name = globLike(term.text);
      return twice(uses("(f.name LIKE ? ESCAPE '\\' OR f.name LIKE ? ESCAPE '\\')"), [name, `%.${name}`]);
    }
    case "outcome":
      if (term.value === "running") return { sql: "i.outcome IS NULL", values: [] };
      if (term.value === "failed") return { sql: "i.outcome <> 'ok' OR i.status >= 400", values: [] };
      return { sql: "i.outcome = ?", values: [term.value] };
    case "inv":
      return { sql: `i.id IN (${CAUSED_TREE})`, values: [term.value] };
    case "kind":
      return { sql: "i.kind = ?", values: [term.value] };
    case "status":
      return { sql: `i.status ${term.op} ?`, values: [term.value] };
    case "status-class":
      return { sql: "i.status / 100 = ?", values: [term.value] };
    case "dur":
      return { sql: `i.duration_ms ${term.op} ?`, values: [term.value] };
    case "calls":
    case "changes":
    case "logs":
      return { sql: `i.${term.on} ${term.op} ?`, values: [term.value] };
    case "link":
      return linkCondition(globLike(term.text));
    case "key":
      return keyCondition(term.text);
  }
}

/** A link without a name of its own is the one named default; what leads to no backend is none. */
function linkCondition(pattern: string): Condition {
  const fits =
    "l.backend <> '' AND (l.backend LIKE ? ESCAPE '\\' OR " +
    "CASE l.name WHEN '' THEN 'default' ELSE l.name END LIKE ? ESCAPE '\\')";
  return {
    sql:
      `i.build IN (SELECT l.build FROM link l WHERE ${fits}) AND ` +
      "EXISTS (SELECT 1 FROM call c WHERE c.invocation = i.id AND (i.build, c.link) IN " +
      `(SELECT l.build, l.number FROM link l WHERE ${fits}))`,
    values: [pattern, pattern, pattern, pattern],
  };
}

/** `uses` says which functions at two places. */
function twice(sql: string, values: readonly string[]): Condition {
  return { sql, values: [...values, ...values] };
}

/**
 * Answered over the recorded arguments. The bytes are searched first where that is possible: taking arguments apart
 * costs a hundred times more.
 */
function keyCondition(key: string): Condition {
  const literal = new TextEncoder().encode(key);
  const searchable = !key.includes("*") && literal.length <= PREVIEW.maxStringBytes;
  return {
    sql:
      `${uses("f.interface LIKE 'wasi:keyvalue/%'")} AND EXISTS (` +
      "SELECT 1 FROM call c CROSS JOIN fn f ON f.build = i.build AND f.number = c.fn " +
      `WHERE c.invocation = i.id ${searchable ? "AND instr(c.args, ?) > 0 " : ""}` +
      `AND f.interface LIKE 'wasi:keyvalue/%' AND ${NAMES_KEY}(f.name, c.args, ?))`,
    values: searchable ? [literal, key] : [key],
  };
}

function globLike(text: string): string {
  return escapeLike(text).replaceAll("*", "%");
}

/** For `LIKE … ESCAPE '\'`. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}
