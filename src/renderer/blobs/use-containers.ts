import type { ContainersView } from "../../shared/blob-model.ts";
import { type Loaded, useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** All containers with their sizes, kept up to date. */
export function useContainers(): Loaded<ContainersView> {
  const { api } = useWorkbench();
  const containers = useLoaded("containers", () => api.containers());
  useStudioEvent("state-changed", (changed) => {
    if (changed.some(({ kind }) => kind !== "keyvalue")) containers.reload();
  });
  useStudioEvent("project-changed", containers.reload);
  return containers;
}
