import { useState } from "react";
import type { ContainerView, ObjectView } from "../../shared/blob-model.ts";
import { useStudioEvent } from "../connection/use-loaded.ts";
import { type Paged, usePagedFeed } from "../list/use-paged-feed.ts";
import { type NameRow, readRows, type RowQuery } from "../names/name-rows.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { concerns } from "./concerns.ts";

/** The rows of a container, kept up to date. For a view that shows one container as long as it lives. */
export function useObjects(of: ContainerView, query: RowQuery): Paged<NameRow<ObjectView>, RowQuery> {
  const { api } = useWorkbench();
  const [place] = useState({ backend: of.backend, container: of.name });
  const list = usePagedFeed<NameRow<ObjectView>, RowQuery>(
    (wanted, from, signal) => readRows((objects) => api.objects({ ...place, ...objects }, signal), wanted, from),
    query,
  );
  useStudioEvent("state-changed", (changed) => {
    if (changed.some((each) => concerns(each, place))) list.refresh();
  });
  return list;
}
