import { useCallback } from "react";
import type { VersionId } from "../../shared/model.ts";
import type { ToastAction } from "../toast/toast-store.ts";
import type { Workbench } from "../workbench/workbench.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { tellLeftAsIs } from "./left-as-is.ts";

/** The Undo of a toast: puts back what was there before these versions, and says what was left as it is and why. */
export function undoOf(
  { api, toasts }: Pick<Workbench, "api" | "toasts">,
  versions: readonly VersionId[],
): ToastAction {
  return {
    label: "Undo",
    undo: true,
    run: async () => {
      tellLeftAsIs(toasts, await api.undo(versions));
    },
  };
}

export function useUndo(): (versions: readonly VersionId[]) => ToastAction {
  const workbench = useWorkbench();
  return useCallback((versions) => undoOf(workbench, versions), [workbench]);
}
