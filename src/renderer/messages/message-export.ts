import type { MessageView } from "../../shared/model.ts";
import type { RowExport } from "../list/export-rows.ts";
import type { Workbench } from "../workbench/workbench.ts";

export function messageExport({ api }: Workbench, filter: string): RowExport<MessageView> {
  return {
    name: "messages",
    page: (before, limit) =>
      api.messages({ ...(filter === "" ? {} : { filter }), ...(before === undefined ? {} : { before }), limit }),
    columns: {
      id: ({ id }) => id,
      at: ({ at }) => new Date(at).toISOString(),
      bus: ({ backend }) => backend,
      kind: ({ kind }) => kind,
      subject: ({ subject }) => subject,
      from: ({ from }) => (from.kind === "person" ? "you" : from.component),
      invocation: ({ from }) => (from.kind === "person" ? undefined : from.invocation),
      to: ({ deliveries }) =>
        deliveries.map(({ component, outcome }) => `${component}: ${outcome ?? "not ended"}`).join("; "),
      bytes: ({ body }) => body.total,
      pair: ({ paired }) => paired,
      "reply ms": ({ answeredMs }) => answeredMs,
      problem: ({ problem }) => problem,
    },
  };
}
