import { useCallback } from "react";
import { counted } from "../format/quantity.ts";
import { useUndo } from "./use-undo.ts";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";

/** Deletes at once and offers Undo: nothing is asked that can be taken back. */
export function useDeleteKeys(backend: string, bucket: string): (keys: readonly string[]) => Promise<void> {
  const { api, toasts, route } = useWorkbench();
  const undo = useUndo();
  const { params } = useRoute();
  const chosen = params["key"];
  return useCallback(
    async (keys) => {
      if (keys.length === 0) return;
      try {
        const versions = await api.deleteKeys(backend, bucket, keys);
        if (chosen !== undefined && keys.includes(chosen)) route.patch({ key: undefined });
        const [only] = keys;
        toasts.done(
          keys.length === 1 ? `Deleted ${only ?? ""}.` : `Deleted ${counted(keys.length, "key")}.`,
          undo(versions),
        );
      } catch (error) {
        toasts.failed("Nothing was deleted.", error);
      }
    },
    [api, backend, bucket, chosen, route, toasts, undo],
  );
}
