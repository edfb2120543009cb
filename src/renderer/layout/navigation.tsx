import {
  Activity,
  Boxes,
  Braces,
  Cable,
  CircleAlert,
  Database,
  Globe,
  KeyRound,
  Logs,
  type LucideIcon,
  Mails,
  SlidersHorizontal,
  SquareTerminal,
} from "lucide-react";
import { useEffect, useRef } from "react";
import { Button, Tooltip, TooltipTrigger } from "react-aria-components";
import { useContainers } from "../blobs/use-containers.ts";
import { useElapsed } from "../activity/use-elapsed.ts";
import { httpComponents } from "../call/http-draft.ts";
import { ComponentStateMark } from "../component/component-state.tsx";
import { cx } from "../design/cx.ts";
import { count, counted, duration, shortDigest } from "../format/quantity.ts";
import type { ComponentSummary } from "../../shared/model.ts";
import { useStore } from "../store/value-store.ts";
import { useProject, useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { useBuckets } from "../keyvalue/use-buckets.ts";
import styles from "./navigation.module.css";

interface NavigationProps {
  readonly iconsOnly: boolean;
}

/** The sidebar: where one can go, and how much there is. Folded it keeps icons, with names on hover and focus. */
export function Navigation({ iconsOnly }: NavigationProps) {
  const workbench = useWorkbench();
  const project = useProject();
  const { rows, complete } = useStore(workbench.invocations);
  const { lines, complete: allLines } = useStore(workbench.logs);
  const sent = useStore(workbench.messages);
  const buckets = useBuckets();
  const containers = useContainers();
  const { path } = useRoute();
  const { route } = workbench;
  const view = path[0] ?? "activity";
  const problems = project?.problems ?? [];
  const grave = problems.some((problem) => problem.severity === "error");
  const leaks = problems.filter(({ id }) => id.includes(":leak:")).length;
  const port = project?.triggers.map((trigger) => trigger.url).find((url) => url !== undefined);
  const item = (id: string, label: string, icon: LucideIcon, note?: string, bad = false) => (
    <Item
      label={label}
      icon={icon}
      note={note}
      bad={bad}
      current={view === id}
      iconsOnly={iconsOnly}
      onPress={() => route.resume(id)}
    />
  );
  return (
    <nav aria-label="Views" className={cx(styles["nav"], iconsOnly && styles["icons"])}>
      {item("activity", "Activity", Activity, atLeast(rows.length, complete, project?.journal?.invocations))}
      {item("problems", "Problems", CircleAlert, problems.length === 0 ? undefined : count(problems.length), grave)}
      {item("logs", "Logs", Logs, atLeast(lines.length, allLines, project?.journal?.logs))}
      <h2>Components</h2>
      <div className={styles["components"]}>
        {project?.components.map((component) => (
          <Item
            key={component.name}
            label={component.name}
            mark={
              <ComponentStateMark state={component.state} crashLoop={component.crashLoop} size={iconsOnly ? 16 : 13} />
            }
            note={<ComponentNote component={component} />}
            bad={component.state === "failed"}
            current={view === "component" && path[1] === component.name}
            iconsOnly={iconsOnly}
            onPress={() => route.go(["component", component.name])}
          />
        ))}
      </div>
      <h2>Host state</h2>
      {item(
        "keyvalue",
        "Key-value",
        Database,
        buckets.value === undefined ? undefined : counted(buckets.value.length, "bucket"),
      )}
      {item(
        "blobs",
        "Blobs",
        Boxes,
        containers.value === undefined ? undefined : counted(containers.value.containers.length, "container"),
      )}
      {item(
        "messages",
        "Messages",
        Mails,
        sent.filter === "" ? atLeast(sent.rows.length, sent.complete, undefined) : undefined,
      )}
      <h2>Wiring</h2>
      {item("links", "Links", Cable)}
      {item("config", "Config", SlidersHorizontal)}
      {item("secrets", "Secrets", KeyRound, leaks === 0 ? undefined : counted(leaks, "leak"), leaks > 0)}
      <h2>Call</h2>
      {project !== undefined && httpComponents(project).length > 0
        ? item("http", "HTTP", Globe, port === undefined ? undefined : `:${new URL(port).port}`)
        : item("http", "HTTP", Globe)}
      {item("exports", "Exports", Braces)}
      {item("run", "Run", SquareTerminal)}
    </nav>
  );
}

interface ItemProps {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly mark?: React.ReactNode;
  readonly note?: React.ReactNode;
  readonly bad?: boolean;
  readonly current: boolean;
  readonly iconsOnly: boolean;
  readonly onPress: () => void;
}

function Item({ label, icon: Icon, mark, note, bad = false, current, iconsOnly, onPress }: ItemProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = line.current;
    const list = element?.parentElement ?? null;
    if (!current || element === null || list === null) return;
    // Looked at once at the start, and whenever the window leaves the lines more or less room.
    const observer = new ResizeObserver(() => element.scrollIntoView({ block: "nearest" }));
    observer.observe(list);
    observer.observe(element);
    return () => observer.disconnect();
  }, [current]);
  return (
    <div ref={line} className={cx(styles["item"], current && styles["current"])}>
      <TooltipTrigger isDisabled={!iconsOnly} delay={200} closeDelay={0}>
        <Button
          className={styles["go"] ?? ""}
          aria-current={current ? "page" : "false"}
          aria-label={label}
          onPress={onPress}
        >
          {Icon === undefined ? (
            <span className={styles["mark"]}>{mark}</span>
          ) : (
            <Icon size={iconsOnly ? 16 : 14} aria-hidden />
          )}
          {!iconsOnly && (
            <span className="cut" title={label}>
              {label}
            </span>
          )}
        </Button>
        <Tooltip placement="right" className={styles["tip"] ?? ""}>
          {label}
          {note !== undefined && <span className="dim"> {note}</span>}
        </Tooltip>
      </TooltipTrigger>
      {!iconsOnly && note !== undefined && <span className={cx(styles["note"], bad && styles["bad"])}>{note}</span>}
      {iconsOnly && bad && <span className={styles["alarm"]} aria-hidden />}
    </div>
  );
}

function ComponentNote({ component }: { readonly component: ComponentSummary }) {
  const { builds } = useWorkbench();
  const run = useStore(builds).runs.find((each) => each.component === component.name);
  const building = component.state === "building" && run?.state === "running";
  const elapsed = useElapsed(run?.startedAt ?? 0, building);
  return building ? `building ${Math.floor(elapsed / 1000)} s` : componentNote(component);
}

function componentNote(component: ComponentSummary): string {
  if (component.state === "stale") return "last good";
  if (component.state === "ready" && component.build !== undefined) {
    return `${shortDigest(component.build.digest)} · ${duration(component.build.linkMs)}`;
  }
  return component.state;
}

/** The whole count where it is known; else what is loaded, marked as a part. */
function atLeast(loaded: number, complete: boolean, total: number | undefined): string | undefined {
  if (total !== undefined) return count(Math.max(total, loaded));
  if (loaded === 0) return undefined;
  return complete ? count(loaded) : `${count(loaded)}+`;
}
