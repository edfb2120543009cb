import { useState } from "react";
import type { SentCall, SentCallQuery } from "../../shared/contract.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { type HistoryEntry, historyEntries } from "./history-entry.ts";

/** Which calls a history shows; the rest of the query is the search. */
export type HistoryScope = Pick<SentCallQuery, "kind" | "component" | "title">;

export interface CallHistory {
  /** Undefined until they were read for the first time. */
  readonly entries: readonly HistoryEntry[] | undefined;
  readonly error?: string;
  /** Reads older ones, too; absent when there are none. */
  readonly more?: () => void;
}

const PAGE = 40;

/** What was sent by hand, from the journal, and what is pinned; kept up to date. */
export function useCallHistory(scope: HistoryScope, search: string): CallHistory {
  const { api } = useWorkbench();
  const [pages, setPages] = useState(1);
  const limit = pages * PAGE;
  const scoped = JSON.stringify(scope);
  const sent = useLoaded(`sent ${scoped} ${search} ${limit}`, () => api.sentCalls({ ...scope, search, limit }));
  const pinned = useLoaded("pinned calls", () => api.pinnedCalls());
  useStudioEvent("pinned-calls-changed", pinned.reload);
  useStudioEvent("journal-cleared", sent.reload);
  useStudioEvent("invocations-changed", (changed) => {
    if (changed.some(({ cause, kind }) => cause.kind === "person" && kind === scope.kind)) sent.reload();
  });
  // While other words are looked for, the list stays as it is.
  const [shown, setShown] = useState<{ readonly scoped: string; readonly calls: readonly SentCall[] }>();
  if (sent.value !== undefined && sent.value !== shown?.calls) setShown({ scoped, calls: sent.value });
  const calls = sent.value ?? (shown?.scoped === scoped ? shown.calls : undefined);
  const fits = (call: { readonly kind: string; readonly component: string; readonly title: string }) =>
    call.kind === scope.kind &&
    (scope.component === undefined || call.component === scope.component) &&
    (scope.title === undefined || call.title === scope.title);
  return {
    entries: calls === undefined ? undefined : historyEntries(calls, (pinned.value ?? []).filter(fits), search),
    ...(sent.error === undefined ? {} : { error: sent.error.message }),
    ...(calls !== undefined && calls.length >= limit ? { more: () => setPages(pages + 1) } : {}),
  };
}
