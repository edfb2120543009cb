import type { CrashLoopView } from "../../../shared/model.ts";
import type { ProblemReport } from "../problems.ts";

/** What a person is told of a component whose calls fail again and again. */
export function crashLoopProblem(id: string, component: string, loop: CrashLoopView): ProblemReport {
  return {
    id,
    severity: "error",
    title: `${component}: crash loop, paused until ${clock(loop.pausedUntil)}`,
    detail:
      `${loop.failures} calls in a row ended its worker, the last one with ${loop.reason}. ` +
      "Until then no call but those made by hand is run, and messages wait. The first call after that is tried, and if it fails the next pause is longer. " +
      "Reload the component to try at once. A new build, or a call that ends well, ends this.",
    component,
  };
}

function clock(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
