import { useEffect, useState } from "react";
import type { EpochMs } from "../../shared/model.ts";

/** Milliseconds since then, as a clock that ticks four times a second. */
export function useElapsed(since: EpochMs, running = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [running]);
  return Math.max(0, now - since);
}
