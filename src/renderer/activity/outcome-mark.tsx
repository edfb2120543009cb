import { Check, CircleAlert, CircleX, Clock, LoaderCircle, Square, TriangleAlert } from "lucide-react";
import type { InvocationSummary } from "../../shared/model.ts";
import styles from "./outcome-mark.module.css";
import { outcomeLook } from "./outcome-look.ts";

const icons = {
  running: LoaderCircle,
  ok: Check,
  refused: CircleAlert,
  error: TriangleAlert,
  trap: CircleX,
  timeout: Clock,
  killed: Square,
} as const;

/** How an invocation ended: an icon and a word, or the status of its response. */
export function OutcomeMark({
  of,
  long = false,
}: {
  readonly of: Pick<InvocationSummary, "outcome" | "status">;
  readonly long?: boolean;
}) {
  const look = outcomeLook(of);
  const Icon = icons[look.kind];
  return (
    <span className={`${styles["mark"]} ${look.tone}`}>
      <Icon size={13} className={look.kind === "running" ? "turning" : undefined} aria-hidden />
      {long ? look.long : look.short}
    </span>
  );
}
