import { useEffect, useState } from "react";
import type { CrashLoopView } from "../../shared/model.ts";
import { moment } from "../format/moment.ts";
import { counted } from "../format/quantity.ts";
import styles from "./crash-loop-note.module.css";

const LOOK_EVERY_MS = 500;

/** Why calls of a component are not run, until when, and the way to try at once. */
export function CrashLoopNote({
  loop,
  onTryNow,
  onShow,
}: {
  readonly loop: CrashLoopView;
  readonly onTryNow: () => void;
  readonly onShow: () => void;
}) {
  const over = useIsOver(loop.pausedUntil);
  return (
    <section className={styles["note"]} aria-label="Crash loop" aria-live="polite">
      <p>
        <strong>
          {over ? "Crash loop: the next call is tried." : `Crash loop: paused until ${moment(loop.pausedUntil)}.`}
        </strong>{" "}
        {counted(loop.failures, "call")} in a row ended its worker, the last one with{" "}
        <span className="mono">{loop.reason}</span>. What you call by hand is run all the same; one call that ends well,
        or a new build, ends this.
      </p>
      <p className={styles["acts"]}>
        <button type="button" className="small" onClick={onTryNow}>
          Try now
        </button>
        <button type="button" className="link" onClick={onShow}>
          Show the failures
        </button>
      </p>
    </section>
  );
}

function useIsOver(until: number): boolean {
  const [now, setNow] = useState(Date.now);
  const over = now >= until;
  useEffect(() => {
    if (over) return undefined;
    const timer = setInterval(() => setNow(Date.now()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [over, until]);
  return over;
}
