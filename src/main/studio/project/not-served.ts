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
    if (kind !== "keyvalue" && seed !== undefined) add(`backends.${name}.seed`, `does not fill ${kind} backends`);
  if (manifest.secrets.length > 0) add("secrets", "does not serve wasmcloud:secrets");
  if (manifest.faults.length > 0) add("faults", "does not inject faults");
  for (const { name, links, secrets } of manifest.components) {
    if (links.some(({ to }) => "component" in to))
      add(`components.${name}.links`, "does not run links to other components");
    if (secrets.length > 0) add(`components.${name}.secrets`, "does not serve wasmcloud:secrets");
  }
  return found;
}
