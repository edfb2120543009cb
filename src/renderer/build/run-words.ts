import type { BuildCause, BuildRunView } from "../../shared/model.ts";
import { counted, duration } from "../format/quantity.ts";

/** `Failed with exit code 101 after 4.2 s`; `elapsedMs` counts for one that still runs. */
export function runSentence(run: BuildRunView, elapsedMs: number): string {
  const after = run.durationMs === undefined ? "" : ` after ${duration(run.durationMs)}`;
  switch (run.state) {
    case "idle":
      return "Not built yet";
    case "waiting-for-trust":
      return "Waits for you to trust this folder";
    case "running":
      return `Building for ${duration(elapsedMs)}`;
    case "ok":
      return `Built in ${duration(run.durationMs ?? 0)}, exit code ${run.exitCode ?? 0}`;
    case "failed":
      return run.exitCode === undefined ? sentence(endWords(run)) : `Failed with ${endWords(run)}`;
    case "cancelled":
      return `Cancelled${after}`;
    case "timed-out":
      return `Took too long: ended${after}`;
  }
}

/** `exit code 101 after 4.2 s`: how a run that failed came to its end. */
export function endWords({ exitCode, signal, durationMs }: BuildRunView): string {
  const after = durationMs === undefined ? "" : ` after ${duration(durationMs)}`;
  if (signal !== undefined) return `ended by ${signal}${after}`;
  return exitCode === undefined ? `could not be started` : `exit code ${exitCode}${after}`;
}

export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Why a run was started. */
export function causeSentence(cause: BuildCause): string {
  switch (cause.kind) {
    case "person":
      return "asked for by hand";
    case "artefact":
      return cause.why;
    case "sources": {
      const [first] = cause.files;
      if (first === undefined) return `${counted(cause.count, "file")} changed`;
      return cause.count === 1 ? `${first} changed` : `${first} and ${counted(cause.count - 1, "more file")} changed`;
    }
  }
}

/** `last build failed 12 s ago`, or what else keeps the newest sources from being served; undefined when nothing does. */
export function staleWords(run: BuildRunView, now: number): string | undefined {
  if (run.state !== "failed" && run.state !== "timed-out" && run.state !== "cancelled") {
    return run.state !== "running" && run.behind ? "sources changed since the last build" : undefined;
  }
  const how = run.state === "timed-out" ? "took too long" : run.state === "cancelled" ? "was cancelled" : "failed";
  if (run.startedAt === undefined) return `last build ${how}`;
  const ago = Math.max(0, now - run.startedAt - (run.durationMs ?? 0));
  return `last build ${how} ${agoWords(ago)}`;
}

/** To the second, which is as often as it is looked at. */
function agoWords(ms: number): string {
  if (ms < 1000) return "just now";
  return ms < 60_000 ? `${Math.floor(ms / 1000)} s ago` : `${duration(ms)} ago`;
}
