import { type ReactNode, useRef } from "react";
import { Failed, Loading } from "../design/view-state.tsx";
import { focusDetail } from "./focus-detail.ts";
import type { RecordRow } from "./merge-rows.ts";
import type { RecordFeed, RecordList } from "./record-feed.ts";
import styles from "./record-grid.module.css";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { Unread } from "./unread.tsx";
import { VirtualList, type VirtualListProps } from "./virtual-list.tsx";

export interface RecordChoice {
  readonly chosen: number | undefined;
  readonly follow: boolean;
  readonly onFollowChange: (follow: boolean) => void;
  /** Undefined: nothing is chosen any more. */
  readonly onChoose: (id: number | undefined) => void;
}

interface RecordGridProps<T extends RecordRow>
  extends RecordChoice, Pick<VirtualListProps<T>, "className" | "columns" | "head" | "onMenu" | "row" | "rowClass"> {
  /** What its rows are, in the plural: "invocations". */
  readonly what: string;
  readonly list: RecordList<T>;
  readonly feed: RecordFeed<T>;
  /** What is said where there is nothing. */
  readonly empty: ReactNode;
}

/** The rows of a record as they come, the newest at the end. */
export function RecordGrid<T extends RecordRow>(props: RecordGridProps<T>) {
  const { what, list, feed, empty, chosen, follow, onFollowChange, onChoose, ...grid } = props;
  const { route } = useWorkbench();
  const box = useRef<HTMLDivElement>(null);
  if (list.phase === "failed") {
    const error = list.error ?? "";
    if (list.filter === "") {
      return <Failed title={`The ${what} could not be read`} error={error} onRetry={() => feed.retry()} />;
    }
    const clear = () => route.patch({ filter: undefined });
    return <Failed title="The filter does not work" error={error} onRetry={clear} retry="Clear the filter" />;
  }
  if (list.phase === "loading") return <Loading label={`Reading ${what}`} />;
  if (list.rows.length === 0) return empty;
  return (
    <div ref={box} className={styles["box"]}>
      <VirtualList
        {...grid}
        label={what.charAt(0).toUpperCase() + what.slice(1)}
        kind="grid"
        remember={what}
        place={what}
        items={list.rows}
        keyOf={idOf}
        rowHeight={26}
        selected={chosen}
        onSelect={(row) => onChoose(row.id)}
        follow={follow}
        onFollowChange={onFollowChange}
        onActivate={() => chosen !== undefined && focusDetail(box.current)}
        onKey={(event) => {
          if (event.key !== "Escape" || chosen === undefined) return false;
          onChoose(undefined);
          return true;
        }}
        onNearStart={() => void feed.loadOlder()}
      />
      <Unread list={list} follow={follow} onFollow={() => onFollowChange(true)} />
    </div>
  );
}

function idOf(row: RecordRow): number {
  return row.id;
}
