import { existsSync } from "node:fs";
import { access, constants, mkdtemp, rmdir, stat, statfs, writeFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { DoctorRow } from "../../../shared/model.ts";
import { preparePrivateFolder } from "../project/user-folders.ts";

const MIB = 1024 * 1024;
const LITTLE_BYTES = 1024 * MIB;
const TOO_LITTLE_BYTES = 100 * MIB;
/** File times may be coarse, and network file systems have a clock of their own. */
const CLOCK_DIFFERS_MS = 5_000;
/** Before Vitrine was written, no clock was right. */
const EARLIEST = Date.UTC(2025, 0, 1);

/** Whether state can be kept: in a folder that is there, or one that is to be made. */
export async function stateFolderRow(folder: string): Promise<DoctorRow> {
  const name = "state folder";
  const existing = nearestExisting(folder);
  try {
    if (existing === folder) await rmdir(await mkdtemp(join(folder, ".try-")));
    // Made only when a project is opened.
    else await access(existing, constants.W_OK);
    return { name, status: "ok", found: folder };
  } catch (error) {
    const fix = "Give yourself write permission there, or copy the project to a folder of yours";
    return { name, status: "problem", found: `${folder} cannot be written: ${reasonOf(error)}`, fix };
  }
}

/** Whether transpiled code can be kept where nobody else may write it. */
export async function cacheFolderRow(folder: string): Promise<DoctorRow> {
  const name = "cache folder";
  try {
    preparePrivateFolder(folder);
    await rmdir(await mkdtemp(join(folder, ".try-")));
    return { name, status: "ok", found: folder };
  } catch (error) {
    return {
      name,
      status: "problem",
      found: `${folder} cannot be used: ${reasonOf(error)}`,
      fix: "Make it yours, or set VITRINE_CACHE_HOME to another folder",
    };
  }
}

export async function diskRow(folder: string): Promise<DoctorRow> {
  const { bavail, bsize } = await statfs(nearestExisting(folder));
  return spaceRow(bavail * bsize, folder);
}

/** @param free bytes */
export function spaceRow(free: number, folder: string): DoctorRow {
  const name = "disk space";
  const found = `${free >= LITTLE_BYTES ? `${(free / 1024 / MIB).toFixed(0)} GiB` : `${(free / MIB).toFixed(0)} MiB`} free`;
  if (free >= LITTLE_BYTES) return { name, status: "ok", found };
  return {
    name,
    status: free < TOO_LITTLE_BYTES ? "problem" : "warning",
    found,
    fix: `Free some space on the disk of ${folder}`,
  };
}

/** Whether the clock can be right: records and versions carry its time. */
export async function clockRow(now: () => number): Promise<DoctorRow> {
  const name = "clock";
  const at = now();
  const found = Number.isFinite(at) ? new Date(at).toISOString() : String(at);
  if (at < EARLIEST)
    return { name, status: "problem", found: `${found}, which is long past`, fix: "Set the clock of this machine" };
  const file = join(await mkdtemp(join(tmpdir(), "vitrine-doctor-")), "clock");
  await writeFile(file, "");
  const { mtimeMs } = await stat(file);
  await rm(dirname(file), { recursive: true });
  const difference = Math.abs(mtimeMs - now());
  if (difference <= CLOCK_DIFFERS_MS) return { name, status: "ok", found };
  const seconds = (difference / 1000).toFixed(0);
  return {
    name,
    status: "warning",
    found: `${found}; files get times ${seconds} s away`,
    fix: "Let the machine and its file server agree on the time (NTP)",
  };
}

function nearestExisting(path: string): string {
  for (let at = path; ; at = dirname(at)) if (existsSync(at) || dirname(at) === at) return at;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
