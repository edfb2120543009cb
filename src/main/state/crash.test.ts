import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { expect, it } from "vitest";

import { tempFolder } from "./fixtures/temp-folder.ts";
import { StateService } from "./state-service.ts";
import { openStore } from "./store.ts";

const local = { persist: true, networkFileSystem: false } as const;
const ROUNDS = 6;

it("loses no acknowledged write and shows none half done when its writer is killed, again and again", async () => {
  const folder = tempFolder();
  openStore({ folder, ...local, create: true })[Symbol.dispose]();
  const entry = new URL("./fixtures/write-forever.ts", import.meta.url).pathname;
  for (let round = 1; round <= ROUNDS; round++) {
    const acknowledged = await killedAfter(entry, [folder, String(round)], 10 + round * 7);
    using store = openStore({ folder, ...local, create: true });
    const [small, twin, large] = store
      .keyvalue("keyvalue", [])
      .getMany("b", ["small", "twin", "large"])
      .map((value) => new TextDecoder().decode(value).replace(/[^0-9:].*/s, ""));
    const [wroteIn = 0, last = 0] = (small ?? "").split(":").map(Number);
    expect({ round: wroteIn, twin, large: large?.startsWith(small ?? "none") }).toEqual({ round, twin: small, large: true });
    expect(last).toBeGreaterThanOrEqual(acknowledged);
    const service = new StateService({ folder, ...local, create: true });
    const history = await service.keyHistory({ backend: "keyvalue", bucket: "b", key: "small" }, 10_000);
    const values = history.map(({ after }) => new TextDecoder().decode(after?.kept));
    expect(values.slice(0, last)).toEqual(Array.from({ length: last }, (_, at) => `${round}:${last - at}`));
    await service.close();
  }
});

/** Runs a script, kills it once it has printed so many lines, and returns the number in the last one it printed. */
async function killedAfter(script: string, args: readonly string[], lines: number): Promise<number> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  let printed = 0;
  let last = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (++printed === lines) child.kill("SIGKILL");
  }
  await exit;
  expect(printed).toBeGreaterThanOrEqual(lines);
  return last;
}
