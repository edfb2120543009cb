import { RotateCcw } from "lucide-react";
import { MenuButton } from "../design/menu-button.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { resetState } from "./reset-state.ts";

/** What there is to do with the whole backend of the bucket that is shown. */
export function BackendMenu({ backend }: { readonly backend: string }) {
  const workbench = useWorkbench();
  const reset = {
    label: `Reset ${backend}`,
    note: "Deletes every key of it, then puts in what its seed has. Can be undone.",
    icon: RotateCcw,
    run: () => void resetState(workbench, backend),
  };
  return <MenuButton label={`Backend ${backend}`} entries={[reset]} />;
}
