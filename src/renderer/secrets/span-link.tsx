import type { AuditView } from "../../shared/model.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";

/** The way to the host call that a row of the audit tells of. The journal may have forgotten it; the audit has not. */
export function SpanLink({ row, inGrid = false }: { readonly row: AuditView; readonly inGrid?: boolean }) {
  const { route } = useWorkbench();
  const { invocation, span } = row;
  if (invocation === undefined) return null;
  const call = span === undefined || span === 0 ? "" : ` call ${span}`;
  return (
    <button
      type="button"
      className="link"
      {...(inGrid ? { tabIndex: -1 } : {})}
      aria-label={`Open invocation ${invocation}${call}`}
      onClick={() => openSpan(route, row)}
    >
      #{invocation}
      {call}
    </button>
  );
}

export function openSpan(
  route: { go(path: readonly string[], params: Readonly<Record<string, string>>): void },
  { invocation, span }: AuditView,
): void {
  if (invocation === undefined) return;
  route.go(["activity"], { inv: String(invocation), ...(span === undefined ? {} : { call: String(span) }) });
}
