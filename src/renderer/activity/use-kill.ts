import { useCallback } from "react";
import type { InvocationId } from "../../shared/model.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** Ends a running invocation; that it ended is seen in its row. */
export function useKill(): (id: InvocationId) => Promise<void> {
  const { api, toasts } = useWorkbench();
  return useCallback(
    (id) => api.kill(id).catch((error: unknown) => toasts.failed("The invocation could not be killed.", error)),
    [api, toasts],
  );
}
