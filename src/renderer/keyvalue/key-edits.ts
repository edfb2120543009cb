import { MAX_IMPORT_BYTES, type StudioApi } from "../../shared/contract.ts";
import { counted } from "../format/quantity.ts";
import type { NamedItem } from "../names/name-rows.ts";
import { namesOf } from "../names/names-under.ts";
import type { Workbench } from "../workbench/workbench.ts";
import { type FileKey, keyFileText, parseKeyFile } from "./key-file.ts";
import { readWhole, saveFile } from "./read-whole.ts";
import { type BucketPlace, readKeys } from "./use-keys.ts";
import { undoOf } from "./use-undo.ts";

/** What a person changes in a bucket: done at once, with Undo, and told. False: it did not work, which is told, too. */

/** Rows by their ids; all keys of a folder go with it. */
export async function deleteKeyRows(
  workbench: Workbench,
  place: BucketPlace,
  rowIds: readonly string[],
): Promise<boolean> {
  const { api, toasts } = workbench;
  try {
    const keys = await namesOf((query) => readKeys(api, place, query), rowIds);
    const versions = await api.deleteKeys(place.backend, place.bucket, keys);
    const [only] = keys;
    toasts.done(
      `Deleted ${keys.length === 1 ? (only ?? "") : counted(versions.length, "key")}.`,
      versions.length === 0 ? undefined : undoOf(workbench, versions),
    );
    return true;
  } catch (error) {
    toasts.failed("Nothing was deleted.", error);
    return false;
  }
}

/** A key as a person looked at it. */
export type SeenKey = Pick<NamedItem, "name" | "version">;

/** The same value under another key. */
export async function renameKey(workbench: Workbench, place: BucketPlace, from: SeenKey, to: string): Promise<boolean> {
  const { api, toasts } = workbench;
  try {
    const versions = await api.renameKey({ ...place, key: from.name, to, expected: from.version });
    toasts.done(`Renamed ${from.name} to ${to}.`, undoOf(workbench, versions));
    return true;
  } catch (error) {
    toasts.failed(`${from.name} stays as it was.`, error);
    return false;
  }
}

/** Writes the keys of a file, over what is there: all of them, or none. */
export async function importKeys(workbench: Workbench, place: BucketPlace, file: File): Promise<void> {
  const { api, toasts } = workbench;
  try {
    const keys = parseKeyFile(await file.text(), place.bucket);
    if (keys.reduce((sum, { key, value }) => sum + key.length + value.length, 0) > MAX_IMPORT_BYTES) {
      throw new Error("The values are larger than 48 MiB together. Make it the seed of the backend instead.");
    }
    const versions = await api.setValues({ ...place, entries: keys.map(({ key, value }) => [key, value]) });
    toasts.done(
      keys.length === 0 ? `There are no keys in ${file.name}.` : `Imported ${counted(keys.length, "key")}.`,
      versions.length === 0 ? undefined : undoOf(workbench, versions),
    );
  } catch (error) {
    toasts.failed(`Nothing was imported from ${file.name}.`, error);
  }
}

const PAGE = 1000;
const AT_ONCE = 50;
/** A text in a page's memory: larger buckets are for the command line. */
const MAX_EXPORT_BYTES = 128 * 1024 * 1024;

/** Gives the person all keys that begin so as a file that is also a seed. */
export async function exportKeys(workbench: Workbench, place: BucketPlace, prefix: string): Promise<void> {
  const { api, toasts } = workbench;
  try {
    const keys = await readAll(api, place, prefix);
    saveFile(new Blob([keyFileText(place.bucket, keys)], { type: "application/json" }), `${place.bucket}.json`);
    toasts.done(`Exported ${counted(keys.length, "key")}.`);
  } catch (error) {
    toasts.failed("Nothing was exported.", error);
  }
}

async function readAll(api: StudioApi, place: BucketPlace, prefix: string): Promise<readonly FileKey[]> {
  const keys: FileKey[] = [];
  let bytes = 0;
  for (let after: string | undefined; ;) {
    const page = await api.keys({ ...place, prefix, limit: PAGE, ...(after === undefined ? {} : { after }) });
    bytes = page.reduce((sum, { size }) => sum + size, bytes);
    if (bytes > MAX_EXPORT_BYTES) {
      throw new Error("The values are larger than 128 MiB together. Export a folder of it instead.");
    }
    for (let at = 0; at < page.length; at += AT_ONCE) {
      const some = page.slice(at, at + AT_ONCE).map(async ({ key }) => ({
        key,
        value: await readWhole(api, await api.value({ ...place, key })),
      }));
      keys.push(...(await Promise.all(some)));
    }
    if (page.length < PAGE) return keys;
    after = page.at(-1)?.key;
  }
}
