import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

import { StudioError } from "../../../shared/errors.ts";

/** What decides where a person's files are kept. */
export interface UserEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

const OTHERS_MAY = 0o077;

export function userEnvironment(): UserEnvironment {
  return { env: process.env, platform: process.platform, home: homedir() };
}

/** Where state of bare artefacts lives. `VITRINE_DATA_HOME` names another folder. */
export function userDataFolder(user: UserEnvironment): string {
  return folderOf(user, {
    override: "VITRINE_DATA_HOME",
    xdg: ["XDG_DATA_HOME", join(user.home, ".local", "share")],
    mac: "Application Support",
    windows: "Data",
  });
}

/** Where transpiled code lives. `VITRINE_CACHE_HOME` names another folder. */
export function userCacheFolder(user: UserEnvironment): string {
  return folderOf(user, {
    override: "VITRINE_CACHE_HOME",
    xdg: ["XDG_CACHE_HOME", join(user.home, ".cache")],
    mac: "Caches",
    windows: "Cache",
  });
}

/**
 * Makes a folder that only this user may enter, or checks that an existing one is: code from it is executed.
 * @throws StudioError `store-not-writable` when it belongs to somebody else or cannot be made
 */
export function preparePrivateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stat = lstatSync(folder);
    const me = process.getuid?.();
    if (stat.isSymbolicLink() || !stat.isDirectory()) throw refused(folder, "it is not a folder but a link or a file");
    if (me === undefined) return;
    if (stat.uid !== me) throw refused(folder, `it belongs to another user (id ${stat.uid})`);
    if ((stat.mode & OTHERS_MAY) !== 0) chmodSync(folder, 0o700);
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw refused(folder, error instanceof Error ? error.message : String(error), error);
  }
}

interface Conventions {
  readonly override: string;
  readonly xdg: readonly [variable: string, otherwise: string];
  readonly mac: string;
  readonly windows: string;
}

function folderOf({ env, platform, home }: UserEnvironment, conventions: Conventions): string {
  const override = env[conventions.override];
  if (override !== undefined && override !== "") return resolve(override);
  if (platform === "darwin") return join(home, "Library", conventions.mac, "Vitrine");
  if (platform === "win32")
    return join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "Vitrine", conventions.windows);
  const [variable, otherwise] = conventions.xdg;
  const base = env[variable];
  // The XDG specification has relative paths ignored.
  return join(base !== undefined && isAbsolute(base) ? base : otherwise, "vitrine");
}

function refused(folder: string, why: string, cause?: unknown): StudioError {
  return new StudioError(
    "store-not-writable",
    `The folder ${folder} cannot be used: ${why}. Make it a folder of yours, or set VITRINE_CACHE_HOME and VITRINE_DATA_HOME to folders that are.`,
    { cause, details: { folder } },
  );
}
