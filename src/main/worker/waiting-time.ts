import { Control, ControlTime, type ControlViews, WorkerState } from "../../shared/ring.ts";

/** From now on time is not the guest's. */
export function beginWaiting({ words, times }: ControlViews): void {
  times[ControlTime.waitingSince] = performance.timeOrigin + performance.now();
  Atomics.store(words, Control.state, WorkerState.waiting);
}

export function endWaiting({ words, times }: ControlViews): void {
  const since = times[ControlTime.waitingSince] ?? 0;
  times[ControlTime.waitedMs] = (times[ControlTime.waitedMs] ?? 0) + performance.timeOrigin + performance.now() - since;
  Atomics.store(words, Control.state, WorkerState.guest);
}
