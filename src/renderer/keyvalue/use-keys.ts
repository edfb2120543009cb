import { useEffect, useState } from "react";
import { useStudioEvent } from "../connection/use-loaded.ts";
import { useStore, ValueStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { KeyFeed, type KeyList } from "./key-feed.ts";

const nothing = new ValueStore<KeyList>({ keys: [], phase: "loading", complete: false });

export interface Keys extends KeyList {
  readonly loadMore: () => void;
  readonly refresh: () => void;
}

/** The keys of a bucket, kept up to date. */
export function useKeys(backend: string, bucket: string, search: string): Keys {
  const { api, session } = useWorkbench();
  const [feed, setFeed] = useState<KeyFeed>();
  useEffect(() => {
    const next = new KeyFeed(api, backend, bucket, search);
    setFeed(next);
    const stop = session.onReady(() => void next.refresh());
    return () => {
      stop();
      next.dispose();
    };
  }, [api, session, backend, bucket, search]);
  useStudioEvent("state-changed", (changed) => {
    if (changed.some((each) => each.backend === backend && each.bucket === bucket)) void feed?.refresh();
  });
  const list = useStore<KeyList>(feed ?? nothing);
  return { ...list, loadMore: () => void feed?.loadMore(), refresh: () => void feed?.refresh() };
}
