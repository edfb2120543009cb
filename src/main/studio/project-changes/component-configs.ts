import { configValues } from "../project/config-values.ts";
import type { ComponentManifest, Pair, ProjectManifest } from "../project/manifest.ts";

/** The values of wasi:config that components were linked with, to tell whether they still are what they were. */
export class ComponentConfigs {
  readonly #linked = new Map<string, string>();

  /**
   * Values for a build that is being linked.
   * @throws StudioError `manifest-invalid` for a file that cannot be read
   */
  async valuesFor(project: ProjectManifest, component: ComponentManifest): Promise<readonly Pair[]> {
    const values = await configValues(project, component);
    this.#linked.set(component.name, JSON.stringify(values));
    return values;
  }

  /** Components of a project that were linked with other values. @throws StudioError as `valuesFor` */
  async outdated(project: ProjectManifest): Promise<ReadonlySet<string>> {
    const outdated = new Set<string>();
    for (const component of project.components) {
      const values = JSON.stringify(await configValues(project, component));
      const linked = this.#linked.get(component.name);
      if (linked !== undefined && linked !== values) outdated.add(component.name);
    }
    return outdated;
  }
}
