import type { StudioApi } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { AuditView } from "../../shared/model.ts";
import { MIN_TRACKED_BYTES } from "../../shared/secrets-model.ts";

export interface AuditOptions {
  readonly json?: boolean;
  readonly limit: number;
}

const PAGE = 1_000;

/** `vitrine state PATH audit`: who got which secret when, and where its bytes left a component; oldest first. */
export async function audit(api: StudioApi, words: readonly string[], options: AuditOptions): Promise<void> {
  if (words.length > 0) {
    throw new StudioError(
      "usage",
      "Use: audit [--limit N] [--json]. The audit can be read, and nothing of it deleted.",
    );
  }
  const { limit } = options;
  const rows: AuditView[] = [];
  while (rows.length < limit) {
    const before = rows.at(-1)?.id;
    const page = await api.audit({
      limit: Math.min(PAGE, limit - rows.length),
      ...(before === undefined ? {} : { before }),
    });
    rows.push(...page);
    if (page.length === 0) break;
  }
  rows.reverse();
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(rows)}\n`);
    return;
  }
  for (const row of rows) process.stdout.write(`${line(row)}\n`);
  const untracked = (await api.secrets()).filter(({ state, tracked }) => state === "found" && !tracked);
  for (const { name } of untracked) process.stderr.write(`${unseen(name)}\n`);
}

function unseen(name: string): string {
  return `The secret ${name} is not tracked: with fewer than ${MIN_TRACKED_BYTES} bytes it would be found everywhere, so its leaks are not listed here. Use a longer value.`;
}

function line({
  at,
  kind,
  key,
  source,
  outcome,
  component,
  invocation,
  span,
  place,
  form,
  function: fn,
}: AuditView): string {
  const from = source === "" ? "" : ` (${source})`;
  const who = component === undefined ? "you" : `${component}, invocation ${invocation ?? "?"}, span ${span ?? 0}`;
  const what =
    kind === "leak"
      ? ` through ${place ?? "?"} as ${form ?? "plain"}${fn === undefined || fn === "" ? "" : ` in ${fn}`}`
      : ` ${outcome}`;
  return `${new Date(at).toISOString()} ${kind.padEnd(13)} ${key}${from}${what} by ${who}`;
}
