import type { VersionId } from "../../shared/model.ts";
import type { PagedList } from "../list/paged-feed.ts";
import { type NamedItem, type NameRow, newest, type RowQuery, versionOf } from "./name-rows.ts";

type Row = NameRow<NamedItem>;
type List = Pick<PagedList<Row, RowQuery>, "query" | "items" | "phase">;

/** How far a person has seen a list. */
export interface Seen {
  readonly query: RowQuery;
  readonly items: readonly Row[];
  /** The newest they saw. Rows with newer ones were written while they looked. */
  readonly version: VersionId;
}

/** After a list came in. A new query and further pages bring rows that are new to the eye only: those count as seen. */
export function seenAfter(before: Seen | undefined, { query, items, phase }: List): Seen | undefined {
  if (phase !== "ready") return before;
  if (before?.query !== query) return allSeen({ query, items });
  if (before.items === items) return before;
  const grown = before.items.length > 0 && before.items.every((row, at) => row === items[at]);
  const further = grown ? newestOf(items.slice(before.items.length)) : 0;
  return { query, items, version: newest(before.version, further) };
}

export function allSeen({ query, items }: Pick<List, "query" | "items">): Seen {
  return { query, items, version: newestOf(items) };
}

/** Whether a row was written after its list was seen. */
export function isFresh(seen: Seen | undefined, row: Row): boolean {
  return seen !== undefined && Math.abs(versionOf(row)) > Math.abs(seen.version);
}

function newestOf(rows: readonly Row[]): VersionId {
  return rows.reduce((found, row) => newest(found, versionOf(row)), 0);
}
