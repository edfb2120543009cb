import type { EpochMs, VersionId } from "../../shared/model.ts";
import type { Page } from "../list/paged-feed.ts";

/** What is kept under a name: an object of a container, a key of a bucket. */
export interface NamedItem {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly version: VersionId;
  readonly updated: EpochMs;
}

export type NameRow<T extends NamedItem> =
  | { readonly kind: "item"; readonly name: string; readonly item: T }
  | FolderRow;

/** Items whose names go on after the same separator. */
export interface FolderRow {
  readonly kind: "folder";
  /** From the start of the names, with the separator at its end. */
  readonly name: string;
  /** As far as they were looked at. */
  readonly items: number;
  readonly bytes: number;
  /** There are more than these. */
  readonly more: boolean;
  /** Of the newest of them. */
  readonly updated: EpochMs;
  readonly version: VersionId;
}

export interface RowQuery {
  /** Only in this folder, and folders in it as one row each; absent: all items by their whole names. */
  readonly folder?: string;
  /** What folders end with. */
  readonly separator: string;
  /** Items of all folders in the folder whose names contain it, each by itself. */
  readonly search: string;
}

/** What the studio is asked for: sorted by name. */
export interface ItemQuery {
  readonly prefix?: string;
  readonly search?: string;
  readonly after?: string;
  readonly limit: number;
}

/** Sorts after every name that goes on after the text before it, but those that go on with this very character. */
const LAST = "\u{10FFFF}";

/** One page of rows. Names in folders are passed over, however many there are. */
export async function readRows<T extends NamedItem>(
  read: (query: ItemQuery) => Promise<readonly T[]>,
  { folder, separator, search }: RowQuery,
  from: { readonly after?: string; readonly limit: number },
): Promise<Page<NameRow<T>>> {
  const found = await read({
    ...(folder === undefined || folder === "" ? {} : { prefix: folder }),
    ...(search === "" ? {} : { search }),
    ...from,
  });
  const last = found.length < from.limit ? undefined : found.at(-1)?.name;
  if (folder === undefined || search !== "") {
    const items = found.map(itemRow);
    return last === undefined ? { items } : { items, next: last };
  }
  const items = foldRows(found, folder, separator, from.after);
  const open = items.at(-1);
  if (last === undefined || open === undefined) return last === undefined ? { items } : { items, next: last };
  if (open.kind === "item") return { items, next: last };
  // The page ended inside of a folder: the next one begins behind it.
  return { items: [...items.slice(0, -1), { ...open, more: true }], next: open.name + LAST };
}

/** Items right in a folder, and one row for each folder in it. `found` is sorted, and all in the folder. */
function foldRows<T extends NamedItem>(
  found: readonly T[],
  folder: string,
  separator: string,
  after?: string,
): readonly NameRow<T>[] {
  // The row of this folder was on the page before.
  const passed = after?.endsWith(LAST) === true ? after.slice(0, -LAST.length) : undefined;
  const rows: NameRow<T>[] = [];
  for (const item of found) {
    if (passed !== undefined && item.name.startsWith(passed)) continue;
    const end = item.name.indexOf(separator, folder.length);
    if (end < 0) {
      rows.push(itemRow(item));
      continue;
    }
    const name = item.name.slice(0, end + separator.length);
    const before = rows.at(-1);
    const known = before?.kind === "folder" && before.name === name ? before : undefined;
    if (known !== undefined) rows.pop();
    rows.push({
      kind: "folder",
      name,
      items: (known?.items ?? 0) + 1,
      bytes: (known?.bytes ?? 0) + item.size,
      more: false,
      updated: Math.max(known?.updated ?? 0, item.updated),
      version: newest(known?.version ?? 0, item.version),
    });
  }
  return rows;
}

function itemRow<T extends NamedItem>(item: T): NameRow<T> {
  return { kind: "item", name: item.name, item };
}

/** Tells rows apart: a folder may have the name of an item. */
export function idOfRow({ kind, name }: Pick<NameRow<NamedItem>, "kind" | "name">): string {
  return kind === "folder" ? folderId(name) : itemId(name);
}

export function itemId(name: string): string {
  return `i:${name}`;
}

export function folderId(name: string): string {
  return `f:${name}`;
}

/** What an id stands for; the name is whole. */
export function rowOfId(id: string): { readonly kind: "item" | "folder"; readonly name: string } {
  return { kind: id.startsWith("f:") ? "folder" : "item", name: id.slice(2) };
}

export function versionOf(row: NameRow<NamedItem>): VersionId {
  return row.kind === "folder" ? row.version : row.item.version;
}

/** Versions of a throw-away backend count downwards. */
export function newest(one: VersionId, other: VersionId): VersionId {
  return Math.abs(one) > Math.abs(other) ? one : other;
}
