/**
 * The filter grammar as a person types it: words, `key:value`, `-` negates, `dur:>5` compares; what contains blanks is
 * quoted. The studio decides what a term means; here it is only cut into chips and explained.
 */
export interface FilterTerm {
  /** Exactly as typed. */
  readonly text: string;
  readonly negated: boolean;
  /** Absent for a bare word. */
  readonly key?: string;
  readonly value: string;
  /** A `key:` that the grammar does not know. */
  readonly unknown: boolean;
}

export interface FilterKey {
  readonly key: string;
  readonly meaning: string;
  readonly example: string;
}

export const filterKeys: readonly FilterKey[] = [
  { key: "component", meaning: "name of the component", example: "component:api" },
  {
    key: "outcome",
    meaning: "ok, error, trap, timeout, killed or running; failed: not ok, or a status of 400 and more",
    example: "outcome:failed",
  },
  { key: "status", meaning: "status of the response", example: "status:>=400" },
  { key: "dur", meaning: "wall time in ms", example: "dur:>5" },
  { key: "kind", meaning: "http, message, run or function", example: "kind:http" },
  { key: "iface", meaning: "an interface it called", example: "iface:keyvalue" },
  { key: "fn", meaning: "a function it called", example: "fn:increment" },
  { key: "changes", meaning: "how many values it changed", example: "changes:>0" },
  { key: "calls", meaning: "how many host calls it made", example: "calls:>20" },
  { key: "logs", meaning: "how many lines it logged", example: "logs:>0" },
  { key: "link", meaning: "a link it used, or the backend or component behind it", example: "link:cache" },
  { key: "inv", meaning: "that invocation and all it caused, directly or through others", example: "inv:12" },
  { key: "build", meaning: "start of the build's digest", example: "build:a91f" },
  { key: "key", meaning: "a key it named in a call of wasi:keyvalue", example: "key:visits" },
];

/** The terms of a filter, in the order they were typed; `keys`: those that its view knows. */
export function parseFilter(filter: string, keys: readonly FilterKey[] = filterKeys): readonly FilterTerm[] {
  return (filter.match(/(?:[^\s"]|"(?:[^"\\]|\\.)*"?)+/gs) ?? []).map((text) => parseTerm(text, keys));
}

/** A filter without its term at `index`. */
export function withoutTerm(filter: string, index: number): string {
  return parseFilter(filter)
    .filter((_, at) => at !== index)
    .map((term) => term.text)
    .join(" ");
}

function parseTerm(text: string, keys: readonly FilterKey[]): FilterTerm {
  const negated = text.length > 1 && text.startsWith("-");
  const rest = negated ? text.slice(1) : text;
  const match = /^([a-z]+):(.*)$/s.exec(rest);
  const key = match?.[1];
  const value = unquote(match?.[2] ?? rest);
  if (key === undefined) return { text, negated, value, unknown: false };
  return { text, negated, key, value, unknown: !keys.some((known) => known.key === key) };
}

function unquote(text: string): string {
  return text.replaceAll(/"((?:[^"\\]|\\.)*)"?/gs, (_quoted, inside: string) => inside.replaceAll(/\\(.)/gs, "$1"));
}
