import type { LucideIcon } from "lucide-react";
import { Ellipsis } from "lucide-react";
import { Button, MenuTrigger, Popover } from "react-aria-components";
import { type MenuEntry, MenuList } from "./menu-list.tsx";
import styles from "./menu-list.module.css";

interface MenuButtonProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly icon?: LucideIcon;
}

/** The further things there are to do with something: its name is the label. */
export function MenuButton({ label, entries, icon: Icon = Ellipsis }: MenuButtonProps) {
  return (
    <MenuTrigger>
      <Button className="icon" aria-label={label}>
        <Icon size={14} aria-hidden />
      </Button>
      <Popover className={styles["popover"] ?? ""} placement="bottom end">
        <MenuList label={label} entries={entries} />
      </Popover>
    </MenuTrigger>
  );
}
