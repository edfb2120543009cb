import { useCallback, useEffect, useState } from "react";
import { useStudioEvent } from "../connection/use-loaded.ts";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { PagedFeed, type PagedList, type ReadPage } from "./paged-feed.ts";

export interface Paged<T, Q> extends PagedList<T, Q> {
  readonly loadMore: () => void;
  readonly refresh: () => void;
}

/**
 * A list that grows as it is scrolled, read again when the studio returns or left events out, and when `refresh` is
 * called. `readPage` is the one of the first call for as long as the view lives.
 */
export function usePagedFeed<T, Q>(readPage: ReadPage<T, Q>, query: Q): Paged<T, Q> {
  const { session } = useWorkbench();
  const [feed] = useState(() => new PagedFeed(readPage, query));
  const refresh = useCallback(() => void feed.refresh(), [feed]);
  const loadMore = useCallback(() => void feed.loadMore(), [feed]);
  useEffect(() => () => feed.dispose(), [feed]);
  useEffect(() => session.onReady(refresh), [session, refresh]);
  useEffect(() => feed.setQuery(query), [feed, query]);
  useStudioEvent("events-skipped", refresh);
  return { ...useStore<PagedList<T, Q>>(feed), loadMore, refresh };
}
