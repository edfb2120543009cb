import type { ExportKind } from "../../shared/model.ts";

export const exportKindWords = {
  http: "answers HTTP requests",
  message: "handles messages",
  run: "runs as a command",
  function: "typed functions",
} as const satisfies Record<ExportKind, string>;
