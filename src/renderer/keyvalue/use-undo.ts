import { useCallback } from "react";
import type { VersionId } from "../../shared/model.ts";
import type { ToastAction } from "../toast/toast-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** The Undo of a toast: puts back what was there before these versions, and says what was left as it is and why. */
export function useUndo(): (versions: readonly VersionId[]) => ToastAction {
  const { api, toasts } = useWorkbench();
  return useCallback(
    (versions) => ({
      label: "Undo",
      undo: true,
      run: async () => {
        const { skipped } = await api.undo(versions);
        if (skipped.length === 0) return;
        const names = skipped.map((ref) => ref.key).join(", ");
        toasts.failed("Not everything was put back.", new Error(`Something newer was written since to ${names}.`));
      },
    }),
    [api, toasts],
  );
}
