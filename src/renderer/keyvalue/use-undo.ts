import { useCallback } from "react";
import type { VersionId } from "../../shared/model.ts";
import type { ToastAction } from "../toast/toast-store.ts";
import type { Workbench } from "../workbench/workbench.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { tellLeftAsIs } from "./left-as-is.ts";

/** The Undo of a toast: puts back what was there before these versions, and says what was left as it is and why. */
export function undoOf(workbench: Pick<Workbench, "api" | "toasts">, versions: readonly VersionId[]): ToastAction {
  return takeBack(workbench, versions, "Undo");
}

/** An undo writes versions, too: to take those back is to make the change again. */
function takeBack(
  workbench: Pick<Workbench, "api" | "toasts">,
  versions: readonly VersionId[],
  label: "Undo" | "Redo",
): ToastAction {
  const { api, toasts } = workbench;
  return {
    label,
    undo: label === "Undo",
    redo: label === "Redo",
    run: async () => {
      const reply = await api.undo(versions);
      tellLeftAsIs(toasts, reply);
      const { versions: written = [] } = reply;
      return written.length === 0 ? undefined : takeBack(workbench, written, label === "Undo" ? "Redo" : "Undo");
    },
  };
}

export function useUndo(): (versions: readonly VersionId[]) => ToastAction {
  const workbench = useWorkbench();
  return useCallback((versions) => undoOf(workbench, versions), [workbench]);
}
