import type { KeyRef } from "../../shared/contract.ts";
import { StudioError } from "../../shared/errors.ts";
import type { VersionId } from "../../shared/model.ts";
import type { Containers } from "./containers.ts";
import type { Ledger, Mark, Stored } from "./ledger.ts";
import type { UndoResult } from "./reader-api.ts";
import type { VersionRow, Versions } from "./versions.ts";

/**
 * Puts back, as new versions, what each key held before the given versions. A key whose current version is not among
 * them was written since and stays; so does one whose earlier value is gone, an object whose container is not there, and
 * a container that others have put something into. Inside one transaction.
 */
export function undo(
  ledger: Ledger,
  containers: Containers,
  versions: Versions,
  given: readonly VersionId[],
  mark: Mark,
): UndoResult {
  const undone = new Set(given);
  const written: VersionId[] = [];
  const skipped: KeyRef[] = [];
  const steps = touched(ledger, versions, given).map(([row, current]) => {
    const before = undone.has(current) ? valueBefore(ledger, versions, versions.row(current), undone) : "unknown";
    return { row, before };
  });
  for (const { row, before } of steps.toSorted((a, b) => turn(a) - turn(b))) {
    const { bucketId, key } = row;
    if (before === "unknown" || !fits(containers, ledger, row, before)) skipped.push(refOf(row));
    else if (before === "absent") {
      const version = ledger.appendDeletion(bucketId, key, mark);
      if (version !== undefined) written.push(version);
    } else written.push(ledger.appendStored(bucketId, key, before, mark));
  }
  return { versions: written, skipped };
}

type Before = Stored | "absent" | "unknown";

/** Containers come back before their objects, and go after them. */
function turn({ row, before }: { readonly row: VersionRow; readonly before: Before }): number {
  if (row.kind !== "containers") return 1;
  return before === "absent" ? 2 : 0;
}

function fits(containers: Containers, ledger: Ledger, row: VersionRow, before: Before): boolean {
  if (row.kind === "container") return before === "absent" || containers.find(row.backend, row.bucket) !== undefined;
  if (row.kind !== "containers" || before !== "absent") return true;
  const bucket = ledger.findBucket(row.backend, row.key, "container");
  return bucket === undefined || containers.isEmpty(bucket);
}

function refOf({ backend, kind, bucket, key }: VersionRow): KeyRef {
  return { backend, bucket, key, ...(kind === "keyvalue" ? {} : { kind }) };
}

/** What a person hears when an undo changes nothing. */
export function nothingToPutBack(skipped: readonly KeyRef[]): StudioError {
  return new StudioError(
    "state-conflict",
    "Nothing can be put back: the values were written again since, or their history is not kept any more.",
    { details: { skipped } },
  );
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
  ledger: Ledger,
  versions: Versions,
  from: VersionRow | undefined,
  undone: ReadonlySet<VersionId>,
): Before {
  let row = from;
  while (row !== undefined && undone.has(row.seq)) {
    if (row.prevSize === null && !undone.has(row.prev)) return "absent";
    row = versions.row(row.prev);
  }
  if (row === undefined) return "unknown";
  if (row.size === null) return "absent";
  const stored = ledger.stored(row.seq);
  // What is in a file is named again, not copied: objects may be larger than the memory.
  if (stored === undefined || (stored.digest !== null && !ledger.content.has(stored.digest))) return "unknown";
  return stored;
}
