import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import { openPlace } from "./open-place.ts";

/** A place in a file of the project, `vitrine.jsonc:15:31`, that opens in the editor or is copied. */
export function PlaceLink({ place }: { readonly place: string }) {
  const workbench = useWorkbench();
  const folder = useProject()?.path ?? "";
  return (
    <button
      type="button"
      className="link mono"
      title="Open in the editor of the settings, or copy"
      onClick={() => openPlace(workbench, folder, place)}
    >
      {place}
    </button>
  );
}
