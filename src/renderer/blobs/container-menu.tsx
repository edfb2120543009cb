import { Eraser, Plus, RotateCcw, Trash2 } from "lucide-react";
import type { ContainerView } from "../../shared/blob-model.ts";
import { MenuButton } from "../design/menu-button.tsx";
import { counted } from "../format/quantity.ts";
import { resetState } from "../keyvalue/reset-state.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { changeContainer } from "./blob-edits.ts";

interface ContainerMenuProps {
  readonly container: ContainerView;
  readonly onNew: () => void;
  /** It is not there any more. */
  readonly onGone: () => void;
}

/** What there is to do with the container that is shown, and with its whole backend. */
export function ContainerMenu({ container, onNew, onGone }: ContainerMenuProps) {
  const workbench = useWorkbench();
  const { backend, name, objects } = container;
  const clear = () => void changeContainer(workbench, { backend, container: name, change: "clear" });
  const remove = async () => {
    if (await changeContainer(workbench, { backend, container: name, change: "delete" })) onGone();
  };
  return (
    <MenuButton
      label={`Container ${name}`}
      entries={[
        { label: "New container…", icon: Plus, run: onNew },
        {
          label: `Clear ${name}`,
          note: `Deletes its ${counted(objects, "object")}. Can be undone.`,
          icon: Eraser,
          disabled: objects === 0,
          run: clear,
        },
        {
          label: `Delete ${name}`,
          note: "With everything in it. Can be undone.",
          icon: Trash2,
          run: () => void remove(),
        },
        {
          label: `Reset ${backend}`,
          note: "Deletes every container of this backend, then puts in what its seed has. Can be undone.",
          icon: RotateCcw,
          run: () => void resetState(workbench, backend, "entry"),
        },
      ]}
    />
  );
}
