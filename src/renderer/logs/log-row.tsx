import { memo } from "react";
import type { LogLine } from "../../shared/model.ts";
import { exactClock, fullMoment } from "../format/moment.ts";
import { openInvocation } from "../workbench/actions.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import { Highlighted } from "./highlighted.tsx";
import styles from "./log-row.module.css";

interface LogRowProps {
  readonly line: LogLine;
  readonly search: string;
  /** Say whose line it is, where lines of several invocations stand together. */
  readonly withOrigin?: boolean;
}

/** One line of a log. Drawn again only when something of it changed: a list that scrolls is drawn anew for each frame. */
export const LogRow = memo(function LogRow({ line, search, withOrigin = false }: LogRowProps) {
  const workbench = useWorkbench();
  return (
    <div className={styles["row"]} data-level={line.level ?? line.source} data-origin={withOrigin || undefined}>
      <span className="dim" title={fullMoment(line.at)}>
        {exactClock(line.at)}
      </span>
      <span className={styles["level"]}>{line.level ?? line.source}</span>
      {withOrigin && <span className={`${styles["component"]} cut`}>{line.component}</span>}
      <span className={styles["text"]}>
        {/* Many components say their own name, which stands beside it already. */}
        {line.context !== undefined && line.context !== "" && !(withOrigin && line.context === line.component) && (
          <span className={styles["context"]}>{line.context} </span>
        )}
        <Highlighted text={line.text.replace(/\n$/, "")} search={search} />
        {line.cut && <span className="dim"> … cut</span>}
      </span>
      {withOrigin && (
        <button
          type="button"
          className={styles["origin"]}
          aria-label={`Open invocation ${line.invocation}`}
          title="Open the invocation that wrote this"
          onClick={() => openInvocation(workbench, line.invocation)}
        >
          #{line.invocation}
        </button>
      )}
    </div>
  );
});
