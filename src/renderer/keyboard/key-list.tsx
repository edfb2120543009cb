import { Heading } from "react-aria-components";
import { WindowDialog } from "../design/window-dialog.tsx";
import styles from "./key-list.module.css";
import { shortcuts } from "./shortcuts.ts";

/** The list of keys, over the window. */
export function KeyList({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <WindowDialog open={open} onClose={onClose} width={620} className={styles["dialog"]}>
      <Heading slot="title" className={styles["title"] ?? ""}>
        Keyboard shortcuts
      </Heading>
      <dl className={styles["keys"]}>
        {shortcuts.map((shortcut) => (
          <div key={shortcut.keys}>
            <dt>
              {shortcut.keys.split(", ").map((keys) => (
                <kbd key={keys}>{keys}</kbd>
              ))}
            </dt>
            <dd>{shortcut.meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="dim">On a Mac, Cmd does what Ctrl does here.</p>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </WindowDialog>
  );
}
