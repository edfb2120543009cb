import { isDeepStrictEqual } from "node:util";

import { planLinks, unchosenBackends } from "../component/plan-links.ts";
import type { ComponentManifest, LimitsManifest, ProjectManifest } from "../project/manifest.ts";

/** What an edit of the project file asks of the running parts. */
export interface ProjectChange {
  readonly before: ProjectManifest;
  readonly after: ProjectManifest;
  /** Keys for which the artefact of a component is linked again, by component. */
  readonly relinked: ReadonlyMap<string, readonly string[]>;
}

/** Compares two states of a project. Undefined: nothing has to be done. */
export function planChange(before: ProjectManifest, after: ProjectManifest): ProjectChange | undefined {
  if (isDeepStrictEqual(before, after)) return undefined;
  const relinked = new Map<string, readonly string[]>();
  for (const component of after.components) {
    const old = before.components.find(({ name }) => name === component.name);
    if (old === undefined) continue;
    const keys = [
      ...LIMITS.filter((key) => old.limits[key] !== component.limits[key]).map(limitKey),
      ...(["env", "args", "stubs"] as const).filter((key) => !isDeepStrictEqual(old[key], component[key])),
      ...(isDeepStrictEqual(linksOf(before, old), linksOf(after, component)) ? [] : ["links"]),
      ...HOST.filter((key) => before.host[key] !== after.host[key]).map((key) => `host.${key}`),
    ];
    if (keys.length > 0) relinked.set(component.name, [...new Set(keys)]);
  }
  return { before, after, relinked };
}

function linksOf(project: ProjectManifest, component: ComponentManifest) {
  return [planLinks(project, component), unchosenBackends(project, component)];
}

const LIMITS = [
  "guestTimeMs",
  "memoryMiB",
  "instances",
  "poolSize",
  "depth",
  "requestDepth",
] as const satisfies readonly (keyof LimitsManifest)[];
const HOST = ["profile", "unknownImports"] as const satisfies readonly (keyof ProjectManifest["host"])[];

/** What stands in the project file: one key says both depths. */
function limitKey(key: keyof LimitsManifest): string {
  return `limits.${key === "requestDepth" ? "depth" : key}`;
}
