import { CircleDot, PanelBottom, Stethoscope, TriangleAlert } from "lucide-react";
import type { BuildRunView, ComponentSummary, TriggerView } from "../../shared/model.ts";
import { byteSize, count } from "../format/quantity.ts";
import { buildTab } from "../panel/panel-store.ts";
import { useStore } from "../store/value-store.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./status-bar.module.css";

/** With more in trouble than this their number says more than their names. */
const MAX_NAMED = 2;

export function StatusBar() {
  const { session, callRate, route, builds, panel } = useWorkbench();
  const project = useProject();
  const status = useStore(session.status);
  const rate = useStore(callRate);
  // What was read before the connection was lost may not be so any more.
  const live = status.state === "ready" ? project : undefined;
  const components = live?.components ?? [];
  const ready = components.filter((component) => component.state === "ready" || component.state === "stale").length;
  const troubled = components.filter((component) => component.state === "stale" || component.state === "failed");
  const { runs } = useStore(builds);
  const building = live === undefined ? [] : runs.filter((run) => run.state === "running");
  const showBuild = (run: BuildRunView | undefined) => panel.show(run === undefined ? "" : buildTab(run.component));
  return (
    <footer className={styles["bar"]} aria-label="Status">
      {project !== undefined && <span title="Host profile">{project.hostProfile}</span>}
      {status.state === "ready" ? (
        <span className="ok">
          <CircleDot size={11} aria-hidden /> recording
        </span>
      ) : (
        <span className="warn">
          <TriangleAlert size={11} aria-hidden /> {status.state === "lost" ? "not connected" : "connecting"}
        </span>
      )}
      {components.length > 0 && (
        <span>
          {ready} of {components.length} ready
        </span>
      )}
      {building.length > 0 && (
        <button type="button" className={styles["plain"]} onClick={() => showBuild(building[0])}>
          {building.length} building
        </button>
      )}
      {troubled.length > MAX_NAMED && (
        <button type="button" className={styles["trouble"]} onClick={() => route.go(["problems"])}>
          {troubleCount(troubled)}
        </button>
      )}
      {(troubled.length > MAX_NAMED ? [] : troubled).map((component) => (
        <button
          key={component.name}
          type="button"
          className={styles["trouble"]}
          data-state={component.state}
          title={component.why}
          onClick={() => route.go(["component", component.name])}
        >
          {trouble(component)}
        </button>
      ))}
      <span className={styles["end"]}>
        {live?.triggers.map((trigger) => (
          <TriggerLink key={trigger.name} trigger={trigger} />
        ))}
        <button
          type="button"
          className={styles["plain"]}
          title="Show or hide the panel (Ctrl J)"
          onClick={() => panel.toggle()}
        >
          <PanelBottom size={11} aria-hidden /> Panel
        </button>
        <button
          type="button"
          className={styles["plain"]}
          title="Check this machine"
          onClick={() => route.go(["doctor"])}
        >
          <Stethoscope size={11} aria-hidden /> Doctor
        </button>
        {live !== undefined && <span className={styles["figure"]}>{count(rate)} calls/s</span>}
        {live?.journal !== undefined && (
          <span className={styles["figure"]}>journal {byteSize(live.journal.bytes)}</span>
        )}
      </span>
    </footer>
  );
}

function TriggerLink({ trigger }: { readonly trigger: TriggerView }) {
  if (trigger.url === undefined) return <span className="warn">{trigger.name}: not listening</span>;
  const { moved, instead } = trigger;
  return (
    <a href={trigger.url} target="_blank" rel="noreferrer" title={whyThere(trigger)}>
      {new URL(trigger.url).host}
      {moved !== undefined && <span className="warn">not {moved.wished}</span>}
      {instead !== undefined && <span className="dim">by --http-port</span>}
    </a>
  );
}

function whyThere({ moved, instead }: TriggerView): string {
  if (moved !== undefined) {
    const holder = moved.holder === undefined ? "" : ` by ${moved.holder}`;
    return `Port ${moved.wished} is taken${holder}; this one is used instead`;
  }
  if (instead === undefined) return "Open in the browser";
  return `Given on the command line with --http-port; the project file says ${instead}. Open in the browser`;
}

/** `2 failed, 1 serving the last good build` */
function troubleCount(troubled: readonly ComponentSummary[]): string {
  const failed = troubled.filter((component) => component.state === "failed").length;
  const stale = troubled.length - failed;
  return [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(stale > 0 ? [`${stale} serving the last good build`] : []),
  ].join(", ");
}

function trouble(component: ComponentSummary): string {
  if (component.state === "stale") return `${component.name}: newest build failed, serving last good`;
  return `${component.name} failed`;
}
