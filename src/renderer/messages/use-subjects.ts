import { useCallback, useEffect, useRef, useState } from "react";
import type { SubjectBranchView, SubjectQuery } from "../../shared/model.ts";
import { type Loaded, useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** While messages come, the counts are read again at most this often. */
const REFRESH_MS = 400;
/** And so much longer than the reading took: with very many subjects the studio has other things to do, too. */
const REST = 4;

/** How many messages went where, live. While other branches are read, the ones before stay. */
export function useSubjects(query: SubjectQuery): Loaded<readonly SubjectBranchView[]> {
  const { api } = useWorkbench();
  const tookMs = useRef(0);
  const loaded = useLoaded(`subjects ${JSON.stringify(query)}`, async () => {
    const start = performance.now();
    const views = await api.subjects(query);
    tookMs.current = performance.now() - start;
    return views;
  });
  const soon = useSoon(loaded.reload, () => Math.max(REFRESH_MS, tookMs.current * REST));
  const newest = useRef(0);
  useStudioEvent("messages-changed", (changed) => {
    const last = changed.reduce((max, { id }) => Math.max(max, id), 0);
    // One that goes on counts no more than it did.
    if (last <= newest.current) return;
    newest.current = last;
    soon();
  });
  useStudioEvent("messages-cleared", loaded.reload);
  const [shown, setShown] = useState<readonly SubjectBranchView[]>();
  if (loaded.value !== undefined && loaded.value !== shown) setShown(loaded.value);
  const value = loaded.value ?? shown;
  return { ...loaded, ...(value === undefined ? {} : { value }) };
}

/** Calls once after a while, however often it is asked to meanwhile. */
function useSoon(act: () => void, delayMs: () => number): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(delayMs);
  useEffect(() => {
    latest.current = delayMs;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      act();
    }, latest.current());
  }, [act]);
}
