import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { StudioApi } from "../../shared/contract.ts";
import type { AuditQuery, AuditView } from "../../shared/model.ts";
import { useStudioEvent } from "../connection/use-loaded.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

export type AuditFilter = Omit<AuditQuery, "before" | "limit">;

export interface AuditList {
  readonly phase: "loading" | "ready" | "failed";
  readonly error?: string;
  /** Newest first. */
  readonly rows: readonly AuditView[];
  /** The oldest row that fits is among them. */
  readonly complete: boolean;
}

const PAGE = 200;
/** Of rows that came since the last look, some seconds of the busiest component. */
const MAX_NEWER_PAGES = 10;
const NOTHING: AuditList = { phase: "loading", rows: [], complete: false };

/** The rows of the audit that fit, kept in step with it; older ones are read when they are wanted. */
export function useAudit(filter: AuditFilter) {
  const { api, session } = useWorkbench();
  const key = JSON.stringify(filter);
  const [list, setList] = useState<AuditList & { readonly key: string }>({ ...NOTHING, key });
  const shown = list.key === key ? list : { ...NOTHING, key };
  const latest = useRef({ key, filter, list: shown });
  useLayoutEffect(() => {
    latest.current = { key, filter, list: shown };
  });
  const reading = useRef<{ key: string; again: boolean } | undefined>(undefined);
  const readingOlder = useRef(false);

  /** Reads what is newer than the rows that are there, or the first page; while it reads, one more time after. */
  const refresh = useCallback(() => {
    const read = async () => {
      const { key: wanted, filter: narrowed, list: before } = latest.current;
      const own = { key: wanted, again: false };
      reading.current = own;
      const next = await newerRows(api, narrowed, before);
      if (reading.current === own) reading.current = undefined;
      if (latest.current.key !== wanted) return;
      setList((now) => ({ ...joined(next, now.key === wanted ? now : NOTHING), key: wanted }));
      if (own.again) void read();
    };
    if (reading.current?.key === latest.current.key) reading.current.again = true;
    else void read();
  }, [api]);

  const loadOlder = useCallback(async () => {
    const { key: wanted, filter: narrowed, list: known } = latest.current;
    const oldest = known.rows.at(-1);
    if (readingOlder.current || known.complete || known.phase !== "ready" || oldest === undefined) return;
    readingOlder.current = true;
    try {
      const page = await api.audit({ ...narrowed, before: oldest.id, limit: PAGE });
      setList((now) =>
        now.key === wanted && now.rows.at(-1)?.id === oldest.id
          ? { ...now, rows: [...now.rows, ...page], complete: page.length < PAGE }
          : now,
      );
    } catch {
      // The studio went away in between: its return reads the list again.
    } finally {
      readingOlder.current = false;
    }
  }, [api]);

  useEffect(() => session.onReady(refresh), [session, refresh, key]);
  useStudioEvent("audit-changed", refresh);
  useStudioEvent("events-skipped", refresh);
  return { ...shown, loadOlder, refresh };
}

type Newer =
  /** `whole`: there may be others between these and the rows that are known. */
  { readonly rows: readonly AuditView[]; readonly whole: boolean } | { readonly error: string };

async function newerRows(api: Pick<StudioApi, "audit">, filter: AuditFilter, known: AuditList): Promise<Newer> {
  try {
    const newest = known.rows[0]?.id ?? 0;
    const rows: AuditView[] = [];
    for (let pages = 1; ; pages += 1) {
      const before = rows.at(-1)?.id;
      const page = await api.audit({ ...filter, ...(before === undefined ? {} : { before }), limit: PAGE });
      rows.push(...page.filter(({ id }) => id > newest));
      if (newest === 0) return { rows, whole: true };
      // A few pages are read to close the gap, so that the rows that somebody reads stay.
      if (page.length < PAGE || (page.at(-1)?.id ?? 0) <= newest) return { rows, whole: false };
      if (pages === MAX_NEWER_PAGES) return { rows, whole: true };
    }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function joined(newer: Newer, known: AuditList): AuditList {
  if ("error" in newer) {
    // What is there stays: the studio went away, and its return reads again.
    return known.rows.length > 0 ? known : { ...NOTHING, phase: "failed", error: newer.error };
  }
  const { rows, whole } = newer;
  if (whole) return { phase: "ready", rows, complete: rows.length < PAGE };
  const newest = known.rows[0]?.id ?? 0;
  return { ...known, phase: "ready", rows: [...rows.filter(({ id }) => id > newest), ...known.rows] };
}
