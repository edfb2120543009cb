import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";

/** What makes up the state of a project; the lock stays, because it is held. */
const STATE = [
  "state.sqlite",
  "state.sqlite-wal",
  "state.sqlite-shm",
  "state.sqlite-journal",
  "content",
  "journal.sqlite",
  "journal.sqlite-wal",
  "journal.sqlite-shm",
  "journal.sqlite-journal",
];

/** Moves state and journal into a folder beside them, named by the time: nothing is deleted. Undefined: there was none. */
export async function setAsideState(stateFolder: string, now: number): Promise<string | undefined> {
  const present = STATE.filter((name) => existsSync(join(stateFolder, name)));
  if (present.length === 0) return undefined;
  const aside = join(stateFolder, "set-aside", new Date(now).toISOString().replaceAll(":", "-"));
  await mkdir(aside, { recursive: true });
  for (const name of present) await rename(join(stateFolder, name), join(aside, name));
  return aside;
}
