import type { ObjectRef } from "../../shared/blob-model.ts";

/** Parts of an object's name between slashes, as folders that exist only in the view. */

/** `a/b/` of `a/b/c`; empty at the top. */
export function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf("/") + 1);
}

/** The folder that a folder is in: `a/` of `a/b/`. */
export function parentOf(folder: string): string {
  return folderOf(folder.slice(0, -1));
}

/** The name from within a folder; the whole name where nothing is left of it, as for an object called `a/`. */
export function nameWithin(folder: string, name: string): string {
  const rest = name.startsWith(folder) ? name.slice(folder.length) : name;
  return rest === "" ? name : rest;
}

/** `c` of `a/b/c`. */
export function lastPart(name: string): string {
  return nameWithin(folderOf(name), name);
}

/** Where in the window an object is shown. */
export function objectPlace({ backend, container, name }: ObjectRef) {
  return { path: ["blobs", backend, container], params: { object: name, folder: folderOf(name) } };
}
