import type { ImportView } from "../../../shared/model.ts";
import { checkImports } from "../../wit/check/check.ts";
import type { HostProfile } from "../../wit/check/profile.ts";
import type { ComponentWorld } from "../../wit/world.ts";
import type { ComponentManifest, ProjectManifest } from "../project/manifest.ts";
import { linkedImports } from "./linking/linked-imports.ts";
import { planStubs } from "./linking/plan-stubs.ts";
import { resolveLinks } from "./linking/resolve-links.ts";
import { unlinkedPackages, withUnlinked } from "./linking/unlinked-packages.ts";
import { hostOffers } from "./offers.ts";
import { unchosenBackends } from "./plan-links.ts";

/**
 * What a component of a project would import, linked and stubbed as its file says; nothing is transpiled or run.
 * `worlds`: of the components that could be read, by name.
 */
export function checkInProject(
  project: ProjectManifest,
  component: ComponentManifest,
  world: ComponentWorld,
  { worlds, profile }: { readonly worlds: ReadonlyMap<string, ComponentWorld>; readonly profile: HostProfile },
): readonly ImportView[] {
  const checked = checkImports(world, hostOffers(), profile);
  const offered = new Set(checked.flatMap(({ name, status }) => (status === "offered" ? [name] : [])));
  const others = project.components
    .filter(({ name }) => name !== component.name)
    .map(({ name }) => {
      const other = worlds.get(name);
      return { name, linkable: other === undefined ? undefined : { world: other } };
    });
  const resolved = resolveLinks({ manifest: component, world, offered }, others);
  const { stubbed } = planStubs(component.stubs, world, []);
  const imports = linkedImports(checked, resolved, stubbed);
  const unlinked = unlinkedPackages(component, unchosenBackends(project, component), imports, stubbed);
  return withUnlinked(imports, unlinked).map(({ offer: _offer, ...view }) => view);
}
