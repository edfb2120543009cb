import { TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { moment } from "../format/moment.ts";
import { count, counted } from "../format/quantity.ts";
import { groupLeaks, leakWords } from "./audit-words.ts";
import styles from "./audit-pane.module.css";
import { SpanLink } from "./span-link.tsx";
import { useAudit } from "./use-audit.ts";

/** Values that left a component, above everything else. */
export function LeakList({
  component,
  secret,
}: {
  readonly component: string | undefined;
  readonly secret: string | undefined;
}) {
  const { rows, complete } = useAudit({
    kind: "leak",
    ...(component === undefined ? {} : { component }),
    ...(secret === undefined ? {} : { key: secret }),
  });
  const groups = useMemo(() => groupLeaks(rows), [rows]);
  if (rows.length === 0) return null;
  return (
    <section className={styles["leaks"]} aria-label="Leaks">
      <h3>
        <TriangleAlert size={14} aria-hidden /> {counted(groups.length, "leak")},{" "}
        {complete ? counted(rows.length, "time") : `more than ${counted(rows.length, "time")}`} in all
      </h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
      <ul tabIndex={0} aria-label="Leaks by way">
        {groups.map(({ newest, count: times }) => (
          <li key={newest.id}>
            <span>
              <b className="mono">{newest.key}</b> of {newest.component} in {leakWords(newest)}
              {times > 1 && <span className={styles["times"]}> {count(times)} times</span>}
            </span>
            <span className={styles["where"]}>
              {newest.function !== undefined && newest.function !== "" && (
                <span className="mono">{newest.function}</span>
              )}
              <span>{moment(newest.at)}</span>
              <SpanLink row={newest} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
