import { Check, CircleX, Minus } from "lucide-react";
import type { ReloadView } from "../../shared/model.ts";
import { Empty } from "../design/view-state.tsx";
import { moment } from "../format/moment.ts";
import { duration, shortDigest } from "../format/quantity.ts";
import styles from "./reload-list.module.css";

const looks = {
  swapped: { icon: Check, tone: "ok", word: "Swapped in" },
  failed: { icon: CircleX, tone: "bad", word: "Failed" },
  superseded: { icon: Minus, tone: "dim", word: "A newer build came first" },
} as const satisfies Record<ReloadView["outcome"], unknown>;

/** Each attempt to put a new build in the place of the old one, newest first. */
export function ReloadList({ reloads }: { readonly reloads: readonly ReloadView[] }) {
  if (reloads.length === 0) {
    return (
      <Empty title="No reloads yet">
        When the artefact on disk gets other bytes, the new build is linked and swapped in. What came of it appears
        here.
      </Empty>
    );
  }
  // What swapped in without anything before it is the first that linked since the project was opened.
  const wordOf = ({ outcome, previous }: ReloadView) =>
    outcome === "swapped" && previous === undefined ? "First build" : looks[outcome].word;
  return (
    <ol className={styles["list"]} aria-label="Reloads">
      {reloads.map((reload) => {
        const { icon: Icon, tone } = looks[reload.outcome];
        return (
          <li key={`${reload.at} ${reload.digest ?? ""}`}>
            <span className="mono dim">{moment(reload.at)}</span>
            <span className={`${styles["word"]} ${tone}`}>
              <Icon size={14} aria-hidden /> {wordOf(reload)}
            </span>
            <span className="mono">
              {reload.digest !== undefined && shortDigest(reload.digest)}
              {reload.previous !== undefined && (
                <span className="dim">
                  {reload.outcome === "swapped" ? " replaces " : " was to replace "}
                  {shortDigest(reload.previous)}
                </span>
              )}
            </span>
            <span className="num mono dim">{duration(reload.durationMs)}</span>
            <div className={styles["rest"]}>
              {reload.changes.length > 0 && <span className={styles["changes"]}>{reload.changes.join(" · ")}</span>}
              {reload.error !== undefined && <pre>{reload.error}</pre>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
