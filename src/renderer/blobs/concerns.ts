import type { BucketKind } from "../../shared/model.ts";

/** Whether a change is one of the objects of a container, or of the container itself. */
export function concerns(
  changed: { readonly backend: string; readonly kind: BucketKind; readonly bucket: string },
  container: { readonly backend: string; readonly container: string },
): boolean {
  if (changed.backend !== container.backend) return false;
  return changed.kind === "containers" || (changed.kind === "container" && changed.bucket === container.container);
}
