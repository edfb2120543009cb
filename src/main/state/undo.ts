import type { KeyRef } from "../../shared/contract.ts";
import type { VersionId } from "../../shared/model.ts";
import type { Ledger, Mark, Placed } from "./ledger.ts";
import type { UndoResult } from "./reader-api.ts";
import type { VersionRow, Versions } from "./versions.ts";

/**
 * Puts back, as new versions, what each key held before the given versions. A key whose current version is not among
 * them was written since and stays; so does one whose earlier value is gone. Inside one transaction.
 */
export function undo(ledger: Ledger, versions: Versions, given: readonly VersionId[], mark: Mark): UndoResult {
  const undone = new Set(given);
  const written: VersionId[] = [];
  const skipped: KeyRef[] = [];
  for (const [row, current] of touched(ledger, versions, given)) {
    const before = undone.has(current) ? valueBefore(versions, versions.row(current), undone) : "unknown";
    if (before === "unknown") skipped.push({ backend: row.backend, bucket: row.bucket, key: row.key });
    else if (before === "absent") {
      const version = ledger.appendDeletion(row.bucketId, row.key, mark);
      if (version !== undefined) written.push(version);
    } else written.push(ledger.append(row.bucketId, row.key, ledger.place(before), mark));
  }
  return { versions: written, skipped };
}

/** One row for each key that the given versions touch, with its current version; pruned ones cannot say whose they were. */
function touched(
  ledger: Ledger,
  versions: Versions,
  given: readonly VersionId[],
): (readonly [VersionRow, VersionId])[] {
  const keys = new Map<string, readonly [VersionRow, VersionId]>();
  for (const seq of given) {
    const row = versions.row(seq);
    if (row === undefined) continue;
    const current = ledger.entry(row.bucketId, row.key)?.[0] ?? 0;
    keys.set(`${row.bucketId} ${row.key}`, [row, current]);
  }
  return [...keys.values()];
}

function valueBefore(
  versions: Versions,
  from: VersionRow | undefined,
  undone: ReadonlySet<VersionId>,
): Placed["bytes"] | "absent" | "unknown" {
  let row = from;
  while (row !== undefined && undone.has(row.seq)) {
    if (row.prevSize === null && !undone.has(row.prev)) return "absent";
    row = versions.row(row.prev);
  }
  if (row === undefined) return "unknown";
  if (row.size === null) return "absent";
  const bytes = versions.part(row.seq, 0, row.size);
  return bytes?.length === row.size ? bytes : "unknown";
}
