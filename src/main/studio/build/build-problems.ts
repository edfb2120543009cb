import type { BuildRunView } from "../../../shared/model.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import type { ProblemReport } from "../problems.ts";
import { POLL_EVERY_MS } from "./source-watcher.ts";

/** The prefix of every problem with builds of a component. */
export function problemsOf(component: string): string {
  return `build:${component}:`;
}

/** A run that did not make an artefact. */
export function buildFailed({ component, state, why = "", command, tail }: BuildRunView): ProblemReport {
  const what = state === "timed-out" ? "the build took too long" : "the build failed";
  return {
    id: `${problemsOf(component)}run`,
    severity: "error",
    title: `${component}: ${what}`,
    detail: `${command}: ${why}`,
    component,
    ...(tail === "" ? {} : { output: tail }),
  };
}

/** The build writes what it watches; `pattern` is ignored from now on. */
export function buildLoops(
  { name }: Pick<ComponentManifest, "name">,
  exclude: readonly string[],
  pattern: string,
): ProblemReport {
  const watch = JSON.stringify({ exclude: [...exclude, pattern] });
  return {
    id: `${problemsOf(name)}loop:${pattern}`,
    severity: "warning",
    title: `${name}: the build writes ${pattern}, which it also watches`,
    detail:
      `Each run changed it, and each change would have started another run. When it changes during a run it is ignored now. ` +
      `To make that last, write this into components.${name} of vitrine.jsonc:`,
    fix: `"watch": ${watch}`,
    component: name,
  };
}

export function sourcesPolled({ name, root }: ComponentManifest, why: string): ProblemReport {
  return {
    id: `${problemsOf(name)}watch`,
    severity: "warning",
    title: `${name}: sources are looked at every ${POLL_EVERY_MS / 1000} s, because they cannot be watched`,
    detail: `${root}: ${why}. Changes are noticed a little later until then.`,
    component: name,
  };
}
