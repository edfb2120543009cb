import type { ComponentManifest, ProjectManifest } from "../project/manifest.ts";
import { linkBuild, type LinkOptions } from "./link-build.ts";
import { LiveComponent, type LiveComponentOptions } from "./live-component.ts";
import { hostOffers } from "./offers.ts";
import { planLinks, unchosenBackends } from "./plan-links.ts";
import { prepareBuild } from "./transpile-ahead.ts";

export type ComponentFactoryOptions = Omit<LiveComponentOptions, "manifest" | "prepare" | "link"> &
  Omit<LinkOptions, "manifest" | "profile" | "unknownImports" | "offers" | "links" | "unchosen"> & {
    /** Asked whenever a build is linked: its file may say something else by then. */
    readonly project: { readonly manifest: ProjectManifest };
  };

/** How the components of a project are made and linked. */
export function componentFactory(options: ComponentFactoryOptions): (manifest: ComponentManifest) => LiveComponent {
  const offers = hostOffers();
  const { project } = options;
  return (manifest) =>
    new LiveComponent({
      ...options,
      manifest,
      prepare: (said, artefact) => prepareBuild(said, artefact, options),
      link: (said, artefact, signal) => {
        const links = planLinks(project.manifest, said);
        const unchosen = unchosenBackends(project.manifest, said);
        const own = { manifest: said, links, unchosen, offers };
        return linkBuild(artefact, { ...options, ...project.manifest.host, ...own }, signal);
      },
    });
}
