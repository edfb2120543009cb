import { realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";

import { StudioError } from "../../../shared/errors.ts";

/**
 * A path of a project as an absolute one, refused when it leaves the project: by `..`, as an absolute path, or
 * through a symbolic link. What does not exist yet is judged by the folder it would come to be in.
 * @param root the project's folder, its links already followed
 * @throws StudioError `path-outside-project`; `where` says where the path was written
 */
export function confine(root: string, path: string, where: string, base = root): string {
  const absolute = resolve(base, path);
  const real = realOf(absolute);
  if (isInside(root, absolute) && isInside(root, real)) return absolute;
  const link = isInside(root, absolute) ? `, because a link on the way leads to ${real}` : "";
  throw new StudioError(
    "path-outside-project",
    `${where}: ${JSON.stringify(path)} leads outside of the project ${root}${link}. ` +
      "Use a path inside it, or open the folder above as the project.",
    { details: { path, resolved: real, project: root } },
  );
}

export function isInside(folder: string, path: string): boolean {
  const steps = relative(folder, path);
  return steps === "" || (!isAbsolute(steps) && steps !== ".." && !/^\.\.[/\\]/.test(steps));
}

/** With every link followed, as far as the path exists. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realOf(parent), relative(parent, path));
  }
}
