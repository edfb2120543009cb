import { ArrowDown } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import type { LogLevel, LogLine } from "../../shared/model.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { count, counted } from "../format/quantity.ts";
import { ExportMenu } from "../list/export-menu.tsx";
import { useRowMenu } from "../list/use-row-menu.tsx";
import { VirtualList } from "../list/virtual-list.tsx";
import { useStore } from "../store/value-store.ts";
import { useProject, useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { logExport } from "./log-export.ts";
import { logMenu } from "./log-menu.ts";
import { LogRow } from "./log-row.tsx";
import { logLevels } from "./log-scope.ts";
import { scopeFromSearch } from "./scope-from-search.ts";
import styles from "./logs-view.module.css";
import { isBadPattern, matchRanges } from "./match-ranges.ts";

const PLACE = "logs";

/** What components wrote, live. A search marks its matches and leaves the rest, so that the surroundings stay. */
export function LogsView() {
  const workbench = useWorkbench();
  const { logs, route } = workbench;
  const { params } = useRoute();
  const list = useStore(logs);
  const components = useProject()?.components ?? [];
  const [follow, setFollow] = useState(() => workbench.listPlaces.of(PLACE)?.follow ?? true);
  const [at, setAt] = useState<number>();
  const search = params["search"] ?? "";
  const { component, context } = params;
  const minLevel = logLevels.find((level) => level === params["level"]);
  useEffect(() => {
    logs.setScope({
      ...(component === undefined ? {} : { component }),
      ...(minLevel === undefined ? {} : { minLevel }),
      ...(context === undefined ? {} : { context }),
    });
  }, [logs, component, minLevel, context]);
  const contexts = useContexts(list.lines, context);
  const matches = useMemo(
    () =>
      search === ""
        ? []
        : list.lines.filter((line) => matchRanges(line.text, search).length > 0).map((line) => line.id),
    [list.lines, search],
  );
  const step = (by: number) => {
    if (matches.length === 0) return;
    const here = at === undefined ? -1 : matches.indexOf(at);
    const next = here < 0 ? (by > 0 ? 0 : matches.length - 1) : (here + by + matches.length) % matches.length;
    setFollow(false);
    setAt(matches[next]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "F3" && !(event.key === "Enter" && event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  };
  const { onMenu, menu } = useRowMenu("Log line", (line: LogLine) => logMenu(workbench, line));
  const [seen, setSeen] = useState(list.arrived);
  if (follow && seen !== list.arrived) setSeen(list.arrived);
  const position = at === undefined ? -1 : matches.indexOf(at);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- F3 works wherever the focus is in the view
    <div className={styles["view"]} onKeyDown={onKeyDown}>
      <div className={styles["bar"]}>
        <input
          data-find
          type="search"
          aria-label="Search in logs"
          aria-invalid={isBadPattern(search)}
          className={styles["search"]}
          placeholder="Search: words, /pattern/, level:warn"
          title="Words are marked; level:, component: and ctx: narrow what is shown, once a blank or Enter follows"
          spellCheck={false}
          value={search}
          onChange={({ target: { value } }) => route.patch(value.endsWith(" ") ? narrowed(value) : { search: value })}
          onKeyDown={(event) => event.key === "Enter" && route.patch(narrowed(search))}
        />
        {search !== "" && (
          <output className="dim">
            {isBadPattern(search)
              ? "not a pattern"
              : position < 0
                ? counted(matches.length, "match", "matches")
                : `${position + 1} of ${matches.length}`}
          </output>
        )}
        <select
          aria-label="Lowest level"
          value={minLevel ?? ""}
          onChange={(event) => route.patch({ level: event.target.value as LogLevel | "" })}
        >
          <option value="">All levels</option>
          {logLevels.slice(1).map((level) => (
            <option key={level} value={level}>
              {level} and above
            </option>
          ))}
        </select>
        <select
          aria-label="Component"
          value={component ?? ""}
          onChange={(event) => route.patch({ component: event.target.value })}
        >
          <option value="">All components</option>
          {components.map((each) => (
            <option key={each.name} value={each.name}>
              {each.name}
            </option>
          ))}
        </select>
        {contexts.length > 0 && (
          <select
            aria-label="Context"
            value={context ?? ""}
            onChange={(event) => route.patch({ context: event.target.value })}
          >
            <option value="">All contexts</option>
            {contexts.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        )}
        <button type="button" aria-pressed={follow} title="Stay at the newest line" onClick={() => setFollow(!follow)}>
          Live
        </button>
        <ExportMenu what="logs" of={() => logExport(workbench, list.scope)} />
      </div>
      {menu}
      <div className={styles["box"]}>
        {list.phase === "failed" ? (
          <Failed title="The logs could not be read" error={list.error ?? ""} onRetry={() => logs.retry()} />
        ) : list.phase === "loading" ? (
          <Loading label="Reading logs" rows={10} />
        ) : list.lines.length === 0 ? (
          <NoLines narrowed={[component, minLevel, context].some((each) => each !== undefined)} />
        ) : (
          <VirtualList
            label="Logs"
            place={PLACE}
            kind="log"
            items={list.lines}
            keyOf={(line) => line.id}
            rowHeight={23}
            measured
            selected={at}
            follow={follow}
            onFollowChange={setFollow}
            onNearStart={() => void logs.loadOlder()}
            onMenu={onMenu}
            rowClass={(line) => (line.id === at ? styles["at"] : undefined)}
            row={(line) => <LogRow line={line} search={search} withOrigin />}
          />
        )}
        {!follow && list.lines.length > 0 && (
          <button type="button" className={styles["down"]} onClick={() => setFollow(true)}>
            {list.arrived > seen ? `${count(list.arrived - seen)} new` : "Newest"} <ArrowDown size={13} aria-hidden />
          </button>
        )}
      </div>
    </div>
  );
}

/** Its terms as what the view shows, its words as what it searches for. */
function narrowed(text: string): Readonly<Record<string, string>> {
  const { search, scope } = scopeFromSearch(text);
  return Object.keys(scope).length === 0 ? { search: text } : { ...scope, search };
}

/** Those of the lines that were read, and the one that is asked for. */
function useContexts(lines: readonly LogLine[], own: string | undefined): readonly string[] {
  const [known, setKnown] = useState<{ readonly lines: readonly LogLine[]; readonly found: ReadonlySet<string> }>({
    lines: [],
    found: new Set(),
  });
  if (known.lines !== lines) {
    // Lines are only added at the ends of a list, so most were looked at before.
    const found = new Set(known.found);
    for (const { context = "" } of lines) if (context !== "") found.add(context);
    setKnown({ lines, found: found.size === known.found.size ? known.found : found });
  }
  return [...new Set(own === undefined ? known.found : [...known.found, own])].toSorted().slice(0, MAX_CONTEXTS);
}

/** More than a person picks from; a component may put anything there. */
const MAX_CONTEXTS = 100;

function NoLines({ narrowed }: { readonly narrowed: boolean }) {
  const { route } = useWorkbench();
  if (narrowed) {
    return (
      <Empty
        title="No lines of this level, component and context"
        action={
          <button
            type="button"
            onClick={() => route.patch({ level: undefined, component: undefined, context: undefined })}
          >
            Show all lines
          </button>
        }
      >
        Other lines may be there.
      </Empty>
    );
  }
  return (
    <Empty
      title="No log lines yet"
      action={
        <button type="button" onClick={() => route.go(["activity"])}>
          Go to Activity
        </button>
      }
    >
      What components write with wasi:logging, to stdout and to stderr appears here, each line with the invocation that
      wrote it. Nothing was written so far.
    </Empty>
  );
}
