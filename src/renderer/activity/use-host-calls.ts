import { useEffect, useState } from "react";
import type { InvocationDetail } from "../../shared/model.ts";
import { useStore, ValueStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { HostCallFeed, type HostCallList } from "./host-call-feed.ts";

const nothing = new ValueStore<HostCallList>({ calls: [], phase: "loading", more: false });

/** The host calls of an invocation, growing while it runs. */
export function useHostCalls(invocation: InvocationDetail): HostCallList & { readonly readMore: () => void } {
  const { api } = useWorkbench();
  const [feed, setFeed] = useState<HostCallFeed>();
  useEffect(() => {
    const next = new HostCallFeed(api, invocation.id);
    setFeed(next);
    return () => next.dispose();
  }, [api, invocation.id]);
  useEffect(() => void feed?.refresh(), [feed, invocation.calls, invocation.outcome]);
  const list = useStore<HostCallList>(feed ?? nothing);
  return { ...list, readMore: () => feed?.readMore() };
}
