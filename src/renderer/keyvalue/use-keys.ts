import type { KeyView } from "../../shared/model.ts";
import { useStudioEvent } from "../connection/use-loaded.ts";
import { type Paged, usePagedFeed } from "../list/use-paged-feed.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** The keys of a bucket that contain the search, kept up to date. For a view that shows one bucket as long as it lives. */
export function useKeys(backend: string, bucket: string, search: string): Paged<KeyView, string> {
  const { api } = useWorkbench();
  const list = usePagedFeed<KeyView, string>(async (wanted, from, signal) => {
    const items = await api.keys({ backend, bucket, ...(wanted === "" ? {} : { search: wanted }), ...from }, signal);
    const last = items.at(-1);
    return items.length < from.limit || last === undefined ? { items } : { items, next: last.key };
  }, search);
  useStudioEvent("state-changed", (changed) => {
    if (changed.some((each) => each.backend === backend && each.bucket === bucket)) list.refresh();
  });
  return list;
}
