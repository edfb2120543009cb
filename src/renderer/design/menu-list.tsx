import type { LucideIcon } from "lucide-react";
import { Menu, MenuItem } from "react-aria-components";
import styles from "./menu-list.module.css";

export interface MenuEntry {
  readonly label: string;
  /** What it does, and whether it can be taken back. */
  readonly note?: string;
  readonly icon: LucideIcon;
  readonly disabled?: boolean;
  run(): void;
}

interface MenuListProps {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  /** Where nothing opened it that closes it by itself. */
  readonly onClose?: () => void;
}

/** The entries of a menu, in whatever floats. */
export function MenuList({ label, entries, onClose }: MenuListProps) {
  return (
    <Menu
      className={styles["menu"] ?? ""}
      aria-label={label}
      {...(onClose === undefined ? {} : { onClose, autoFocus: "first" as const })}
    >
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
  );
}
