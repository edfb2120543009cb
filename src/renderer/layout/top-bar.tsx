import { Braces, Monitor, Moon, Search, Send, Settings, Sun } from "lucide-react";
import { httpComponents } from "../call/http-draft.ts";
import { themeChoices } from "../theme/theme.ts";
import { useStore } from "../store/value-store.ts";
import { sendAgain } from "../workbench/actions.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./top-bar.module.css";

const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const;

export function TopBar({ onPalette }: { readonly onPalette: () => void }) {
  const workbench = useWorkbench();
  const project = useProject();
  const theme = useStore(workbench.theme);
  const { sending } = useStore(workbench.requests);
  const ThemeIcon = themeIcons[theme];
  const nextTheme = themeChoices[(themeChoices.indexOf(theme) + 1) % themeChoices.length] ?? "system";
  return (
    <header className={styles["bar"]}>
      <div className={styles["project"]}>
        <h1 className={styles["name"]}>{project?.name ?? "Vitrine"}</h1>
        {project !== undefined && (
          <span className={styles["path"]} title={project.path}>
            <bdi>{project.path}</bdi>
          </span>
        )}
      </div>
      <button
        type="button"
        className={styles["palette"]}
        onClick={onPalette}

        aria-haspopup="dialog"
      >
        <Search size={14} aria-hidden />
        <span className="cut">Find a key, invocation or action</span>
        <kbd aria-hidden>Ctrl K</kbd>
      </button>
      <div className={styles["end"]}>
        <button
          type="button"
          className="quiet icon"
          aria-label={`Theme: ${theme}. Change to ${nextTheme}`}
          title={`Theme: ${theme}`}
          onClick={() => workbench.theme.choose(nextTheme)}
        >
          <ThemeIcon size={15} aria-hidden />
        </button>
        <button
          type="button"
          className="quiet icon"
          aria-label="Settings"
          title="Settings (Ctrl ,)"
          onClick={() => workbench.settings.show(true)}
        >
          <Settings size={15} aria-hidden />
        </button>
        {project !== undefined && httpComponents(project).length === 0 ? (
          <button type="button" className="primary" onClick={() => workbench.route.resume("exports")}>
            <Braces size={14} aria-hidden /> Call an export
          </button>
        ) : (
          <button
            type="button"
            className="primary"
            disabled={project === undefined || sending !== undefined}
            title="Sends the last request again (Ctrl Shift Enter)"
            onClick={() => void sendAgain(workbench)}
          >
            <Send size={14} aria-hidden />
            {sending === undefined ? "Send request" : "Sending"}
          </button>
        )}
      </div>
    </header>
  );
}
