import { expect, it } from "vitest";
import { folderOf, nameWithin, parentOf } from "./name-parts.ts";
import { idOfRow, type NamedItem, type NameRow, readRows } from "./name-rows.ts";

/** A container with these names; each item has one byte more than the one before. */
function container(names: readonly string[]) {
  const all = names.toSorted().map((name, at): NamedItem => ({ name, size: at + 1, version: at + 1, updated: at }));
  const asked: number[] = [];
  const objects = (query: { prefix?: string; search?: string; after?: string; limit: number }) => {
    const { prefix = "", search = "", after, limit } = query;
    const found = all
      .filter(({ name }) => name.startsWith(prefix) && name.includes(search) && (after === undefined || name > after))
      .slice(0, limit);
    asked.push(found.length);
    return Promise.resolve(found);
  };
  return { objects, asked };
}

/** All pages of a query, in short: `a/ (3)` for a folder of three, `a/ (2+)` where there are more. */
async function rows(
  names: readonly string[],
  query: { folder?: string; separator?: string; search?: string },
  limit = 1000,
) {
  const { objects, asked } = container(names);
  const found: NameRow<NamedItem>[] = [];
  let after: string | undefined;
  do {
    const page = await readRows(
      objects,
      { separator: "/", search: "", ...query },
      { ...(after === undefined ? {} : { after }), limit },
    );
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  expect(new Set(found.map(idOfRow)).size).toBe(found.length);
  const shown = found.map((row) =>
    row.kind === "item" ? row.name : `${row.name} (${row.items}${row.more ? "+" : ""})`,
  );
  return { shown, read: asked.reduce((sum, each) => sum + each, 0) };
}

const TREE = ["a", "a/1", "a/2", "a/b/1", "a0", "c/x/y", "d/", "d/e"];

it("shows folders as one row each, beside the objects right there", async () => {
  expect((await rows(TREE, { folder: "" })).shown).toEqual(["a", "a/ (3)", "a0", "c/ (1)", "d/ (2)"]);
  expect((await rows(TREE, { folder: "a/" })).shown).toEqual(["a/1", "a/2", "a/b/ (1)"]);
  expect((await rows(TREE, { folder: "d/" })).shown).toEqual(["d/", "d/e"]);
});

it("shows whole names without folders, and for a search", async () => {
  expect((await rows(TREE, {})).shown).toEqual(TREE);
  expect((await rows(TREE, { folder: "a/", search: "1" })).shown).toEqual(["a/1", "a/b/1"]);
});

it.each([1, 2, 3, 4])("shows each folder once, in pages of %d", async (limit) => {
  const { shown } = await rows(TREE, { folder: "" }, limit);
  expect(shown.map((row) => row.replace(/ .*/, ""))).toEqual(["a", "a/", "a0", "c/", "d/"]);
});

it("reads a folder of any size in one page, and says that there is more in it", async () => {
  const names = [...Array.from({ length: 5000 }, (_, at) => `big/${String(at).padStart(5, "0")}`), "z"];
  const { shown, read } = await rows(names, { folder: "" }, 100);
  expect([shown, read]).toEqual([["big/ (100+)", "z"], 101]);
});

it("takes names with the last of all characters for part of their folder", async () => {
  expect((await rows(["a/1", "a/\u{10FFFF}2", "b"], { folder: "" }, 1)).shown).toEqual(["a/ (1+)", "b"]);
});

it("takes names apart at any separator", async () => {
  const names = ["user:1:cart", "user:1:name", "user:2", "visits"];
  expect((await rows(names, { folder: "", separator: ":" })).shown).toEqual(["user: (3)", "visits"]);
  expect((await rows(names, { folder: "user:", separator: ":" })).shown).toEqual(["user:1: (2)", "user:2"]);
  expect((await rows(["a--b", "a-c"], { folder: "", separator: "--" })).shown).toEqual(["a-- (1)", "a-c"]);
  expect([folderOf("a/b/c", "/"), folderOf("c", "/"), parentOf("a/b/", "/"), parentOf("a/", "/")]).toEqual([
    "a/b/",
    "",
    "a/",
    "",
  ]);
  expect([nameWithin("a/", "a/b"), nameWithin("a/", "a/"), nameWithin("", "x")]).toEqual(["b", "a/", "x"]);
});
