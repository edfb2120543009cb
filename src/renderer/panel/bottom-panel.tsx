import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { BuildMark } from "../build/build-mark.tsx";
import { BuildOutput } from "../build/build-output.tsx";
import { TabBar, type TabSpec } from "../design/tab-bar.tsx";
import { Empty } from "../design/view-state.tsx";
import { ProblemsView } from "../problems/problems-view.tsx";
import { useStore } from "../store/value-store.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./bottom-panel.module.css";
import { buildTab } from "./panel-store.ts";

/** Below the view: what builds print, a tab for each, and the problems. */
export function BottomPanel() {
  const { panel, builds } = useWorkbench();
  const project = useProject();
  const { tab, focused } = useStore(panel);
  const { runs } = useStore(builds);
  const close = useRef<HTMLButtonElement>(null);
  const tabs: readonly TabSpec[] = [
    ...(runs.length === 0 ? [{ id: "build", label: "Build output", panel: () => <NoBuilds /> }] : []),
    ...runs.map((run) => ({
      id: buildTab(run.component),
      label: runs.length === 1 ? "Build output" : `Build: ${run.component}`,
      mark: <BuildMark state={run.state} size={12} />,
      panel: () => <BuildOutput key={run.component} component={run.component} focused={focused} />,
    })),
    {
      id: "problems",
      label: "Problems",
      count: project?.problems.length ?? 0,
      panel: () => <ProblemsView />,
    },
  ];
  const selected = tabs.some((each) => each.id === tab) ? tab : (tabs[0]?.id ?? "problems");
  useEffect(() => {
    // What is asked for by keys is reached by keys: where the tab has nothing to type into, its bar is.
    if (!focused) return;
    // Tabs are drawn in a second pass, after this one.
    const frame = requestAnimationFrame(() => {
      const panel = close.current?.closest("section");
      if (panel?.contains(document.activeElement) === true) return;
      panel?.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [focused, selected]);
  return (
    <section className={styles["panel"]} aria-label="Panel">
      <TabBar
        label="Panel"
        tabs={tabs}
        selected={selected}
        onSelect={(id) => panel.choose(id)}
        end={
          <button
            ref={close}
            type="button"
            className="quiet icon"
            aria-label="Close the panel"
            title="Ctrl J"
            onClick={() => panel.close()}
          >
            <X size={14} aria-hidden />
          </button>
        }
      />
    </section>
  );
}

function NoBuilds() {
  return (
    <Empty title="No component has a build command">
      Add one to the project file, like <code>{'"build": { "command": ["wash", "build"] }'}</code>: it is run whenever
      sources change, and what it prints appears here.
    </Empty>
  );
}
