import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import {
  preparePrivateFolder,
  userDataFolder,
  type UserEnvironment,
  userEnvironment,
} from "../project/user-folders.ts";

const FILE = "trusted-folders.json";
const OTHERS_MAY_WRITE = 0o022;

/**
 * Folders whose build commands a person allowed to be run. Kept with the person, not with the project: a folder cannot
 * vouch for itself. Trust is for one folder and not for those below it.
 */
export class TrustedFolders {
  readonly #folder: string;
  readonly #file: string;

  constructor(user: UserEnvironment = userEnvironment()) {
    this.#folder = userDataFolder(user);
    this.#file = join(this.#folder, FILE);
  }

  /** A list that is missing, damaged, or that others may have written trusts nobody. */
  isTrusted(folder: string): boolean {
    const real = realOf(folder);
    return real !== undefined && this.#read().includes(real);
  }

  /** @throws StudioError `project-not-found`, `store-not-writable` */
  trust(folder: string): void {
    const real = realOf(folder);
    if (real === undefined) {
      throw new StudioError("project-not-found", `${folder} cannot be trusted: there is no such folder.`);
    }
    this.#write([...new Set([...this.#read(), real])]);
  }

  /** @throws StudioError `store-not-writable` */
  distrust(folder: string): void {
    const real = realOf(folder) ?? folder;
    this.#write(this.#read().filter((each) => each !== real));
  }

  #read(): readonly string[] {
    let descriptor: number | undefined;
    try {
      // A link could point at a list that somebody else writes. Windows knows neither that nor owners.
      descriptor = openSync(this.#file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      const { uid, mode } = fstatSync(descriptor);
      const me = process.getuid?.();
      if (me !== undefined && (uid !== me || (mode & OTHERS_MAY_WRITE) !== 0)) return [];
      const value = JSON.parse(readFileSync(descriptor, "utf8")) as unknown;
      const folders = (value as { readonly folders?: unknown } | null)?.folders;
      return Array.isArray(folders) ? folders.filter((each) => typeof each === "string") : [];
    } catch {
      return [];
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  #write(folders: readonly string[]): void {
    preparePrivateFolder(this.#folder);
    const temporary = `${this.#file}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, `${JSON.stringify({ folders: folders.toSorted() }, null, 2)}\n`, { mode: 0o600 });
      renameSync(temporary, this.#file);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new StudioError("store-not-writable", `The list of trusted folders cannot be written: ${why}.`, {
        cause: error,
        details: { file: this.#file },
      });
    }
  }
}

function realOf(folder: string): string | undefined {
  try {
    return realpathSync(folder);
  } catch {
    return undefined;
  }
}
