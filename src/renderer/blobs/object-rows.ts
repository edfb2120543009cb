import type { ObjectQuery, ObjectView } from "../../shared/blob-model.ts";
import type { EpochMs, VersionId } from "../../shared/model.ts";
import type { Page } from "../list/paged-feed.ts";

export type ObjectRow =
  | { readonly kind: "object"; readonly object: ObjectView }
  /** Objects whose names go on after the same slash. */
  | {
      readonly kind: "folder";
      /** From the start of the names, with the slash at its end. */
      readonly name: string;
      /** As far as they were looked at. */
      readonly objects: number;
      readonly bytes: number;
      /** There are more than these. */
      readonly more: boolean;
      /** Of the newest of them. */
      readonly updated: EpochMs;
      readonly version: VersionId;
    };

export interface RowQuery {
  /** Only in this folder, and folders in it as one row each; absent: all objects by their whole names. */
  readonly folder?: string;
  /** Objects of all folders in the folder whose names contain it, each by itself. */
  readonly search: string;
}

/** Sorts after every name that goes on after the text before it, but those that go on with this very character. */
const LAST = "\u{10FFFF}";

/** One page of rows. Names in folders are passed over, however many there are. */
export async function readRows(
  objects: (query: Omit<ObjectQuery, "backend" | "container">) => Promise<readonly ObjectView[]>,
  { folder, search }: RowQuery,
  from: { readonly after?: string; readonly limit: number },
): Promise<Page<ObjectRow>> {
  const found = await objects({
    ...(folder === undefined || folder === "" ? {} : { prefix: folder }),
    ...(search === "" ? {} : { search }),
    ...from,
  });
  const last = found.length < from.limit ? undefined : found.at(-1)?.name;
  if (folder === undefined || search !== "") {
    const items = found.map((object) => ({ kind: "object", object }) as const);
    return last === undefined ? { items } : { items, next: last };
  }
  const items = foldRows(found, folder, from.after);
  const open = items.at(-1);
  if (last === undefined || open === undefined) return last === undefined ? { items } : { items, next: last };
  if (open.kind === "object") return { items, next: last };
  // The page ended inside of a folder: the next one begins behind it.
  return { items: [...items.slice(0, -1), { ...open, more: true }], next: open.name + LAST };
}

/** Objects right in a folder, and one row for each folder in it. `objects` are sorted, and all in the folder. */
function foldRows(objects: readonly ObjectView[], folder: string, after?: string): readonly ObjectRow[] {
  // The row of this folder was on the page before.
  const passed = after?.endsWith(LAST) === true ? after.slice(0, -LAST.length) : undefined;
  const rows: ObjectRow[] = [];
  for (const object of objects) {
    if (passed !== undefined && object.name.startsWith(passed)) continue;
    const slash = object.name.indexOf("/", folder.length);
    if (slash < 0) {
      rows.push({ kind: "object", object });
      continue;
    }
    const name = object.name.slice(0, slash + 1);
    const before = rows.at(-1);
    const known = before?.kind === "folder" && before.name === name ? before : undefined;
    if (known !== undefined) rows.pop();
    rows.push({
      kind: "folder",
      name,
      objects: (known?.objects ?? 0) + 1,
      bytes: (known?.bytes ?? 0) + object.size,
      more: false,
      updated: Math.max(known?.updated ?? 0, object.updated),
      version: newest(known?.version ?? 0, object.version),
    });
  }
  return rows;
}

/** Tells rows apart: a folder may have the name of an object. */
export function idOfRow(row: ObjectRow): string {
  return row.kind === "folder" ? folderId(row.name) : objectId(row.object.name);
}

export function objectId(name: string): string {
  return `o:${name}`;
}

export function folderId(name: string): string {
  return `d:${name}`;
}

/** What an id stands for; the name is whole. */
export function rowOfId(id: string): { readonly kind: ObjectRow["kind"]; readonly name: string } {
  return { kind: id.startsWith("d:") ? "folder" : "object", name: id.slice(2) };
}

export function versionOf(row: ObjectRow): VersionId {
  return row.kind === "folder" ? row.version : row.object.version;
}

/** Versions of a throw-away backend count downwards. */
export function newest(one: VersionId, other: VersionId): VersionId {
  return Math.abs(one) > Math.abs(other) ? one : other;
}
