import type { InvocationId, InvocationSummary } from "../../shared/model.ts";
import { Empty } from "../design/view-state.tsx";
import { clock } from "../format/moment.ts";
import { counted, duration } from "../format/quantity.ts";
import { openInvocation } from "../workbench/actions.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./caused-list.module.css";
import { OutcomeMark } from "./outcome-mark.tsx";

interface CausedListProps {
  readonly of: InvocationId;
  readonly caused: readonly InvocationSummary[];
}

/** The invocations that this one made happen. */
export function CausedList({ of, caused }: CausedListProps) {
  const workbench = useWorkbench();
  if (caused.length === 0) {
    return (
      <Empty title="Caused nothing else">
        Other invocations that this one makes happen, by a request or a call, appear here.
      </Empty>
    );
  }
  return (
    <div className={styles["box"]}>
      <p className={styles["note"]}>
        <button type="button" className="link" onClick={() => workbench.route.patch({ filter: `inv:${of}` })}>
          Show only these in the list
        </button>
        , with what they caused in turn.
      </p>
      <ol className={styles["list"]} aria-label="Caused invocations">
        {caused.map((one) => (
          <li key={one.id}>
            <span className="mono dim">{clock(one.startedAt)}</span>
            <button type="button" className="link cut" onClick={() => openInvocation(workbench, one.id)}>
              {one.title}
            </button>
            <OutcomeMark of={one} />
            <span className="dim">{one.component}</span>
            <span className="dim num">
              {counted(one.calls, "call")}
              {one.durationMs !== undefined && ` · ${duration(one.durationMs)}`}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
