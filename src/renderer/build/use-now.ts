import { useEffect, useState } from "react";
import type { EpochMs } from "../../shared/model.ts";

/** The time, as a clock that ticks while it is looked at. */
export function useNow(everyMs: number, ticking = true): EpochMs {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, ticking]);
  return now;
}
