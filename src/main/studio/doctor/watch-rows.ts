import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { DoctorRow } from "../../../shared/model.ts";
import { FileWatch } from "../build/watch-files.ts";
import { isOnNetworkFileSystem } from "../project/network-file-system.ts";

const EVENT_WITHIN_MS = 5_000;
/** A watched folder costs one watch; a large project has some thousands, and editors want theirs. */
const ENOUGH_WATCHES = 32_768;
const ENOUGH_INSTANCES = 64;
const LIMITS_FOLDER = "/proc/sys/fs/inotify";

/** Writes a file, and sees whether the system tells of it. */
export async function watchingRow(folder: string | undefined, signal?: AbortSignal): Promise<DoctorRow> {
  const name = "file watching";
  if (folder !== undefined && isOnNetworkFileSystem(folder)) {
    const fix = "Nothing to do: Vitrine looks every second instead. A folder on a local disk is faster";
    return { name, status: "warning", found: `${folder} is on a network file system, which tells of no changes`, fix };
  }
  const seen = await seesChange(signal);
  if (seen === true) return { name, status: "ok", found: "a written file was noticed" };
  const fix =
    "Vitrine looks every second instead. Raise fs.inotify.max_user_watches and max_user_instances, or close programs that watch";
  return {
    name,
    status: "warning",
    found: seen === false ? "a written file was not noticed" : `watching fails: ${seen}`,
    fix,
  };
}

/** Linux has limits on watching; undefined elsewhere. */
export async function watchLimitRow(folder = LIMITS_FOLDER): Promise<DoctorRow | undefined> {
  const [watches, instances] = await Promise.all(
    ["max_user_watches", "max_user_instances"].map((file) => limit(join(folder, file))),
  );
  if (watches === undefined || instances === undefined) return undefined;
  const name = "inotify limits";
  const found = `${watches} watches, ${instances} instances`;
  if (watches >= ENOUGH_WATCHES && instances >= ENOUGH_INSTANCES) return { name, status: "ok", found };
  const fix = "sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512";
  return { name, status: "warning", found: `${found}: large projects may run into them`, fix };
}

async function seesChange(signal: AbortSignal | undefined): Promise<boolean | string> {
  const folder = await mkdtemp(join(tmpdir(), "vitrine-doctor-"));
  try {
    const outcome = Promise.withResolvers<boolean | string>();
    await using watch = new FileWatch([folder], {
      ignored: () => false,
      onTouched: () => outcome.resolve(true),
      onFailure: (error) => outcome.resolve(error.code ?? error.message),
    });
    await watch.ready;
    await writeFile(join(folder, "written"), "x");
    const giveUp = () => outcome.resolve(false);
    const timer = setTimeout(giveUp, EVENT_WITHIN_MS);
    if (signal?.aborted === true) giveUp();
    else signal?.addEventListener("abort", giveUp, { once: true });
    const seen = await outcome.promise;
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
    return seen;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function limit(file: string): Promise<number | undefined> {
  try {
    const value = Number((await readFile(file, "utf8")).trim());
    return Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
