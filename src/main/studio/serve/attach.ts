import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** How a second process reaches the studio that hosts a project: only the person who runs it can read this. */
export interface AttachPoint {
  /** `http://127.0.0.1:7000` */
  readonly origin: string;
  readonly token: string;
  readonly pid: number;
}

const FILE = "attach.json";

/** Writes it with mode 0600; the returned function removes it. */
export async function writeAttachPoint(stateFolder: string, point: AttachPoint): Promise<() => Promise<void>> {
  const file = join(stateFolder, FILE);
  await rm(file, { force: true, recursive: true });
  await writeFile(file, `${JSON.stringify(point)}\n`, { mode: 0o600, flag: "wx" });
  return () => rm(file, { force: true });
}

/** Undefined when nobody hosts the project, or what is there is not ours. */
export function readAttachPoint(stateFolder: string): AttachPoint | undefined {
  try {
    const point = JSON.parse(readFileSync(join(stateFolder, FILE), "utf8")) as Partial<AttachPoint>;
    if (typeof point.origin !== "string" || typeof point.token !== "string" || typeof point.pid !== "number")
      return undefined;
    return { origin: point.origin, token: point.token, pid: point.pid };
  } catch {
    return undefined;
  }
}
