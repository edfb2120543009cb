import { useMemo, useState } from "react";
import type { HostCallView, InvocationDetail } from "../../shared/model.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { count, counted, duration } from "../format/quantity.ts";
import { useRowMenu } from "../list/use-row-menu.tsx";
import { keep, readKept } from "../store/kept-in-browser.ts";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { filterCalls } from "./host-call-filter.ts";
import { HostCallDetail } from "./host-call-detail.tsx";
import { hostCallMenu } from "./host-call-menu.ts";
import styles from "./host-call-pane.module.css";
import { HostCallTree } from "./host-call-tree.tsx";
import { interfaceTail } from "./interface-family.ts";
import { useHostCalls } from "./use-host-calls.ts";

/** What an invocation did to its host: the tree of its calls, and the chosen call in full. */
export function HostCallPane({ invocation }: { readonly invocation: InvocationDetail }) {
  const workbench = useWorkbench();
  const { route } = workbench;
  const { params } = useRoute();
  const list = useHostCalls(invocation);
  const [quiet, setQuiet] = useState(() => readKept("calls.quiet", (raw) => raw === true) ?? false);
  const [text, setText] = useState("");
  const shown = useMemo(() => filterCalls(list.calls, { text, quiet }), [list.calls, text, quiet]);
  const chosenSeq = params["call"] === undefined ? undefined : Number(params["call"]);
  const chosen = list.calls.find((call) => call.seq === chosenSeq);
  const { onMenu, menu } = useRowMenu("Host call", (call: HostCallView) => hostCallMenu(workbench, call, setText));
  if (list.phase === "failed" && list.calls.length === 0) {
    return <Failed title="The host calls could not be read" error={list.error ?? ""} />;
  }
  if (list.phase === "loading") return <Loading label="Reading host calls" />;
  if (list.calls.length === 0) {
    return invocation.outcome === undefined ? (
      <Empty title="No host calls so far">It runs, and has not called its host yet. Calls appear as they happen.</Empty>
    ) : (
      <Empty title="No host calls">This invocation ended without calling its host.</Empty>
    );
  }
  return (
    <div className={styles["box"]}>
      <div className={styles["bar"]}>
        <input
          type="search"
          aria-label="Find host calls"
          placeholder="Find host calls"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {shown.length < list.calls.length && (
          <output className="dim num">
            {count(shown.length)} of {counted(list.calls.length, "call")}
          </output>
        )}
        <button
          type="button"
          className="small"
          aria-pressed={quiet}
          title="Leaves out calls of clocks and random numbers, which a runtime makes by itself"
          onClick={() => {
            setQuiet(!quiet);
            keep("calls.quiet", !quiet);
          }}
        >
          No clocks
        </button>
      </div>
      <div className={styles["pane"]}>
        <HostCallTree
          invocation={invocation}
          calls={shown}
          selected={chosenSeq}
          onSelect={(seq) => route.patch({ call: seq === 0 ? "0" : String(seq) })}
          onMenu={onMenu}
        />
        {menu}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
        <div className={styles["below"]} tabIndex={chosen === undefined ? undefined : 0}>
          {list.more && (
            <div className={styles["note"]}>
              The first {count(list.calls.length)} calls are shown.{" "}
              <button type="button" className="link" onClick={list.readMore}>
                Read more
              </button>
            </div>
          )}
          <Aggregates invocation={invocation} />
          {chosen !== undefined && <HostCallDetail call={chosen} invocation={invocation} />}
        </div>
      </div>
    </div>
  );
}

function Aggregates({ invocation }: { readonly invocation: InvocationDetail }) {
  const { aggregates } = invocation;
  if (aggregates.length === 0) return null;
  const total = aggregates.reduce((sum, each) => sum + each.calls, 0);
  return (
    <details className={styles["note"]}>
      <summary>{counted(total, "further call")} came too fast to be kept one by one; counted per function</summary>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th>Function</th>
            <th className="num">Calls</th>
            <th className="num">Time</th>
          </tr>
        </thead>
        <tbody>
          {aggregates.map((each) => (
            <tr key={`${each.interface} ${each.function}`}>
              <td className="mono">
                {interfaceTail(each.interface)}.{each.function}
              </td>
              <td className="num mono">{count(each.calls)}</td>
              <td className="num mono">{duration(each.totalMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
