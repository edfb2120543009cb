import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, mkdtempSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import { userDataFolder, type UserEnvironment } from "./user-folders.ts";

/** Beside `vitrine.jsonc`; never watched, never committed. */
export const STATE_FOLDER = ".vitrine";

const READABLE_CHARS = 80;
const HASH_CHARS = 16;

/** A bare artefact's state does not lie beside it: clean builds empty that folder. */
export function artefactStatePath(wasm: string, user: UserEnvironment): string {
  const hash = createHash("sha256").update(wasm).digest("hex").slice(0, HASH_CHARS);
  const readable = wasm
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[-.]+/, "")
    .slice(-READABLE_CHARS);
  return join(userDataFolder(user), "artefacts", `${readable}-${hash}`);
}

/**
 * Makes the folder for state and journal if it is missing, and finds out whether it can be written.
 * @throws StudioError `store-not-writable`; `path-outside-project` when the folder is a link
 */
export function prepareStateFolder(folder: string): void {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink() === true) {
    throw new StudioError(
      "path-outside-project",
      `${folder} is a symbolic link, and Vitrine keeps its state only in a real folder. Remove the link and open the project again.`,
      { details: { folder } },
    );
  }
  if (stat !== undefined && !stat.isDirectory()) throw notWritable(folder, "there is a file of that name");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Only trying tells for certain: permissions, read-only disks and full ones all look alike beforehand.
    rmdirSync(mkdtempSync(join(folder, ".try-")));
    ignoreForGit(folder);
  } catch (error) {
    throw notWritable(folder, error instanceof Error ? error.message : String(error), error);
  }
}

function ignoreForGit(folder: string): void {
  try {
    writeFileSync(join(folder, ".gitignore"), "*\n", { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function notWritable(folder: string, why: string, cause?: unknown): StudioError {
  return new StudioError(
    "store-not-writable",
    `The state of the project cannot be kept in ${folder}: ${why}. ` +
      "Give yourself write permission there, free some space, or copy the project to a folder of yours.",
    { cause, details: { folder } },
  );
}
