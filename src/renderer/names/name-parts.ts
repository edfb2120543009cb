/** Parts of a name between separators, as folders that exist only in the view. An empty separator makes none. */

/** `a/b/` of `a/b/c`; empty at the top. */
export function folderOf(name: string, separator: string): string {
  if (separator === "") return "";
  const at = name.lastIndexOf(separator);
  return at < 0 ? "" : name.slice(0, at + separator.length);
}

/** The folder that a folder is in: `a/` of `a/b/`. */
export function parentOf(folder: string, separator: string): string {
  return folderOf(folder.slice(0, -separator.length), separator);
}

/** The name from within a folder; the whole name where nothing is left of it, as for an object called `a/`. */
export function nameWithin(folder: string, name: string): string {
  const rest = name.startsWith(folder) ? name.slice(folder.length) : name;
  return rest === "" ? name : rest;
}
