import type { ProblemReport } from "../problems.ts";
import type { ProjectManifest } from "./manifest.ts";

/** What a project file may say although this version does nothing with it yet: a person must not wait for it in vain. */
export function notServedYet(manifest: ProjectManifest): readonly ProblemReport[] {
  const found: ProblemReport[] = [];
  const add = (where: string, what: string) =>
    found.push({
      id: `manifest:not-served:${where}`,
      severity: "info",
      title: `${where} has no effect yet`,
      detail: `The project file is right, but this version of Vitrine ${what}.`,
    });
  for (const { name, kind, seed } of manifest.backends)
    if (kind === "messaging" && seed !== undefined) add(`backends.${name}.seed`, `does not fill ${kind} backends`);
  if (manifest.faults.length > 0) add("faults", "does not inject faults");
  return found;
}
