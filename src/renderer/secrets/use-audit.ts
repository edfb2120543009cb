import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
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

  /** Reads what is newer than the rows that are there, or the first page. */
  const refresh = useCallback(() => {
    if (reading.current?.key === latest.current.key) {
      reading.current.again = true;
      return;
    }
    const own = { key: latest.current.key, again: false };
    reading.current = own;
    const read = async () => {
      const { filter: wanted, list: before } = latest.current;
      try {
        const found = await newer(api.audit.bind(api), wanted, before.rows[0]?.id ?? 0);
        if (latest.current.key !== own.key) return;
        const known = latest.current.list;
        const whole = known.rows.length === 0 || !found.joined;
        setList({
          key: own.key,
          phase: "ready",
          rows: whole ? found.rows : [...found.rows, ...known.rows],
          complete: whole ? found.rows.length < PAGE : known.complete,
        });
      } catch (error) {
        if (latest.current.key !== own.key) return;
        const text = error instanceof Error ? error.message : String(error);
        setList((now) => (now.key === own.key && now.rows.length > 0 ? now : { ...NOTHING, key: own.key, phase: "failed", error: text }));
      } finally {
        if (reading.current === own) reading.current = undefined;
        if (own.again && latest.current.key === own.key) refresh();
      }
    };
    void read();
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

/** Rows after the one that is known as the newest. `joined`: there is no gap between the two. */
async function newer(
  audit: (query: AuditQuery) => Promise<readonly AuditView[]>,
  filter: AuditFilter,
  known: number,
): Promise<{ readonly rows: readonly AuditView[]; readonly joined: boolean }> {
  const page = await audit({ ...filter, limit: PAGE });
  const rows = page.filter(({ id }) => id > known);
  return rows.length < page.length || page.length < PAGE || known === 0
    ? { rows: known === 0 ? page : rows, joined: true }
    : { rows: page, joined: false };
}
