import { Copy, FolderOpen, Pencil, Trash2 } from "lucide-react";
import { copyAs } from "../activity/copy-entries.ts";
import type { MenuEntry } from "../design/menu-list.tsx";
import { counted } from "../format/quantity.ts";
import type { Workbench } from "../workbench/workbench.ts";
import type { NamedItem, NameRow } from "./name-rows.ts";

interface NameActs {
  readonly noun: string;
  /** So many rows are marked, this one among them. */
  readonly marked: number;
  readonly open: () => void;
  readonly rename: () => void;
  /** Of the marked rows where this is one of them, else of this one. */
  readonly remove: () => void;
}

/** What can be done with a name: what its keys do, for whoever does not know them. */
export function nameMenu<T extends NamedItem>(
  workbench: Workbench,
  row: NameRow<T>,
  { noun, marked, open, rename, remove }: NameActs,
): readonly MenuEntry[] {
  const copy = { label: "Copy name", icon: Copy, run: () => void copyAs(workbench, "text", row.name) };
  const whole = row.kind === "folder" ? "Delete all in it" : `Delete ${noun}`;
  return [
    row.kind === "folder"
      ? { label: "Open folder", icon: FolderOpen, run: open }
      : { label: "Rename…", icon: Pencil, run: rename },
    copy,
    { label: marked > 1 ? `Delete ${counted(marked, "marked row")}` : whole, icon: Trash2, run: remove },
  ];
}
