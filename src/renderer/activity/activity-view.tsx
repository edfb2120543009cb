import { useCallback, useEffect, useState } from "react";
import { Split } from "../layout/split.tsx";
import { ExportMenu } from "../list/export-menu.tsx";
import { useStore } from "../store/value-store.ts";
import { clearJournal } from "../workbench/actions.ts";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./activity-view.module.css";
import { NoInvocation } from "./no-invocation.tsx";
import { PendingRequest } from "./pending-request.tsx";
import { InvocationDetailPane } from "./invocation-detail.tsx";
import { parseFilter, withoutTerm } from "./filter-grammar.ts";
import { invocationExport } from "./invocation-export.ts";
import { FAILED, InvocationFilter } from "./invocation-filter.tsx";
import { invocationId } from "./invocation-id.ts";
import { InvocationGrid } from "./invocation-grid.tsx";

/** Every invocation as it happens, and all that is known of the chosen one. */
export function ActivityView() {
  const workbench = useWorkbench();
  const { invocations, route } = workbench;
  const { params } = useRoute();
  const list = useStore(invocations);
  const [follow, setFollow] = useState(
    () => params["inv"] === undefined && (workbench.listPlaces.of("invocations")?.follow ?? true),
  );
  const filter = params["filter"] ?? "";
  const failedAt = parseFilter(filter).findIndex(({ text }) => text === FAILED);
  const asked = params["inv"];
  const chosen = asked === undefined ? undefined : invocationId(asked);
  const [shown, setShown] = useState(chosen);
  if (chosen !== shown) {
    setShown(chosen);
    // A link led to one: it is to be seen, not the newest.
    if (chosen !== undefined) setFollow(false);
  }
  useEffect(() => invocations.setFilter(filter), [invocations, filter]);
  const choose = useCallback(
    (id: number | undefined) => {
      if (id !== undefined) setFollow(false);
      route.patch({ inv: id === undefined ? undefined : String(id), call: undefined });
    },
    [route],
  );
  return (
    <div className={styles["view"]}>
      <div className={styles["bar"]}>
        <InvocationFilter filter={filter} onChange={(next) => route.patch({ filter: next })} />
        <button
          type="button"
          aria-pressed={failedAt >= 0}
          title="Only what did not end well, or answered with a status of 400 and more"
          onClick={() =>
            route.patch({ filter: failedAt < 0 ? `${filter} ${FAILED}`.trim() : withoutTerm(filter, failedAt) })
          }
        >
          Failed
        </button>
        <button
          type="button"
          aria-pressed={follow}
          title="Stay at the newest invocation"
          onClick={() => setFollow(!follow)}
        >
          Live
        </button>
        <button
          type="button"
          title="Delete finished invocations; state stays"
          onClick={() => void clearJournal(workbench)}
        >
          Clear
        </button>
        <ExportMenu what="invocations" of={() => invocationExport(workbench, filter)} />
      </div>
      <PendingRequest />
      <Split
        name="activity"
        list={
          <InvocationGrid list={list} chosen={chosen} follow={follow} onFollowChange={setFollow} onChoose={choose} />
        }
        detail={
          asked === undefined ? undefined : chosen === undefined ? (
            <NoInvocation name={asked} />
          ) : (
            <InvocationDetailPane key={chosen} id={chosen} />
          )
        }
      />
    </div>
  );
}
