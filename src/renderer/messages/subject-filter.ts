import type { FilterTerm } from "../activity/filter-grammar.ts";
import { parseFilter } from "../activity/filter-grammar.ts";
import { filterTerm, messageFilterKeys } from "./message-words.ts";

/** What a node of the subject tree stands for: a subject, or all that a pattern ending in `>` matches. */
export interface SubjectChoice {
  readonly backend: string;
  /** `>` alone: everything of the backend. */
  readonly pattern: string;
}

/** Everything below a token, as opposed to one subject: no subject has `>` as a token. */
export function isBranch({ pattern }: Pick<SubjectChoice, "pattern">): boolean {
  return pattern === ">" || pattern.endsWith(".>");
}

/** What of the tree a filter narrows to; undefined where it does not, or in a way that no node of the tree does. */
export function chosenSubject(filter: string, buses: readonly string[]): SubjectChoice | undefined {
  const terms = parseFilter(filter, messageFilterKeys).filter(({ negated }) => !negated);
  const subjects = terms.filter(({ key }) => key === "subject");
  const [only] = buses;
  const ofBus = terms.filter(({ key }) => key === "bus").map(({ value }) => value);
  const backend = buses.length === 1 ? only : ofBus.length === 1 ? ofBus[0] : undefined;
  const value = subjects[0]?.value ?? (buses.length > 1 ? ">" : undefined);
  if (backend === undefined || value === undefined || subjects.length > 1) return undefined;
  if (value.startsWith("=")) return { backend, pattern: value.slice(1) };
  return isBranch({ pattern: value }) ? { backend, pattern: value } : undefined;
}

/**
 * A filter that narrows to a node of the tree, or to none, and keeps its other terms. The node's terms come first: what
 * somebody is typing is the filter's end.
 */
export function withSubject(filter: string, choice: SubjectChoice | undefined, buses: readonly string[]): string {
  const many = buses.length > 1;
  const isNode = ({ key, negated }: FilterTerm) => !negated && (key === "subject" || (many && key === "bus"));
  const rest = parseFilter(filter, messageFilterKeys).filter((term) => !isNode(term));
  return [...(choice === undefined ? [] : termsOf(choice, many)), ...rest.map(({ text }) => text)].join(" ");
}

function termsOf(choice: SubjectChoice, withBus: boolean): readonly string[] {
  const { backend, pattern } = choice;
  return [
    ...(pattern === ">" ? [] : [filterTerm("subject", isBranch(choice) ? pattern : `=${pattern}`)]),
    ...(withBus ? [filterTerm("bus", backend)] : []),
  ];
}
