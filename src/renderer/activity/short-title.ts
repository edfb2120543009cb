import type { InvocationSummary } from "../../shared/model.ts";

/** What a narrow column shows of an invocation: of `demo:counter/ops@0.1.0#hit` the part that tells calls apart, `ops.hit`. */
export function shortTitle({ kind, title }: Pick<InvocationSummary, "kind" | "title">): string {
  if (kind !== "function") return title;
  const [, interfaceName, functionName] = /^[^/\s]+\/([^@#\s]+)(?:@[^#\s]+)?#(\S+)$/.exec(title) ?? [];
  return interfaceName === undefined || functionName === undefined ? title : `${interfaceName}.${functionName}`;
}
