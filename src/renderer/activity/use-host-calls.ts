import { useEffect, useState } from "react";
import type { InvocationDetail } from "../../shared/model.ts";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { HostCallFeed, type HostCallList } from "./host-call-feed.ts";

/** The host calls of an invocation, growing while it runs. For a view that shows one invocation as long as it lives. */
export function useHostCalls(invocation: InvocationDetail): HostCallList & { readonly readMore: () => void } {
  const { api } = useWorkbench();
  const [feed] = useState(() => new HostCallFeed(api, invocation.id));
  useEffect(() => () => feed.dispose(), [feed]);
  useEffect(() => void feed.refresh(), [feed, invocation.calls, invocation.outcome]);
  const list = useStore<HostCallList>(feed);
  return { ...list, readMore: () => feed.readMore() };
}
