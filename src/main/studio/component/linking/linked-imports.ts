import type { LinkTarget, LinkView } from "../../../../shared/model.ts";
import type { PlannedLink } from "../../../../shared/worker-protocol.ts";
import type { CheckedImport } from "../../../wit/check/check.ts";
import { parseInterfaceName, withoutVersion } from "../../../wit/interface-name.ts";
import type { ComponentManifest } from "../../project/manifest.ts";
import { linkedAs } from "../plan-links.ts";
import type { ResolvedImport, ResolvedLink } from "./resolve-links.ts";

/** The contract check of a build in its project: what other components answer, and what the project file says instead. */
export function linkedImports(
  checked: readonly CheckedImport[],
  resolved: readonly ResolvedImport[],
  stubbed: ReadonlyMap<string, readonly string[]>,
): readonly CheckedImport[] {
  return checked.map((found) => {
    const linked = resolved.find(({ name }) => name === found.name);
    const stubs = stubbed.get(found.name) ?? [];
    const all = stubs.length > 0 && found.functions.every(({ name }) => stubs.includes(name));
    const view = all
      ? answered(found, "The project file says what its functions answer (stubs).")
      : withLinks(found, linked);
    if (all || stubs.length === 0) return view;
    return { ...view, note: `${view.note} The project file answers ${stubs.join(", ")} (stubs).` };
  });
}

function withLinks(found: CheckedImport, linked: ResolvedImport | undefined): CheckedImport {
  if (linked === undefined) return found;
  const first = linked.links.find(({ name }) => name === "default") ?? linked.links[0];
  if (first === undefined) return { ...found, note: linked.note ?? found.note, ...fixOf(linked) };
  const refused = linked.links.find((link) => link.export === undefined);
  if (refused !== undefined) {
    const under = refused.name === "default" ? "" : `As \`${refused.name}\`: `;
    const { fix: _fix, offer: _offer, ...rest } = found;
    const status = found.status === "offered" ? "missing" : found.status;
    return { ...rest, status, note: `${under}${refused.refused ?? ""} Calls of it trap.` };
  }
  return answered(found, linked.links.map(sentence).join(" "));
}

function answered(found: CheckedImport, note: string): CheckedImport {
  const { fix: _fix, ...rest } = found;
  return { ...rest, status: "offered", note };
}

function sentence({ name, component, since, export: exported }: ResolvedLink): string {
  const under = name === "default" ? "" : ` under the name ${name}`;
  const why = since === "found" ? "the only one of this project that exports it" : "as the project file says";
  return `The component ${component} answers it${under} with ${exported}, ${why}.`;
}

function fixOf({ fix }: { readonly fix?: string }): { readonly fix?: string } {
  return fix === undefined ? {} : { fix };
}

/** A row of the links of a component, without its calls. */
export type LinkRow = Omit<LinkView, "calls">;

/** One row for each import with functions and each name it is linked under. */
export function linkRows(
  { name: component, links: said }: Pick<ComponentManifest, "name" | "links">,
  imports: readonly CheckedImport[],
  links: readonly PlannedLink[],
  resolved: readonly ResolvedImport[],
  stubbed: ReadonlyMap<string, readonly string[]>,
): readonly LinkRow[] {
  return imports.flatMap(({ name, status, note, fix, offer, functions }): LinkRow[] => {
    if (functions.length === 0) return [];
    const head = { component, import: name, status };
    const linked = resolved.find((each) => each.name === name)?.links ?? [];
    const governed = linkedAs(withoutVersion(name));
    const backends = links.filter((link) => link.kind !== "component" && link.interface === governed);
    const stubs = stubbed.get(name) ?? [];
    const rows = [
      ...linked.map((link): LinkRow => ({ ...head, ...rowOf(link) })),
      ...(offer === undefined ? [] : backends).flatMap(({ name: linkName, backend, kind }): LinkRow[] => {
        if (kind === "component" || linked.some((each) => each.name === linkName)) return [];
        const file = said.find(
          ({ name: each, package: packageName, interfaces, to }) =>
            each === linkName && "backend" in to && to.backend === backend && covers(packageName, interfaces, governed),
        );
        const label = file?.label === undefined ? {} : { label: file.label };
        const target = { kind: "backend", name: backend, backendKind: kind } as const;
        return [{ ...head, name: linkName, ...label, target, since: file === undefined ? "default" : "file" }];
      }),
    ];
    if (stubs.length > 0) {
      rows.unshift({ ...head, name: "default", target: { kind: "stub", functions: stubs }, since: "file" });
    }
    const open = status === "unlinked" ? [nowhere({ ...head, problem: note }, fix)] : [];
    if (rows.length + open.length > 0) return [...open, ...rows];
    const served = status === "offered";
    if (!served) return [nowhere({ ...head, problem: note }, fix)];
    const target: LinkTarget = { kind: "host", note };
    return [{ ...head, name: "default", target, since: "default", ...(fix === undefined ? {} : { fix }) }];
  });
}

function nowhere(head: Pick<LinkRow, "component" | "import" | "status" | "problem">, fix: string | undefined): LinkRow {
  const more = fix === undefined ? {} : { fix };
  return { ...head, name: "default", target: { kind: "missing" }, since: "default", ...more };
}

function rowOf({ name, label, component, since, export: exported, refused }: ResolvedLink) {
  return {
    name,
    ...(label === undefined ? {} : { label }),
    target: { kind: "component", name: component, ...(exported === undefined ? {} : { export: exported }) } as const,
    since,
    ...(refused === undefined ? {} : { problem: refused }),
  };
}

function covers(packageName: string, interfaces: readonly string[] | undefined, interfaceName: string): boolean {
  const parsed = parseInterfaceName(interfaceName);
  return parsed?.package === packageName && (interfaces?.includes(parsed.interface) ?? true);
}
