import type { ProblemReport } from "../problems.ts";
import { missingVariables } from "./config-values.ts";
import type { ProjectManifest } from "./manifest.ts";

/** Values of wasi:config that are not there, because a variable they come from is not set. */
export function configProblems(
  manifest: Pick<ProjectManifest, "configs">,
  env: Readonly<Record<string, string | undefined>>,
): readonly ProblemReport[] {
  return missingVariables(manifest, env).map(({ set, key, variable }) => ({
    id: `manifest:config:${set}:${key}`,
    severity: "warning",
    title: `The value ${key} of the config set ${set} is missing`,
    detail: `The environment variable ${variable} is not set where Vitrine was started, so components get no value for ${key}. Set it there and start Vitrine again, or write the value into configs.${set}.inline in vitrine.jsonc.`,
  }));
}
