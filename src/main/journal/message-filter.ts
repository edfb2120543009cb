import { closest } from "../../shared/closest.ts";
import { StudioError } from "../../shared/errors.ts";
import { type Condition, escapeLike } from "./filter-sql.ts";
import { scanFilter } from "./filter.ts";

/** Called from SQL: does a subject match a pattern? `(pattern, subject)` */
export const SUBJECT_MATCHES = "vitrine_subject_matches";

const KINDS = ["publish", "request", "reply"];
const KEYS = ["subject", "from", "to", "kind", "bus", "inv"] as const;
type Key = (typeof KEYS)[number];

/**
 * The filter grammar of the Messages view, as a condition on the message `m`.
 *
 * | written            | holds for a message                                                                |
 * |--------------------|------------------------------------------------------------------------------------|
 * | `word`             | with the text in its subject, its body or its problem                              |
 * | `subject:orders.>` | whose subject matches the pattern, or contains the text where it is none           |
 * | `subject:=orders`  | whose subject is exactly that                                                      |
 * | `from:api`         | published by that component; `from:you` by a person                                |
 * | `to:worker`        | delivered to that component                                                        |
 * | `kind:request`     | of that kind: publish, request or reply                                            |
 * | `bus:events`       | of that messaging backend                                                          |
 * | `inv:12`           | published by that invocation, or what it ran for                                   |
 *
 * A `-` in front turns a term round. @throws StudioError `request-invalid`
 */
export function messageCondition(filter: string): Condition {
  const parts = scanFilter(filter).map(({ negated, key, value, term }) => {
    const { sql, values } = key === undefined ? text(value) : keyed(key, value, term);
    return { sql: `(${sql}) IS ${negated ? "NOT " : ""}TRUE`, values };
  });
  return {
    sql: parts.length === 0 ? "TRUE" : parts.map((part) => part.sql).join(" AND "),
    values: parts.flatMap((part) => part.values),
  };
}

function text(value: string): Condition {
  const pattern = `%${escapeLike(value)}%`;
  return {
    sql: "m.subject LIKE ? ESCAPE '\\' OR m.problem LIKE ? ESCAPE '\\' OR instr(m.body, ?) > 0",
    values: [pattern, pattern, new TextEncoder().encode(value)],
  };
}

function keyed(given: string, value: string, term: string): Condition {
  const key = KEYS.find((name) => name === given.toLowerCase());
  if (key === undefined) throw unknownKey(given, term);
  if (value === "") throw invalid(`The filter ${key}: needs a value, for example ${EXAMPLES[key]}.`);
  const glob = escapeLike(value).replaceAll("*", "%");
  switch (key) {
    case "subject":
      if (value.startsWith("=")) return { sql: "m.subject = ?", values: [value.slice(1)] };
      return {
        sql: `${SUBJECT_MATCHES}(?, m.subject) OR m.subject LIKE ? ESCAPE '\\'`,
        values: [value, /[*>]/.test(value) ? escapeLike(value) : `%${escapeLike(value)}%`],
      };
    case "from":
      if (value.toLowerCase() === "you") return { sql: "m.sender IS NULL", values: [] };
      return { sql: "m.sender_component LIKE ? ESCAPE '\\'", values: [glob] };
    case "to":
      return {
        sql: "EXISTS (SELECT 1 FROM json_each(m.deliveries) WHERE json_extract(value, '$.component') LIKE ? ESCAPE '\\')",
        values: [glob],
      };
    case "kind": {
      const kind = KINDS.find((name) => name === value.toLowerCase());
      if (kind === undefined)
        throw invalid(`The filter kind: takes ${KINDS.join(", ")}, not ${JSON.stringify(value)}.`);
      return { sql: "m.kind = ?", values: [kind] };
    }
    case "bus":
      return { sql: "m.backend LIKE ? ESCAPE '\\'", values: [glob] };
    case "inv": {
      const id = Number(value);
      if (!Number.isSafeInteger(id) || id < 1)
        throw invalid(`The filter inv: takes the number of an invocation, not ${JSON.stringify(value)}.`);
      return {
        sql: "m.sender = ? OR EXISTS (SELECT 1 FROM json_each(m.deliveries) WHERE json_extract(value, '$.invocation') = ?)",
        values: [id, id],
      };
    }
  }
}

const EXAMPLES: Readonly<Record<Key, string>> = {
  subject: "subject:orders.>",
  from: "from:api",
  to: "to:worker",
  kind: "kind:request",
  bus: "bus:events",
  inv: "inv:12",
};

function unknownKey(given: string, term: string): StudioError {
  const meant = closest(given, KEYS);
  const hint = meant === undefined ? `The keys are ${KEYS.join(", ")}.` : `Did you mean ${meant}:?`;
  return invalid(`There is no filter ${given}:. ${hint} To look for the text itself, put it in quotes: "${term}".`);
}

function invalid(message: string): StudioError {
  return new StudioError("request-invalid", message);
}
