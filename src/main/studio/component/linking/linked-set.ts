import { parseInterfaceName, withoutVersion } from "../../../wit/interface-name.ts";
import type { RecordedFunction, RecordTables } from "../../../../shared/record.ts";
import type { GuestPart, PlannedImport, PlannedLink } from "../../../../shared/worker-protocol.ts";
import { PACKAGE_OF_KIND } from "../../project/manifest.ts";
import type { Linkable, Neighbor } from "./linkable.ts";
import { type ResolvedImport, resolveLinks } from "./resolve-links.ts";

/** A build with all those it calls, directly or through others, as one worker runs them. */
export interface LinkedSet {
  readonly root: GuestPart;
  readonly parts: readonly GuestPart[];
  readonly tables: RecordTables;
  /** The same as long as all imports of all of them lead to the same builds. */
  readonly key: string;
  /** Of the build itself. */
  readonly resolved: readonly ResolvedImport[];
}

/** The number of a link in a record is one byte. */
const MAX_LINKS = 255;

/** `others`: every component of the project but the root. */
export function linkSet(root: Linkable, others: readonly Neighbor[]): LinkedSet {
  const itself: Neighbor = { name: root.manifest.name, linkable: root };
  const members: Linkable[] = [root];
  const positions = new Map([[itself.name, 0]]);
  const resolved: (readonly ResolvedImport[])[] = [];
  // Grows while it is walked: what is called may call others.
  for (let at = 0; at < members.length; at++) {
    const member = members[at] ?? root;
    const neighbors = [itself, ...others].filter(({ name }) => name !== member.manifest.name);
    const found = resolveLinks(member, neighbors);
    resolved.push(found);
    for (const { export: exported, component } of found.flatMap(({ links }) => links)) {
      const linkable = neighbors.find(({ name }) => name === component)?.linkable;
      if (exported === undefined || linkable === undefined || positions.has(component)) continue;
      positions.set(component, members.push(linkable) - 1);
    }
  }
  const tables = new Tables();
  const [first = root.part, ...parts] = members.map((member, at) =>
    tables.add(member, resolved[at] ?? [], positions, at > 0),
  );
  const key = JSON.stringify(members.map(({ identity }, at) => [identity, resolved[at]]));
  return { root: first, parts, tables: tables.tables, key, resolved: resolved[0] ?? [] };
}

/** The tables of all members, one after the other. */
class Tables {
  readonly #functions: RecordedFunction[] = [];
  readonly #links: { name: string; backend: string }[] = [{ name: "", backend: "" }];

  get tables(): RecordTables {
    return { functions: this.#functions, links: this.#links };
  }

  /** The member with its numbers in these tables and with what its imports lead to. */
  add(
    { part, tables, manifest }: Linkable,
    resolved: readonly ResolvedImport[],
    positions: ReadonlyMap<string, number>,
    called: boolean,
  ): GuestPart {
    const firstFunction = this.#functions.length;
    const caller = called ? { caller: { component: manifest.name, build: part.build } } : {};
    this.#functions.push(...tables.functions.map((fn) => ({ ...fn, ...caller })));
    const numbers = tables.links.map(({ name, backend }, at) => (at === 0 ? 0 : this.#link(name, backend)));
    const links = new Map(part.links.map((link) => [keyOf(link), { ...link, link: numbers[link.link] ?? 0 }]));
    const imports = part.imports.map((planned): PlannedImport => {
      const functions = planned.functions.map((fn) => ({ ...fn, fn: fn.fn + firstFunction }));
      const found = resolved.find(({ name }) => name === planned.name);
      if (found === undefined || found.links.length === 0) return { ...planned, functions };
      const targets = found.links.map(({ name, component, export: exported, refused = "" }) => ({
        name,
        component,
        answer: exported === undefined ? { refused } : { part: positions.get(component) ?? 0, interface: exported },
      }));
      for (const { name, component } of found.links) {
        const linked = { interface: withoutVersion(planned.name), name };
        if (links.get(keyOf(linked))?.kind === "component") continue;
        const rest = { kind: "component", backend: component, persist: false, buckets: [] } as const;
        links.set(keyOf(linked), { ...linked, ...rest, link: this.#link(name, component) });
      }
      const host = { interface: withoutVersion(planned.name), name: "default" };
      if (planned.offer !== undefined && !hasBackends(planned.name) && !links.has(keyOf(host))) {
        // No target has this name: the host goes on answering it.
        links.set(keyOf(host), { ...host, kind: "component", backend: "", persist: false, buckets: [], link: 0 });
      }
      return { ...planned, functions, targets };
    });
    return { ...part, imports, links: [...links.values()] };
  }

  /** 0, which names nothing, when there are too many. */
  #link(name: string, backend: string): number {
    return this.#links.length > MAX_LINKS ? 0 : this.#links.push({ name, backend }) - 1;
  }
}

/** Whether calls of an interface go to a backend, which the project file may not have named. */
function hasBackends(name: string): boolean {
  return Object.values(PACKAGE_OF_KIND).includes(parseInterfaceName(name)?.package ?? "");
}

function keyOf({ interface: interfaceName, name }: Pick<PlannedLink, "interface" | "name">): string {
  return `${interfaceName} ${name}`;
}
