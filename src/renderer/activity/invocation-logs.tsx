import type { InvocationDetail } from "../../shared/model.ts";
import { useLoaded, useStudioEvent } from "../connection/use-loaded.ts";
import { Empty, Failed, Loading } from "../design/view-state.tsx";
import { LogRow } from "../logs/log-row.tsx";
import { VirtualList } from "../list/virtual-list.tsx";
import { useWorkbench } from "../workbench/workbench-context.ts";

const MAX_LINES = 5000;

/** What an invocation wrote to its log, to stdout and to stderr. */
export function InvocationLogs({ invocation }: { readonly invocation: InvocationDetail }) {
  const { api } = useWorkbench();
  const { id } = invocation;
  const logs = useLoaded(`logs.${id}`, async () =>
    (await api.logs({ invocation: id, limit: MAX_LINES })).toSorted((a, b) => a.id - b.id),
  );
  useStudioEvent("logs-appended", (lines) => {
    if (lines.some((line) => line.invocation === id)) logs.reload();
  });
  if (logs.value === undefined) {
    return logs.error === undefined ? (
      <Loading label="Reading logs" />
    ) : (
      <Failed title="The logs could not be read" error={logs.error.message} onRetry={logs.reload} />
    );
  }
  if (logs.value.length === 0) {
    return (
      <Empty title="No log lines">
        What this invocation writes with wasi:logging, to stdout or to stderr appears here. It wrote nothing.
      </Empty>
    );
  }
  return (
    <VirtualList
      label="Logs of the invocation"
      kind="log"
      items={logs.value}
      keyOf={(line) => line.id}
      rowHeight={22}
      measured
      row={(line) => <LogRow line={line} search="" />}
    />
  );
}
