import { useState } from "react";
import type { ContainerView } from "../../shared/blob-model.ts";
import { useStudioEvent } from "../connection/use-loaded.ts";
import { type Paged, usePagedFeed } from "../list/use-paged-feed.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { concerns } from "./concerns.ts";
import { type ObjectRow, readRows, type RowQuery } from "./object-rows.ts";

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
