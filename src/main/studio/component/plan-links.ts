import type { ClosedList, PlannedLink } from "../../../shared/worker-protocol.ts";
import {
  type BackendKindName,
  type BackendManifest,
  type ComponentManifest,
  defaultBackend,
  PACKAGE_OF_KIND,
  type ProjectManifest,
} from "../project/manifest.ts";

/** Interfaces whose calls go to a backend of a kind; each has links of its own. */
const LINKED_INTERFACES: Readonly<Record<BackendKindName, readonly string[]>> = {
  keyvalue: ["store", "atomics", "batch"],
  blobstore: ["blobstore"],
  messaging: ["consumer"],
};

/** Interfaces whose calls go where the link of another leads. */
const GOVERNED = new Map([["wasi:blobstore/container", "wasi:blobstore/blobstore"]]);

/** The interface whose link says where calls of this one go; both without versions. */
export function linkedAs(interfaceName: string): string {
  return GOVERNED.get(interfaceName) ?? interfaceName;
}

/**
 * Every link of a component: what its project says, and `default` to the default backend where it says nothing.
 * Interfaces without a default, because several backends could be meant, have none: a call of them says so.
 */
export function planLinks(project: ProjectManifest, component: ComponentManifest): readonly PlannedLink[] {
  const backends = new Map(project.backends.map((backend) => [backend.name, backend]));
  const numbers = new Map<string, number>();
  const planned: PlannedLink[] = [];
  const add = (interfaceName: string, name: string, to: BackendManifest, allowed?: readonly string[]) => {
    const { name: backend, kind, persist, buckets } = to;
    const key = JSON.stringify([name, backend]);
    const link = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, link);
    const closed = closedList(to, allowed);
    planned.push({ interface: interfaceName, name, backend, kind, persist, buckets, ...closed, link });
  };
  for (const kind of Object.keys(LINKED_INTERFACES) as BackendKindName[]) {
    const packageName = PACKAGE_OF_KIND[kind];
    for (const interfaceName of LINKED_INTERFACES[kind]) {
      const named = new Set<string>();
      for (const link of component.links) {
        if (link.package !== packageName || !("backend" in link.to)) continue;
        if (link.interfaces !== undefined && !link.interfaces.includes(interfaceName)) continue;
        const backend = backends.get(link.to.backend);
        if (backend === undefined) continue;
        named.add(link.name);
        add(`${packageName}/${interfaceName}`, link.name, backend, link.buckets);
      }
      const fallback = named.has("default") ? undefined : defaultBackend(project, kind);
      if (fallback !== undefined) add(`${packageName}/${interfaceName}`, "default", fallback);
    }
  }
  return planned;
}

function closedList(
  { kind, onlyListed }: BackendManifest,
  allowed: readonly string[] | undefined,
): { readonly closed?: ClosedList } {
  if (kind !== "keyvalue" || (!onlyListed && allowed === undefined)) return {};
  return { closed: { onlyListed, ...(allowed === undefined ? {} : { allowed }) } };
}

/**
 * Interfaces without a `default` link, because several backends could be meant and the project does not say which, with
 * the names of these backends; a call of them traps.
 */
export function unchosenBackends(
  project: ProjectManifest,
  component: ComponentManifest,
): ReadonlyMap<string, readonly string[]> {
  const planned = planLinks(project, component);
  const kinds = Object.keys(LINKED_INTERFACES) as BackendKindName[];
  const unchosen = kinds.flatMap((kind) => {
    const packageName = PACKAGE_OF_KIND[kind];
    const names = project.backends.filter((backend) => backend.kind === kind).map(({ name }) => name);
    return LINKED_INTERFACES[kind].flatMap((interfaceName): [string, readonly string[]][] => {
      const path = `${packageName}/${interfaceName}`;
      const toComponent = component.links.some(
        (link) =>
          link.name === "default" &&
          link.package === packageName &&
          (link.interfaces?.includes(interfaceName) ?? true) &&
          "component" in link.to,
      );
      const isLinked = planned.some((link) => link.interface === path && link.name === "default");
      return toComponent || isLinked ? [] : [[path, names]];
    });
  });
  return new Map(unchosen);
}
