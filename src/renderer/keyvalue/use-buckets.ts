import type { BucketView } from "../../shared/model.ts";
import { type Loaded, useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** All buckets with their sizes, kept up to date. */
export function useBuckets(): Loaded<readonly BucketView[]> {
  const { api } = useWorkbench();
  const buckets = useLoaded("buckets", () => api.buckets());
  useStudioEvent("state-changed", buckets.reload);
  return buckets;
}
