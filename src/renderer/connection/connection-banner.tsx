import { Unplug } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./connection-banner.module.css";

/** Says that the studio is gone and when it is looked for next; what was read stays on screen meanwhile. */
export function ConnectionBanner() {
  const { session } = useWorkbench();
  const status = useStore(session.status);
  const now = useSeconds(status.state === "lost");
  if (status.state !== "lost") return null;
  const seconds = Math.max(0, Math.ceil((status.retryAt - now) / 1000));
  return (
    <div className={styles["banner"]} role="alert">
      <Unplug size={15} aria-hidden />
      <span>
        {status.reason} What you see is from before.{" "}
        <span aria-hidden>Looking for it again{seconds > 0 ? ` in ${seconds} s` : ""}.</span>
      </span>
      <button type="button" className="small" onClick={() => void session.open()}>
        Reconnect now
      </button>
    </div>
  );
}

function useSeconds(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
