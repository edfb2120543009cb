import type { LucideIcon } from "lucide-react";
import { Ellipsis } from "lucide-react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import styles from "./menu-button.module.css";

interface MenuEntry {
  readonly label: string;
  /** What it does, and whether it can be taken back. */
  readonly note?: string;
  readonly icon: LucideIcon;
  readonly disabled?: boolean;
  run(): void;
}

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
        <Menu className={styles["menu"] ?? ""} aria-label={label}>
          {entries.map(({ icon: EntryIcon, ...entry }) => (
            <MenuItem
              key={entry.label}
              className={styles["item"] ?? ""}
              textValue={entry.label}
              isDisabled={entry.disabled === true}
              onAction={() => entry.run()}
            >
              <EntryIcon size={14} aria-hidden />
              <span className="cut">{entry.label}</span>
              {entry.note !== undefined && <span className={styles["note"]}>{entry.note}</span>}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
