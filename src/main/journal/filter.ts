import { closest } from "../../shared/closest.ts";
import { StudioError } from "../../shared/errors.ts";

/**
 * The filter grammar of the Activity view, as text and as a list of terms that must all hold.
 *
 * | written                  | holds for an invocation that                                                     |
 * |--------------------------|----------------------------------------------------------------------------------|
 * | `word`, `"two words"`    | has the text in its title or its reason                                          |
 * | `component:api`          | ran in that component; `*` stands for anything                                   |
 * | `iface:keyvalue`         | called an interface whose name contains it                                       |
 * | `fn:increment`           | called that function; `get` also finds `bucket.get`                              |
 * | `status:404` `status:5xx` `status:>=400` | answered so                                                      |
 * | `dur:>5` `dur:<1.5s`     | took so long; milliseconds where there is no unit (`us`, `ms`, `s`, `m`)         |
 * | `outcome:trap`           | ended so; `running` for no end yet, `failed` for any bad end or a status of 400 up |
 * | `inv:12`                 | is that invocation, or was caused by it, directly or through others             |
 * | `build:3fa9`             | ran on the build whose digest begins so                                          |
 * | `kind:http`              | was made by such a trigger                                                       |
 * | `calls:>20`              | made so many host calls; `changes:` and `logs:` count likewise                   |
 * | `link:cache`             | made a kept call over a link of that name, or to that backend or component       |
 * | `key:visits`             | named that key in a call of wasi:keyvalue, as far as its arguments were recorded |
 *
 * A `-` in front turns a term round. Quotes keep blanks and colons together, also after a colon; `\"` is a quote in them.
 */
export type FilterTerm = { readonly negated: boolean } & FilterTest;

export type FilterTest =
  | { readonly on: "text" | "component" | "iface" | "fn" | "build" | "key" | "link"; readonly text: string }
  | { readonly on: "outcome" | "kind"; readonly value: string }
  | { readonly on: "inv"; readonly value: number }
  | { readonly on: "status" | "dur" | Counted; readonly op: Comparison; readonly value: number }
  /** `5xx` */
  | { readonly on: "status-class"; readonly value: number };

/** What an invocation has a number of. */
export type Counted = "calls" | "changes" | "logs";

export type Comparison = "=" | ">" | ">=" | "<" | "<=";

const EXAMPLES = {
  component: "component:api",
  iface: "iface:keyvalue",
  fn: "fn:increment",
  status: "status:404, status:5xx or status:>=400",
  dur: "dur:>5 or dur:<1.5s",
  outcome: "outcome:trap",
  build: "build:3fa9",
  kind: "kind:http",
  inv: "inv:12",
  calls: "calls:>20",
  changes: "changes:>0",
  logs: "logs:0",
  link: "link:cache",
  key: "key:visits",
} as const;

type Key = keyof typeof EXAMPLES;

const OUTCOMES = ["ok", "error", "trap", "timeout", "killed", "running", "failed"];
const KINDS = ["http", "message", "run", "function"];
const UNIT_MS: Readonly<Record<string, number>> = { us: 0.001, µs: 0.001, ms: 1, s: 1000, m: 60_000 };

/** A sign, a key with its colon, and a value: quoted (the last quote may be missing while one types) or bare. */
const TERM = /(-?)(?:([A-Za-z][\w-]*):)?(?:"((?:[^"\\]|\\.)*)"?|(\S*))/y;

/** @throws StudioError `request-invalid`, saying which term is wrong and what could be meant. */
export function parseFilter(text: string): FilterTerm[] {
  return scanFilter(text).map(({ negated, key, value, term }) => ({
    negated,
    ...(key === undefined ? { on: "text" as const, text: value } : parseTest(key, value, term)),
  }));
}

export interface ScannedTerm {
  readonly negated: boolean;
  /** As it was written; absent for a bare word. */
  readonly key?: string;
  readonly value: string;
  /** The whole term, for messages. */
  readonly term: string;
}

/** The terms of a filter, whatever their keys mean. */
export function scanFilter(text: string): ScannedTerm[] {
  const terms: ScannedTerm[] = [];
  let at = 0;
  while ((at = skipBlanks(text, at)) < text.length) {
    TERM.lastIndex = at;
    const match = TERM.exec(text);
    if (match === null || match[0] === "") break;
    at += match[0].length;
    const [all, sign, key, quoted, bare] = match;
    const value = quoted === undefined ? (bare ?? "") : quoted.replaceAll(/\\(.)/gs, "$1");
    if (key !== undefined) {
      terms.push({ negated: sign === "-", key, value, term: all });
    } else if (value !== "") {
      terms.push({ negated: sign === "-", value, term: all });
    } else if (sign === "-" && quoted === undefined) {
      terms.push({ negated: false, value: "-", term: all });
    }
  }
  return terms;
}

function parseTest(given: string, value: string, term: string): FilterTest {
  const key = given.toLowerCase();
  if (!isKey(key)) throw unknownKey(given, term);
  if (value === "") throw invalid(`The filter ${given}: needs a value, for example ${EXAMPLES[key]}.`, { key });
  switch (key) {
    case "component":
    case "iface":
    case "fn":
    case "key":
    case "link":
      return { on: key, text: value };
    case "build":
      if (!/^[0-9a-f]+$/i.test(value)) throw wrongValue(key, value, "the first letters of a digest (0-9, a-f)");
      return { on: key, text: value.toLowerCase() };
    case "outcome":
      return { on: key, value: oneOf(key, value, OUTCOMES) };
    case "kind":
      return { on: key, value: oneOf(key, value, KINDS) };
    case "inv": {
      const id = Number(value);
      if (!Number.isSafeInteger(id) || id < 1) throw wrongValue(key, value, "the number of an invocation");
      return { on: key, value: id };
    }
    case "status":
      return parseStatus(value);
    case "dur":
      return parseDuration(value);
    case "calls":
    case "changes":
    case "logs":
      return parseCount(key, value);
  }
}

function parseCount(key: Counted, value: string): FilterTest {
  const match = /^(>=|<=|>|<|=)?(\d{1,15})$/.exec(value);
  if (match === null) throw wrongValue(key, value, "a whole number");
  return { on: key, op: comparison(match[1]), value: Number(match[2]) };
}

function parseStatus(value: string): FilterTest {
  const statusClass = /^([1-5])xx$/i.exec(value);
  if (statusClass !== null) return { on: "status-class", value: Number(statusClass[1]) };
  const match = /^(>=|<=|>|<|=)?(\d{1,3})$/.exec(value);
  if (match === null) throw wrongValue("status", value, "a status code");
  return { on: "status", op: comparison(match[1]), value: Number(match[2]) };
}

function parseDuration(value: string): FilterTest {
  const match = /^(>=|<=|>|<|=)?(\d+(?:\.\d+)?|\.\d+)([a-zµ]*)$/i.exec(value);
  const unit = match === null ? undefined : UNIT_MS[match[3] === "" ? "ms" : (match[3] ?? "").toLowerCase()];
  if (match === null || unit === undefined)
    throw wrongValue("dur", value, "a number, with a unit (us, ms, s, m) or in ms");
  return { on: "dur", op: comparison(match[1]), value: Number(match[2]) * unit };
}

function comparison(text: string | undefined): Comparison {
  return (text ?? "=") as Comparison;
}

function oneOf(key: Key, value: string, allowed: readonly string[]): string {
  const found = allowed.find((name) => name === value.toLowerCase());
  if (found !== undefined) return found;
  const meant = closest(value, allowed);
  throw wrongValue(key, value, `one of ${allowed.join(", ")}`, meant === undefined ? undefined : `${key}:${meant}`);
}

function unknownKey(given: string, term: string): StudioError {
  const meant = closest(given, Object.keys(EXAMPLES));
  const hint = meant === undefined ? `The keys are ${Object.keys(EXAMPLES).join(", ")}.` : `Did you mean ${meant}:?`;
  return invalid(`There is no filter ${given}:. ${hint} To look for the text itself, put it in quotes: "${term}".`, {
    key: given,
    ...(meant === undefined ? {} : { suggestion: meant }),
  });
}

function wrongValue(key: Key, value: string, expected: string, suggestion?: string): StudioError {
  const hint = suggestion === undefined ? `for example ${EXAMPLES[key]}` : `did you mean ${suggestion}?`;
  return invalid(`The filter ${key}: takes ${expected}, not ${JSON.stringify(value)}; ${hint}`, {
    key,
    value,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function invalid(message: string, details: Readonly<Record<string, unknown>>): StudioError {
  return new StudioError("request-invalid", message, { details });
}

function isKey(key: string): key is Key {
  return Object.hasOwn(EXAMPLES, key);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}
