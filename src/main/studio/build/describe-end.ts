import type { BuildRunState, BuildRunView } from "../../../shared/model.ts";
import type { BuildManifest } from "../project/manifest.ts";
import type { BuildEnd } from "./build-process.ts";

export function stateOf(end: BuildEnd): BuildRunState {
  switch (end.kind) {
    case "exited":
      return end.exitCode === 0 ? "ok" : "failed";
    case "signalled":
    case "not-started":
      return "failed";
    case "cancelled":
    case "timed-out":
      return end.kind;
  }
}

/** How a run ended, as its view says it. */
export function describeEnd(
  end: BuildEnd,
  { timeoutMs }: BuildManifest,
): Pick<BuildRunView, "exitCode" | "signal" | "why"> {
  switch (end.kind) {
    case "exited":
      return end.exitCode === 0
        ? { exitCode: 0 }
        : { exitCode: end.exitCode, why: `It ended with exit code ${end.exitCode}.` };
    case "signalled":
      return { signal: end.signal, why: `It was ended from outside by ${end.signal}.` };
    case "not-started":
      return { why: `${end.reason}.` };
    case "cancelled":
      return { why: "It was cancelled." };
    case "timed-out":
      return {
        why: `It was still running after ${timeoutMs / 1000} s and was ended. Set build.timeoutSec in the project file if it needs longer.`,
      };
  }
}
