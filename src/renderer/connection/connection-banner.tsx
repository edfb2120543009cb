import { Unplug } from "lucide-react";
import { useEffect, useState } from "react";
import type { EpochMs } from "../../shared/model.ts";
import { useStore } from "../store/value-store.ts";
import { useWorkbench } from "../workbench/workbench-context.ts";
import styles from "./connection-banner.module.css";

/** Says that the studio is gone and when it is looked for next; what was read stays on screen meanwhile. */
export function ConnectionBanner() {
  const { session } = useWorkbench();
  const status = useStore(session.status);
  if (status.state !== "lost") return null;
  return (
    <div className={styles["banner"]} role="alert">
      <Unplug size={15} aria-hidden />
      <span>
        {status.reason} What you see is from before.{" "}
        <span aria-hidden>
          Looking for it again <Countdown until={status.retryAt} />.
        </span>
      </span>
      <button type="button" className="small" onClick={() => void session.open()}>
        Reconnect now
      </button>
    </div>
  );
}

function Countdown({ until }: { readonly until: EpochMs }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.ceil((until - now) / 1000);
  return seconds > 0 ? `in ${seconds} s` : "now";
}
