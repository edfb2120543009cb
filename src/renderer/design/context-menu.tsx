import { useRef } from "react";
import { Popover } from "react-aria-components";
import { type MenuEntry, MenuList } from "./menu-list.tsx";
import styles from "./menu-list.module.css";

/** A point of the window, in CSS pixels. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

interface ContextMenuProps {
  readonly label: string;
  readonly at: MenuPoint;
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
}

/** A menu where somebody pointed, or at the row that was chosen by keys. The focus goes back when it closes. */
export function ContextMenu({ label, at, entries, onClose }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span ref={anchor} className={styles["anchor"]} style={{ left: at.x, top: at.y }} />
      <Popover
        triggerRef={anchor}
        isOpen
        onOpenChange={(open) => !open && onClose()}
        className={styles["popover"] ?? ""}
        placement="bottom start"
        offset={2}
      >
        <MenuList label={label} entries={entries} onClose={onClose} />
      </Popover>
    </>
  );
}
