import { useEffect, useEffectEvent, useRef } from "react";
import type { LinkView } from "../../shared/model.ts";
import { type Loaded, useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** Figures that grow with each call are read again at most this often. */
const COUNT_EVERY_MS = 1_000;

/** Where every import leads, kept up to date. */
export function useLinks(): Loaded<readonly LinkView[]> {
  const { api } = useWorkbench();
  const links = useLoaded("links", () => api.links());
  const countLater = useLater(links.reload, COUNT_EVERY_MS);
  useStudioEvent("project-changed", links.reload);
  useStudioEvent("journal-cleared", links.reload);
  useStudioEvent("invocations-changed", countLater);
  return links;
}

/** Runs `act` once within `ms`, however often it is asked to. */
function useLater(act: () => void, ms: number): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const run = useEffectEvent(act);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      run();
    }, ms);
  };
}
