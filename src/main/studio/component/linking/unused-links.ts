import { parseInterfaceName } from "../../../wit/interface-name.ts";
import { nearest } from "../../../wit/nearest.ts";
import type { ProblemReport } from "../../problems.ts";
import type { ComponentManifest, LinkManifest } from "../../project/manifest.ts";

/** One note for each link that fits no import of the build: what it was written for does not happen. */
export function unusedLinks(
  { name: component, links }: Pick<ComponentManifest, "name" | "links">,
  imports: readonly string[],
): ProblemReport[] {
  const known = imports.flatMap((each) => parseInterfaceName(each) ?? []);
  return links.flatMap((link, at): ProblemReport[] => {
    const fits = known.some(
      (each) => each.package === link.package && (link.interfaces?.includes(each.interface) ?? true),
    );
    if (fits) return [];
    const said = written(link);
    const meant = nearest(said, [
      ...new Set(known.flatMap((each) => [each.package, `${each.package}/${each.interface}`])),
    ]);
    return [
      {
        id: `component:${component}:build:unused-link:${at}`,
        severity: "info",
        title: `The link of ${component} for ${said} has no effect`,
        detail: `components.${component}.links[${at}]: its build imports nothing of that name.${meant === undefined ? "" : ` Did you mean ${meant}?`}`,
        component,
      },
    ];
  });
}

/** `wasi:keyvalue/store`, `wasi:keyvalue` */
function written({ package: packageName, interfaces }: LinkManifest): string {
  return interfaces === undefined ? packageName : `${packageName}/${interfaces.join(", ")}`;
}
