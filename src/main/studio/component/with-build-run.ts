import type { BuildRunView, ComponentSummary } from "../../../shared/model.ts";

/** What a component is, seen together with the newest run of its build command: what serves may not be the newest. */
export function withBuildRun(summary: ComponentSummary, run: BuildRunView | undefined): ComponentSummary {
  switch (run?.state) {
    case "running":
      return summary.state === "linking"
        ? summary
        : { ...summary, state: "building", why: `Its build runs: ${run.command}` };
    case "failed":
    case "timed-out":
    case "cancelled":
      if (summary.state === "ready")
        return { ...summary, state: "stale", why: failed(run, "The build before it serves.") };
      return summary.state === "waiting"
        ? { ...summary, state: "failed", why: failed(run, "There is no earlier build.") }
        : summary;
    case "waiting-for-trust":
      // One whose artefact nobody has looked for may well have been built.
      return summary.state === "waiting" && summary.why !== undefined
        ? { ...summary, why: "Nothing was built yet: its build command waits for you to trust this folder." }
        : summary;
    default:
      return summary;
  }
}

function failed(run: BuildRunView, consequence: string): string {
  const how = run.state === "cancelled" ? "was cancelled" : run.state === "timed-out" ? "took too long" : "failed";
  return `The last build ${how}${run.why === undefined ? "." : `: ${run.why}`} ${consequence}`;
}
