import type { AuditView } from "../../shared/model.ts";
import type { RowExport } from "../list/export-rows.ts";
import type { Workbench } from "../workbench/workbench.ts";
import type { AuditFilter } from "./use-audit.ts";

export function auditExport({ api }: Workbench, filter: AuditFilter): RowExport<AuditView> {
  return {
    name: "audit",
    page: (before, limit) => api.audit({ ...filter, ...(before === undefined ? {} : { before }), limit }),
    columns: {
      id: ({ id }) => id,
      at: ({ at }) => new Date(at).toISOString(),
      kind: ({ kind }) => kind,
      outcome: ({ outcome }) => outcome,
      secret: ({ key }) => key,
      source: ({ source }) => source,
      component: ({ component }) => component,
      build: ({ build }) => build,
      invocation: ({ invocation }) => invocation,
      call: ({ span }) => span,
      place: ({ place }) => place,
      form: ({ form }) => form,
      function: (row) => row.function,
    },
  };
}
