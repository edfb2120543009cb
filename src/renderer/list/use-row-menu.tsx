import { type ReactNode, useCallback, useState } from "react";
import { ContextMenu, type MenuPoint } from "../design/context-menu.tsx";
import type { MenuEntry } from "../design/menu-list.tsx";

interface RowMenu<T> {
  /** For a list's `onMenu`. */
  readonly onMenu: (item: T, at: MenuPoint) => void;
  /** To be drawn beside the list. */
  readonly menu: ReactNode;
}

/** What can be done with a row of a list, in a menu of its own. `entriesOf` may have to read what the row stands for. */
export function useRowMenu<T>(
  label: string,
  entriesOf: (item: T) => readonly MenuEntry[] | Promise<readonly MenuEntry[]>,
): RowMenu<T> {
  const [open, setOpen] = useState<{ readonly at: MenuPoint; readonly entries: readonly MenuEntry[] }>();
  const onMenu = useCallback(
    async (item: T, at: MenuPoint) => {
      const entries = await entriesOf(item);
      if (entries.length > 0) setOpen({ at, entries });
    },
    [entriesOf],
  );
  return {
    onMenu: (item, at) => void onMenu(item, at),
    menu: open !== undefined && <ContextMenu label={label} {...open} onClose={() => setOpen(undefined)} />,
  };
}
