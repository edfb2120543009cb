import { Cell, ColumnHead } from "../list/cell.tsx";
import { Square } from "lucide-react";
import { memo, useCallback } from "react";
import type { InvocationSummary } from "../../shared/model.ts";
import { Empty } from "../design/view-state.tsx";
import { clock, fullMoment } from "../format/moment.ts";
import { count, milliseconds } from "../format/quantity.ts";
import { type RecordChoice, RecordGrid } from "../list/record-grid.tsx";
import { useRowMenu } from "../list/use-row-menu.tsx";
import { httpComponents } from "../call/http-draft.ts";
import { sendAgain } from "../workbench/actions.ts";
import { useProject, useWorkbench } from "../workbench/workbench-context.ts";
import { invocationMenu } from "./invocation-menu.ts";
import { useElapsed } from "./use-elapsed.ts";
import type { InvocationList } from "./invocation-feed.ts";
import styles from "./invocation-grid.module.css";
import { OutcomeMark } from "./outcome-mark.tsx";
import { useKill } from "./use-kill.ts";
import { shortTitle } from "./short-title.ts";

export function InvocationGrid({ list, ...choice }: RecordChoice & { readonly list: InvocationList }) {
  const workbench = useWorkbench();
  const several = (useProject()?.components.length ?? 0) > 1;
  const entriesOf = useCallback((row: InvocationSummary) => invocationMenu(workbench, row), [workbench]);
  const { onMenu, menu } = useRowMenu("Invocation", entriesOf);
  const grid = (
    <RecordGrid
      {...choice}
      onMenu={onMenu}
      what="invocations"
      list={list}
      feed={workbench.invocations}
      empty={<NoInvocations filter={list.filter} />}
      className={styles["grid"]}
      columns={5}
      head={heads}
      rowClass={(row) => (row.outcome === undefined ? styles["running"] : undefined)}
      row={(row) => <InvocationCells row={row} withComponent={several} />}
    />
  );
  return (
    <>
      {grid}
      {menu}
    </>
  );
}

const heads = (
  <>
    <ColumnHead grip={{ column: "time", edge: "right" }}>Time</ColumnHead>
    <ColumnHead>Invocation</ColumnHead>
    <ColumnHead grip={{ column: "outcome", edge: "left" }}>Outcome</ColumnHead>
    <ColumnHead className="num" grip={{ column: "calls", edge: "left" }}>
      Calls
    </ColumnHead>
    <ColumnHead className="num" grip={{ column: "ms", edge: "left" }}>
      ms
    </ColumnHead>
  </>
);

/** Drawn again only when its row changed: while a list scrolls it is drawn anew for each frame. */
const InvocationCells = memo(function InvocationCells({
  row,
  withComponent,
}: {
  readonly row: InvocationSummary;
  readonly withComponent: boolean;
}) {
  const { cause } = row;
  const parent = cause.kind === "invocation" ? cause.id : cause.kind === "message" ? cause.by : undefined;
  return (
    <>
      <Cell className="mono dim" title={fullMoment(row.startedAt)}>
        {clock(row.startedAt)}
      </Cell>
      <Cell title={row.title}>
        {parent !== undefined && (
          <span className="dim" title={`Caused by invocation ${parent}`}>
            ↳{" "}
          </span>
        )}
        {shortTitle(row)}
        {withComponent && <span className={styles["component"]}>{row.component}</span>}
      </Cell>
      <Cell className={styles["outcome"]}>
        <OutcomeMark of={row} />
        {row.outcome === undefined && <KillButton row={row} />}
      </Cell>
      <Cell className="num mono">{count(row.calls)}</Cell>
      <Cell className="num mono">
        {row.durationMs === undefined ? <Elapsed since={row.startedAt} /> : milliseconds(row.durationMs)}
      </Cell>
    </>
  );
});

function KillButton({ row }: { readonly row: InvocationSummary }) {
  const kill = useKill();
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${styles["kill"]} small`}
      aria-label={`Kill ${row.title}`}
      onClick={() => void kill(row.id)}
    >
      <Square size={9} fill="currentColor" aria-hidden /> Kill
    </button>
  );
}

function Elapsed({ since }: { readonly since: number }) {
  return <span className="dim">{milliseconds(useElapsed(since))}</span>;
}

function NoInvocations({ filter }: { readonly filter: string }) {
  const workbench = useWorkbench();
  const project = useProject();
  if (filter !== "") {
    return (
      <Empty
        title="No invocation fits the filter"
        action={
          <button type="button" onClick={() => workbench.route.patch({ filter: undefined })}>
            Clear the filter
          </button>
        }
      >
        What runs from now on and fits <code>{filter}</code> appears here.
      </Empty>
    );
  }
  const answersHttp = project !== undefined && httpComponents(project).length > 0;
  return (
    <Empty
      title="No invocations yet"
      action={
        answersHttp ? (
          <button type="button" className="primary" onClick={() => void sendAgain(workbench)}>
            Send the first request
          </button>
        ) : (
          <button type="button" className="primary" onClick={() => workbench.route.go(["exports"])}>
            Call an export
          </button>
        )
      }
    >
      Each request and each call of an export appears here, with everything it does to its host. Nothing has called{" "}
      {project === undefined ? "a component" : project.name} so far.
    </Empty>
  );
}
