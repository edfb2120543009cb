import type { ReactNode } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { BottomPanel } from "../panel/bottom-panel.tsx";
import { keep, readKept } from "../store/kept-in-browser.ts";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./split.module.css";

const KEPT = "panel.size";

/** A view, and the panel below it while that is open. The view stays as it is when the panel comes or goes. */
export function WithPanel({ children }: { readonly children: ReactNode }) {
  const { panel } = useWorkbench();
  const { open } = useStore(panel);
  const size = readKept(KEPT, (raw) => (typeof raw === "number" && raw > 5 && raw < 95 ? raw : undefined)) ?? 38;
  return (
    <Group
      orientation="vertical"
      className={styles["split"] ?? ""}
      onLayoutChanged={(layout) => {
        const share = layout["panel"];
        if (share !== undefined) keep(KEPT, share);
      }}
    >
      <Panel id="view" minSize={120} className={styles["panel"]}>
        {children}
      </Panel>
      {open && (
        <>
          <Separator className={styles["separator"]} aria-label="Resize the panel" />
          <Panel id="panel" defaultSize={`${size}%`} minSize={120} className={styles["panel"]}>
            <BottomPanel />
          </Panel>
        </>
      )}
    </Group>
  );
}
