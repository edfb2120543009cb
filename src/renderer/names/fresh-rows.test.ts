import { expect, it } from "vitest";
import { allSeen, isFresh, type Seen, seenAfter } from "./fresh-rows.ts";
import type { NamedItem, NameRow, RowQuery } from "./name-rows.ts";

type Row = NameRow<NamedItem>;
const QUERY: RowQuery = { separator: "/", search: "" };
const row = (name: string, version: number): Row => ({
  kind: "item",
  name,
  item: { name, size: 1, version, updated: 0 },
});
const list = (items: readonly Row[], query = QUERY) => ({ query, items, phase: "ready" as const });
const fresh = (seen: Seen | undefined, items: readonly Row[]) =>
  items.filter((each) => isFresh(seen, each)).map(({ name }) => name);

it("rows written while a person looks are fresh, until they are seen", () => {
  const before = seenAfter(undefined, list([row("a", 1), row("b", 2)]));
  const items = [row("a", 1), row("b", 4), row("c", 3)];
  const after = seenAfter(before, list(items));
  expect([fresh(before, [row("a", 1)]), fresh(after, items), fresh(allSeen(list(items)), items)]).toEqual([
    [],
    ["b", "c"],
    [],
  ]);
});

it("further pages and another query bring nothing fresh, whenever it was written", () => {
  const first = [row("a", 1)];
  const both = [...first, row("b", 9)];
  const seen = seenAfter(seenAfter(undefined, list(first)), list(both));
  const other = list([row("c", 99)], { ...QUERY, search: "c" });
  expect([fresh(seen, both), fresh(seenAfter(seen, other), other.items)]).toEqual([[], []]);
});

it("the first item of an empty place is fresh", () => {
  const items = [row("a", 1)];
  expect(fresh(seenAfter(seenAfter(undefined, list([])), list(items)), items)).toEqual(["a"]);
});

it("versions of a throw-away backend count downwards", () => {
  const items = [row("a", -3)];
  expect(fresh(seenAfter(seenAfter(undefined, list([row("a", -2)])), list(items)), items)).toEqual(["a"]);
});
