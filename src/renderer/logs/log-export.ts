import type { LogLine } from "../../shared/model.ts";
import type { RowExport } from "../list/export-rows.ts";
import type { Workbench } from "../workbench/workbench.ts";
import type { LogScope } from "./log-scope.ts";

export function logExport({ api }: Workbench, scope: LogScope): RowExport<LogLine> {
  return {
    name: "logs",
    page: (before, limit) => api.logs({ ...scope, ...(before === undefined ? {} : { before }), limit }),
    columns: {
      id: ({ id }) => id,
      at: ({ at }) => new Date(at).toISOString(),
      level: ({ level }) => level,
      source: ({ source }) => source,
      component: ({ component }) => component,
      invocation: ({ invocation }) => invocation,
      context: ({ context }) => context,
      text: ({ text }) => text,
    },
  };
}
