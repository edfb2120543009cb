import { Ellipsis, RotateCcw } from "lucide-react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./backend-menu.module.css";
import { resetState } from "./reset-state.ts";

/** What there is to do with the whole backend of the bucket that is shown. */
export function BackendMenu({ backend }: { readonly backend: string }) {
  const workbench = useWorkbench();
  return (
    <MenuTrigger>
      <Button className="icon" aria-label={`Backend ${backend}`}>
        <Ellipsis size={14} aria-hidden />
      </Button>
      <Popover className={styles["popover"] ?? ""} placement="bottom end">
        <Menu className={styles["menu"] ?? ""} aria-label={`Backend ${backend}`}>
          <MenuItem
            className={styles["item"] ?? ""}
            textValue={`Reset ${backend}`}
            onAction={() => void resetState(workbench, backend)}
          >
            <RotateCcw size={14} aria-hidden />
            <span className="cut">Reset {backend}</span>
            <span className={styles["note"]}>
              Deletes every key of it, then puts in what its seed has. Can be undone.
            </span>
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
