import { StudioError } from "../../../shared/errors.ts";
import type { ImportView } from "../../../shared/model.ts";
import { checkImports } from "../../wit/check/check.ts";
import { type HostProfile, hostProfiles } from "../../wit/check/profile.ts";
import type { LinkedBuild } from "./linked-build.ts";
import { hostOffers } from "./offers.ts";

/**
 * The imports of a build, checked for a host of another profile than the project's. What links and stubs of the project
 * answer stays answered: they are not the host's.
 */
export function importsFor(
  { world, imports }: Pick<LinkedBuild, "world" | "imports">,
  own: HostProfile,
  wanted: HostProfile,
): readonly ImportView[] {
  if (own === wanted) return imports;
  const offers = hostOffers();
  const before = checkImports(world, offers, own);
  return checkImports(world, offers, wanted).map(({ offer: _offer, ...view }) => {
    const linked = imports.find(({ name }) => name === view.name);
    const unlinked = before.find(({ name }) => name === view.name);
    return linked !== undefined && linked.status !== unlinked?.status ? linked : view;
  });
}

/** @throws StudioError `request-invalid` */
export function requireProfile(text: string): HostProfile {
  const profile = hostProfiles.find((each) => each === text);
  if (profile !== undefined) return profile;
  throw new StudioError(
    "request-invalid",
    `There is no host profile ${JSON.stringify(text)}; there are ${hostProfiles.join(" and ")}.`,
  );
}
