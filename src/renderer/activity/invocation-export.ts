import type { InvocationSummary } from "../../shared/model.ts";
import type { RowExport } from "../list/export-rows.ts";
import type { Workbench } from "../workbench/workbench.ts";

export function invocationExport({ api }: Workbench, filter: string): RowExport<InvocationSummary> {
  return {
    name: "invocations",
    page: (before, limit) =>
      api.invocations({ ...(filter === "" ? {} : { filter }), ...(before === undefined ? {} : { before }), limit }),
    columns: {
      id: ({ id }) => id,
      started: ({ startedAt }) => new Date(startedAt).toISOString(),
      component: ({ component }) => component,
      build: ({ build }) => build,
      kind: ({ kind }) => kind,
      title: ({ title }) => title,
      cause: ({ cause }) => cause.kind,
      "caused by": ({ cause }) => causedBy(cause),
      outcome: ({ outcome }) => outcome ?? "running",
      status: ({ status }) => status,
      calls: ({ calls }) => calls,
      changes: ({ changes }) => changes,
      logs: ({ logs }) => logs,
      ms: ({ durationMs }) => durationMs,
    },
  };
}

function causedBy(cause: InvocationSummary["cause"]): number | undefined {
  if (cause.kind === "invocation") return cause.id;
  return cause.kind === "message" ? cause.by : undefined;
}
