import { FilePlus2, FolderOpen } from "lucide-react";
import { useEffect, useState } from "react";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { ToastRegion } from "../toast/toast-region.tsx";
import { DeskLayer } from "./desk-layer.tsx";
import styles from "./start-page.module.css";

/** The app's window while no project is open. */
export function StartPage() {
  const { bridge, desk, toasts } = useWorkbench();
  const [recent, setRecent] = useState<readonly string[]>([]);
  useEffect(() => {
    desk.start().then(
      (start) => setRecent(start?.recentProjects ?? []),
      // The page is as good without the list, and the menu has it, too.
      () => undefined,
    );
  }, [desk]);
  const open = (path: string) => {
    desk.open(path).catch((error: unknown) => toasts.failed(`${path} was not opened.`, error));
  };
  const openDialog = () => {
    bridge?.openDialog().catch((error: unknown) => toasts.failed("Nothing was opened.", error));
  };
  return (
    <main className={styles["page"]}>
      <div className={styles["column"]}>
        <h1 className={styles["title"]}>Open a component</h1>
        <p className={styles["text"]}>
          Vitrine runs a WebAssembly component and shows everything it does to its host. Open a .wasm file or a project
          folder, or drop it here: you see what it asks of its host before anything runs.
        </p>
        <div className={styles["acts"]}>
          <button type="button" className="primary" onClick={openDialog}>
            <FolderOpen size={14} aria-hidden /> Open…
          </button>
          <button type="button" onClick={() => desk.showNewProject(true)}>
            <FilePlus2 size={14} aria-hidden /> New project…
          </button>
        </div>
        {recent.length > 0 && (
          <nav aria-labelledby="recent-projects" className={styles["recent"]}>
            <h2 id="recent-projects">Recent</h2>
            <ul>
              {recent.map((path) => (
                <li key={path}>
                  <button type="button" className="quiet" title={path} onClick={() => open(path)}>
                    <b>{nameOf(path)}</b>
                    <span className="dim cut">{path}</span>
                  </button>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </div>
      <DeskLayer />
      <ToastRegion />
    </main>
  );
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== "") ?? path;
}
