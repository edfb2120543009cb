import type { ObjectRef } from "../../shared/blob-model.ts";
import * as parts from "../names/name-parts.ts";

/** What parts of an object's name end with that the view shows as folders. */
export const SEPARATOR = "/";

/** `a/b/` of `a/b/c`; empty at the top. */
export function folderOf(name: string): string {
  return parts.folderOf(name, SEPARATOR);
}

/** `c` of `a/b/c`. */
export function lastPart(name: string): string {
  return parts.nameWithin(folderOf(name), name);
}

/** Where in the window an object is shown. */
export function objectPlace({ backend, container, name }: ObjectRef) {
  return { path: ["blobs", backend, container], params: { object: name, folder: folderOf(name) } };
}
