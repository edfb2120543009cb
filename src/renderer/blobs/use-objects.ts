import { useState } from "react";
import type { ContainerView } from "../../shared/blob-model.ts";
import type { VersionId } from "../../shared/model.ts";
import { useStudioEvent } from "../connection/use-loaded.ts";
import { type Paged, usePagedFeed } from "../list/use-paged-feed.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { concerns } from "./concerns.ts";
import { newest, type ObjectRow, readRows, type RowQuery, versionOf } from "./object-rows.ts";

/** The rows of a container, kept up to date. For a view that shows one container as long as it lives. */
export function useObjects(of: ContainerView, query: RowQuery): Paged<ObjectRow, RowQuery> {
  const { api } = useWorkbench();
  const [place] = useState({ backend: of.backend, container: of.name });
  const list = usePagedFeed<ObjectRow, RowQuery>(
    (wanted, from, signal) => readRows((objects) => api.objects({ ...place, ...objects }, signal), wanted, from),
    query,
  );
  useStudioEvent("state-changed", (changed) => {
    if (changed.some((each) => concerns(each, place))) list.refresh();
  });
  return list;
}

export interface Flash {
  /** Whether a row was written after the list was there. */
  readonly has: (row: ObjectRow) => boolean;
  /** It was seen. */
  readonly end: () => void;
}

/** Which rows to draw attention to: those with versions newer than any that was there when the query was read first. */
export function useFlash({ query, items, phase }: Paged<ObjectRow, RowQuery>): Flash {
  const newestNow = items.reduce((found, row) => newest(found, versionOf(row)), 0);
  const [seen, setSeen] = useState<{ readonly query: RowQuery; readonly version: VersionId }>();
  // A new query: everything in it is new to the eye, so nothing of it is.
  if (phase === "ready" && seen?.query !== query) setSeen({ query, version: newestNow });
  return {
    has: (row) => seen?.query === query && Math.abs(versionOf(row)) > Math.abs(seen.version),
    end: () => setSeen({ query, version: newestNow }),
  };
}
