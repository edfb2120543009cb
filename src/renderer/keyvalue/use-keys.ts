import { useCallback, useEffect, useState } from "react";
import { useStudioEvent } from "../connection/use-loaded.ts";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { KeyFeed, type KeyList } from "./key-feed.ts";

export interface Keys extends KeyList {
  readonly loadMore: () => void;
  readonly refresh: () => void;
}

/** The keys of a bucket, kept up to date. For a view that shows one bucket as long as it lives. */
export function useKeys(backend: string, bucket: string, search: string): Keys {
  const { api, session } = useWorkbench();
  const [feed] = useState(() => new KeyFeed(api, backend, bucket, search));
  const refresh = useCallback(() => void feed.refresh(), [feed]);
  const loadMore = useCallback(() => void feed.loadMore(), [feed]);
  useEffect(() => () => feed.dispose(), [feed]);
  useEffect(() => session.onReady(refresh), [session, refresh]);
  useEffect(() => feed.setSearch(search), [feed, search]);
  useStudioEvent("events-skipped", refresh);
  useStudioEvent("state-changed", (changed) => {
    if (changed.some((each) => each.backend === backend && each.bucket === bucket)) refresh();
  });
  return { ...useStore<KeyList>(feed), loadMore, refresh };
}
