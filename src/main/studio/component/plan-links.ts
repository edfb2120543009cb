import type { PlannedLink } from "../../../shared/worker-protocol.ts";
import {
  type BackendManifest,
  type ComponentManifest,
  defaultBackend,
  type ProjectManifest,
} from "../project/manifest.ts";

/** Interfaces whose calls go to a backend; each has links of its own. */
const KEYVALUE_INTERFACES = ["store", "atomics", "batch"] as const;

/**
 * Every link of a component: what its project says, and `default` to the default backend where it says nothing.
 * Interfaces without a default, because several backends could be meant, have none: a call of them says so.
 */
export function planLinks(project: ProjectManifest, component: ComponentManifest): readonly PlannedLink[] {
  const backends = new Map(project.backends.map((backend) => [backend.name, backend]));
  const numbers = new Map<string, number>();
  const planned: PlannedLink[] = [];
  const add = (interfaceName: string, name: string, backend: BackendManifest) => {
    const key = JSON.stringify([name, backend.name]);
    const link = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, link);
    const { persist, buckets } = backend;
    planned.push({
      interface: `wasi:keyvalue/${interfaceName}`,
      name,
      backend: backend.name,
      kind: "keyvalue",
      persist,
      buckets,
      link,
    });
  };
  for (const interfaceName of KEYVALUE_INTERFACES) {
    const named = new Set<string>();
    for (const link of component.links) {
      if (link.package !== "wasi:keyvalue" || !("backend" in link.to)) continue;
      if (link.interfaces !== undefined && !link.interfaces.includes(interfaceName)) continue;
      const backend = backends.get(link.to.backend);
      if (backend === undefined) continue;
      named.add(link.name);
      add(interfaceName, link.name, backend);
    }
    const fallback = named.has("default") ? undefined : defaultBackend(project, "keyvalue");
    if (fallback !== undefined) add(interfaceName, "default", fallback);
  }
  return planned;
}
