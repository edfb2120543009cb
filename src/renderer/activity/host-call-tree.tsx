import { ChevronDown, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import type { HostCallView, InvocationDetail } from "../../shared/model.ts";
import type { MenuPoint } from "../design/context-menu.tsx";
import { duration, milliseconds } from "../format/quantity.ts";
import { flipped } from "../list/flipped.ts";
import { VirtualList } from "../list/virtual-list.tsx";
import { callGist, callName, type SpanRow, spanBar, spanRows } from "./host-call-rows.ts";
import styles from "./host-call-tree.module.css";
import { familyColor, familyOf } from "./interface-family.ts";
import { useElapsed } from "./use-elapsed.ts";

interface HostCallTreeProps {
  readonly invocation: InvocationDetail;
  readonly calls: readonly HostCallView[];
  readonly selected: number | undefined;
  readonly onSelect: (seq: number) => void;
  readonly onMenu: (call: HostCallView, at: MenuPoint) => void;
}

/** Host calls as a tree of spans with a waterfall: color says the family of the interface, the name says the rest. */
export function HostCallTree({ invocation, calls, selected, onSelect, onMenu }: HostCallTreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const rows = useMemo(() => spanRows(calls, closed), [calls, closed]);
  const elapsed = useElapsed(invocation.startedAt, invocation.outcome === undefined);
  const totalMs = Math.max(invocation.durationMs ?? elapsed, lastEnd(calls));
  const toggle = (row: SpanRow) => setClosed((before) => flipped(before, row.seq));
  const onKey = (event: KeyboardEvent, row: SpanRow | undefined) => {
    const wanted = event.key === "ArrowRight" ? false : event.key === "ArrowLeft" ? true : undefined;
    if (row?.open === undefined || row.open !== wanted) return false;
    toggle(row);
    return true;
  };
  return (
    <VirtualList
      label="Host calls"
      kind="tree"
      className={styles["tree"]}
      items={rows}
      keyOf={(row) => row.seq}
      rowHeight={26}
      selected={selected}
      onSelect={(row) => onSelect(row.seq)}
      onKey={onKey}
      onMenu={({ call }, at) => call !== undefined && onMenu(call, at)}
      rowAria={(row) => ({
        "aria-level": row.depth + 1,
        ...(row.open === undefined ? {} : { "aria-expanded": row.open }),
      })}
      row={(row) => (
        <div className={styles["span"]}>
          <div className={styles["label"]} style={{ paddingLeft: 10 + row.depth * 14 }}>
            {row.open === undefined ? (
              <span className={styles["twist"]} />
            ) : (
              <button
                type="button"
                tabIndex={-1}
                aria-label={row.open ? "Close span" : "Open span"}
                className={styles["twist"]}
                onClick={() => toggle(row)}
              >
                {row.open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
              </button>
            )}
            <SpanLabel row={row} invocation={invocation} />
          </div>
          <span className={`num mono ${row.call?.outcome === undefined && row.call !== undefined ? "warn" : "dim"}`}>
            {spanTime(row, invocation)}
          </span>
          <Bar row={row} totalMs={totalMs} />
        </div>
      )}
    />
  );
}

function SpanLabel({ row, invocation }: { readonly row: SpanRow; readonly invocation: InvocationDetail }) {
  const { call } = row;
  if (call === undefined)
    return <span className="cut">{invocation.kind === "http" ? "incoming-handler.handle" : invocation.title}</span>;
  const failed = call.outcome === "trap" ? "bad" : call.outcome === "err" ? "warn" : "";
  return (
    <>
      <i className={styles["dot"]} style={{ background: familyColor(familyOf(call.interface)) }} />
      <span className="cut mono">
        {call.component !== undefined && <span className={styles["caller"]}>{call.component} › </span>}
        {callName(call)} <span className={failed === "" ? styles["gist"] : failed}>{callGist(call)}</span>
      </span>
    </>
  );
}

function Bar({ row, totalMs }: { readonly row: SpanRow; readonly totalMs: number }) {
  const { call } = row;
  const start = call?.startMs ?? 0;
  const { left, width } = spanBar(start, call === undefined ? totalMs : (call.durationMs ?? totalMs - start), totalMs);
  const color = call === undefined ? "var(--f-guest)" : familyColor(familyOf(call.interface));
  return (
    <div className={styles["bar"]} title={call === undefined ? undefined : whenText(call)} aria-hidden>
      <i
        className={call !== undefined && call.outcome === undefined ? styles["unfinished"] : undefined}
        style={{ left: `min(${left}%, 100% - 2px)`, width: `${width}%`, background: color }}
      />
    </div>
  );
}

/** `0.3 ms, from 18.5 ms on`: to read off the waterfall. */
function whenText({ startMs, durationMs }: HostCallView): string {
  const from = startMs < 0 ? "before the start" : `from ${duration(startMs)} on`;
  return durationMs === undefined ? `${from}, not back yet` : `${duration(durationMs)}, ${from}`;
}

function spanTime({ call }: SpanRow, invocation: InvocationDetail): string {
  if (call === undefined) return invocation.durationMs === undefined ? "" : milliseconds(invocation.durationMs);
  // Its time was not this invocation's: the figure would exceed the whole.
  if (call.startMs < 0) return "ahead";
  if (call.durationMs !== undefined) return milliseconds(call.durationMs);
  return invocation.outcome === undefined ? "…" : "never";
}

function lastEnd(calls: readonly HostCallView[]): number {
  let end = 0;
  for (const call of calls) end = Math.max(end, call.startMs + (call.durationMs ?? 0));
  return end;
}
