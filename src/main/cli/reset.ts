import type { StudioApi } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import { warn } from "./warn.ts";

export interface ResetOptions {
  readonly json?: boolean;
  readonly backend?: string;
}

/** `vitrine state PATH reset`: at once, and not asked again; `undo` with the steps it prints takes it back. */
export async function reset(api: StudioApi, words: readonly string[], options: ResetOptions): Promise<void> {
  if (words.length > 0) throw new StudioError("usage", "Use: reset [--backend NAME]. Without it, all state is reset.");
  const reply = await api.resetState(options.backend === undefined ? {} : { backend: options.backend });
  const { deleted, seeded, unseeded, steps } = reply;
  const { problems } = unseeded.length === 0 ? { problems: [] } : await api.project();
  for (const backend of unseeded) {
    const why = problems.find(({ id }) => id === `seed:${backend}:invalid`)?.detail ?? "";
    warn(`${backend} begins empty, because its seed cannot be used. ${why}`);
  }
  if (options.json === true) return print(JSON.stringify(reply));
  const ranges = steps.map(({ first, last }) => `${first}..${last}`).join(" ");
  print(`deleted ${deleted}, seeded ${seeded}${ranges === "" ? "" : `; take it back with: undo -- ${ranges}`}`);
}

/** `vitrine state PATH undo FIRST..LAST…`; of a throw-away store both numbers are negative. */
export async function undoReset(api: StudioApi, words: readonly string[], options: ResetOptions): Promise<void> {
  const steps = words.map((word) => {
    const [, first, last] = /^(-?\d{1,15})\.\.(-?\d{1,15})$/.exec(word) ?? [];
    if (first === undefined || last === undefined) throw usage(`, not ${JSON.stringify(word)}`);
    return { first: Number(first), last: Number(last) };
  });
  if (steps.length === 0) throw usage("");
  const { restored, skipped, more = 0 } = await api.undoReset(steps);
  const left = skipped.length + more;
  if (options.json === true) return print(JSON.stringify({ restored, left }));
  print(`put back ${restored}${left === 0 ? "" : `, left ${left} that were written since`}`);
}

function usage(not: string): StudioError {
  return new StudioError("usage", `Use: undo FIRST..LAST…, as reset prints it${not}.`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
