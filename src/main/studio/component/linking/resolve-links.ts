import { differences } from "../../../wit/offered/compare.ts";
import { matchesVersion } from "../../../wit/offered/version.ts";
import { type InterfaceName, parseInterfaceName } from "../../../wit/interface-name.ts";
import { interfacesOf, type WitInterface } from "../../../wit/world.ts";
import { cannotCross } from "./crossing.ts";
import type { Importer, Linkable, Neighbor } from "./linkable.ts";

type Other = Neighbor<Pick<Linkable, "world">>;

/** Where one link name of an import leads: to an export of another component, or not, and why. */
export interface ResolvedLink {
  readonly name: string;
  readonly label?: string;
  readonly component: string;
  /** `found`: the file says nothing, and it is the only component that exports the interface. */
  readonly since: "file" | "found";
  /** The export, as WIT prints it; undefined: it cannot be called. */
  readonly export: string | undefined;
  /** Why not, in a sentence, and what to do. */
  readonly refused?: string;
}

/** What is known of an import that other components may answer. */
export interface ResolvedImport {
  readonly name: string;
  readonly links: readonly ResolvedLink[];
  /** Why none was found, where the project says nothing. */
  readonly note?: string;
  readonly fix?: string;
}

/**
 * Which other components answer the imports of one: those the project file links, and, where the host has nothing for an
 * import and the file is silent, the only one that exports it. Versions match as on real hosts, shapes as WIT types.
 */
export function resolveLinks(own: Importer, others: readonly Other[]): readonly ResolvedImport[] {
  return interfacesOf(own.world.imports).flatMap((item): ResolvedImport[] => {
    const name = parseInterfaceName(item.implements ?? item.name);
    if (name === undefined || item.functions.length === 0) return [];
    const links = own.manifest.links
      .filter((link) => link.package === name.package && (link.interfaces?.includes(name.interface) ?? true))
      .flatMap(({ name: linkName, label, to }): ResolvedLink[] => {
        if (!("component" in to)) return [];
        const neighbor = others.find((other) => other.name === to.component) ?? { name: to.component };
        const head = { name: linkName, component: to.component, ...(label === undefined ? {} : { label }) };
        return [{ ...head, since: "file", ...answerOf(neighbor, item, name) }];
      });
    const silent = !own.offered.has(item.name) && !links.some((link) => link.name === "default");
    const found = silent ? findExporter(item, name, others) : undefined;
    if (links.length === 0 && found === undefined) return [];
    const all = found !== undefined && "link" in found ? [...links, found.link] : links;
    return [{ name: item.name, links: all, ...(found !== undefined && "note" in found ? found : {}) }];
  });
}

type Found = { readonly link: ResolvedLink } | { readonly note: string; readonly fix?: string };

function findExporter(item: WitInterface, name: InterfaceName, others: readonly Other[]): Found | undefined {
  const path = `${name.package}/${name.interface}`;
  const exporters = others.filter((other) => exportsOf(other, name).length > 0);
  const fitting = exporters.filter((other) => bestExport(other, name) !== undefined);
  const [only, ...more] = fitting;
  if (only !== undefined && more.length === 0) {
    return { link: { name: "default", component: only.name, since: "found", ...answerOf(only, item, name) } };
  }
  if (only !== undefined) {
    const names = fitting.map((each) => each.name);
    return {
      note: `Several components of this project export it: ${names.join(", ")}. The project file has to say which is meant.`,
      fix: `"links": [{ "import": "${path}", "to": { "component": "${only.name}" } }]`,
    };
  }
  const [other] = exporters;
  if (other === undefined) return undefined;
  return {
    note: `${versionMismatch(other, name)} Calls of it trap.`,
    fix: `import ${exportsOf(other, name)[0]?.name};`,
  };
}

function answerOf(
  neighbor: Other,
  item: WitInterface,
  name: InterfaceName,
): { readonly export: string | undefined; readonly refused?: string } {
  const { linkable } = neighbor;
  const refused = (text: string) => ({ export: undefined, refused: text });
  if (linkable === undefined)
    return refused(`The component ${neighbor.name} has no build that serves; its card says why.`);
  const [first] = exportsOf(neighbor, name);
  const exported = bestExport(neighbor, name);
  if (first === undefined) {
    const names = interfacesOf(linkable.world.exports).map((each) => each.name);
    return refused(
      `The component ${neighbor.name} exports no ${name.package}/${name.interface}; it exports ${names.join(", ") || "no interface"}.`,
    );
  }
  if (exported === undefined) return refused(versionMismatch(neighbor, name));
  const [difference] = differences(item, exported);
  if (difference !== undefined) {
    return refused(`The ${exported.name} of the component ${neighbor.name} has another shape: ${difference}.`);
  }
  const obstacle = cannotCross(item);
  return obstacle === undefined
    ? { export: exported.name }
    : refused(`It cannot be linked to a component: ${obstacle}.`);
}

/** The export under just this version, or one that satisfies it. */
function bestExport(neighbor: Other, name: InterfaceName): WitInterface | undefined {
  const all = exportsOf(neighbor, name);
  const version = (item: WitInterface) => parseInterfaceName(item.name)?.version ?? "";
  return (
    all.find((item) => version(item) === name.version) ??
    all.find((item) => matchesVersion(version(item), name.version))
  );
}

/** Exports of this interface in whatever version. */
function exportsOf({ linkable }: Other, { package: packageName, interface: interfaceName }: InterfaceName) {
  return interfacesOf(linkable?.world.exports ?? []).filter((item) => {
    const exported = parseInterfaceName(item.name);
    return exported?.package === packageName && exported.interface === interfaceName;
  });
}

function versionMismatch(neighbor: Other, name: InterfaceName): string {
  const names = exportsOf(neighbor, name).map((item) => item.name);
  const wanted = name.version === "" ? "one without a version" : name.version;
  return `The component ${neighbor.name} exports ${names.join(" and ")}, which does not satisfy ${wanted}.`;
}
