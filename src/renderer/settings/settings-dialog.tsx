import { useId } from "react";
import { Heading } from "react-aria-components";
import { WindowDialog } from "../design/window-dialog.tsx";
import { useStore } from "../store/value-store.ts";
import { themeChoices } from "../theme/theme.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { editors } from "./editor-link.ts";
import { parseEditor } from "./settings-store.ts";
import styles from "./settings-dialog.module.css";

const themeWords = { system: "as the system", light: "light", dark: "dark" } as const;

/** What a person can set, over the window. It takes effect at once. */
export function SettingsDialog({ onShowKeys }: { readonly onShowKeys: () => void }) {
  const { settings } = useWorkbench();
  const { open } = useStore(settings);
  return (
    <WindowDialog open={open} onClose={() => settings.show(false)} width={480} className={styles["dialog"]}>
      <SettingsForm onShowKeys={onShowKeys} />
    </WindowDialog>
  );
}

function SettingsForm({ onShowKeys }: { readonly onShowKeys: () => void }) {
  const { settings, theme, bridge } = useWorkbench();
  const { editor } = useStore(settings);
  const chosen = useStore(theme);
  const id = useId();
  return (
    <>
      <Heading slot="title" className={styles["title"] ?? ""}>
        Settings
      </Heading>
      <div className={styles["fields"]}>
        <label htmlFor={`${id}-theme`}>Theme</label>
        <select
          id={`${id}-theme`}
          value={chosen}
          onChange={({ target }) => theme.choose(themeChoices.find((each) => each === target.value) ?? "system")}
        >
          {themeChoices.map((choice) => (
            <option key={choice} value={choice}>
              {themeWords[choice]}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}-editor`}>Editor</label>
        <select
          id={`${id}-editor`}
          value={editor}
          aria-describedby={`${id}-editor-note`}
          onChange={({ target }) => settings.chooseEditor(parseEditor(target.value) ?? "none")}
        >
          {editors.map((each) => (
            <option key={each.id} value={each.id}>
              {each.label}
            </option>
          ))}
        </select>
        <p id={`${id}-editor-note`} className="dim">
          Opens places such as <code>src/lib.rs:41:7</code> in build output, in problems and beside configuration.
        </p>
      </div>
      <p className="dim">{bridge === undefined ? "Kept in this browser." : "Kept for all windows of this app."}</p>
      <div className={styles["acts"]}>
        <button
          type="button"
          onClick={() => {
            settings.show(false);
            onShowKeys();
          }}
        >
          Keyboard shortcuts
        </button>
        <button type="button" className="primary" onClick={() => settings.show(false)}>
          Done
        </button>
      </div>
    </>
  );
}
