import { rmSync } from "node:fs";
import { join } from "node:path";

/** Where the store of backends with `persist: false` lives during one run of the host; its workers share it. */
export function throwAwayFolder(stateFolder: string): string {
  return join(stateFolder, "throw-away");
}

/** The host removes it before it starts (a killed one left it) and when it ends. Links in it are not followed. */
export function removeThrowAway(stateFolder: string): void {
  rmSync(throwAwayFolder(stateFolder), { recursive: true, force: true });
}
