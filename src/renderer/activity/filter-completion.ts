import type { FilterKey } from "./filter-grammar.ts";

/** What a term that somebody types could become. */
export interface Completion {
  /** The whole term; one that ends with a colon waits for its value. */
  readonly term: string;
  /** What a key looks into. */
  readonly note?: string;
}

/** Enough to see what there is; more words narrow it. */
const MAX_COMPLETIONS = 20;

/** Keys that begin so, then whole terms that go on so; after a colon only values of that key. Nothing typed: all keys. */
export function completionsOf(
  typed: string,
  keys: readonly FilterKey[],
  suggestions: readonly string[],
): readonly Completion[] {
  const sign = typed.startsWith("-") ? "-" : "";
  const said = typed.slice(sign.length).toLowerCase();
  const named = said.includes(":")
    ? []
    : keys
        .filter(({ key }) => key.startsWith(said))
        .map(({ key, meaning }) => ({ term: `${sign}${key}:`, note: meaning }));
  const whole = said === "" ? [] : suggestions.filter((text) => goesOn(text.toLowerCase(), said));
  const terms = new Set(whole.map((text) => (text.startsWith("-") ? text : sign + text)));
  for (const known of [typed, ...named.map(({ term }) => term)]) terms.delete(known);
  return [...named, ...Array.from(terms, (term) => ({ term }))].slice(0, MAX_COMPLETIONS);
}

/** `outcome:trap` goes on from `out`, from `trap` and from `outcome:tr`. */
function goesOn(text: string, said: string): boolean {
  const at = said.indexOf(":");
  if (at < 0) return text.includes(said);
  return text.startsWith(said.slice(0, at + 1)) && text.slice(at + 1).includes(said.slice(at + 1));
}
