import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { ConfigView, SetConfigInput } from "../../../shared/config-model.ts";
import { StudioError, toErrorView } from "../../../shared/errors.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import { configSources, type GivenConfig } from "../project/config-values.ts";
import { editManifest } from "../project/edit-manifest.ts";
import type { LoadedProject } from "../project/load-project.ts";
import { LOCAL_MANIFEST_FILE, MANIFEST_FILE } from "../project/read-manifest.ts";
import { configRows } from "./config-rows.ts";

export interface ProjectConfigOptions {
  readonly project: Pick<LoadedProject, "kind" | "root" | "manifest">;
  readonly given: GivenConfig;
  /** Names of what the serving build of a component imports; undefined before one linked. */
  readonly importsOf: (component: string) => readonly string[] | undefined;
}

/** The configuration of components as a person sees and edits it. */
export class ProjectConfig {
  readonly #options: ProjectConfigOptions;

  constructor(options: ProjectConfigOptions) {
    this.#options = options;
  }

  /** Of all components, in the order of the project, or of one. @throws StudioError `component-not-found` */
  async views(component?: string): Promise<readonly ConfigView[]> {
    const { components } = this.#options.project.manifest;
    return Promise.all(
      (component === undefined ? components : [this.#named(component)]).map((each) => this.#view(each)),
    );
  }

  /**
   * Writes one value into a file, comments and order left as they are. It counts once the files are looked at.
   * @throws StudioError `component-not-found`, `request-invalid` without a project file, `manifest-invalid`,
   * `store-not-writable`
   */
  set({ component, key, value, file }: SetConfigInput): void {
    const { name } = this.#named(component);
    if (!this.#editable) {
      throw new StudioError(
        "request-invalid",
        `There is no ${MANIFEST_FILE} to write ${JSON.stringify(key)} into. Write one for this project, or give the value with --config.`,
      );
    }
    const path = join(this.#options.project.root, file === "local" ? LOCAL_MANIFEST_FILE : MANIFEST_FILE);
    if (!existsSync(path)) {
      if (value === null) return;
      writeFileSync(path, "{}\n", { flag: "wx" });
    }
    editManifest(path, ["components", name, "config", "values", key], value ?? undefined);
  }

  get #editable(): boolean {
    const { kind, root } = this.#options.project;
    return kind === "folder" && existsSync(join(root, MANIFEST_FILE));
  }

  async #view(component: ComponentManifest): Promise<ConfigView> {
    const { project, given, importsOf } = this.#options;
    const { name } = component;
    const imports = importsOf(name);
    const view = {
      component: name,
      ...(imports === undefined ? {} : { imported: imports.some((each) => each.startsWith("wasi:config/")) }),
      from: component.config.from,
      editable: this.#editable,
    };
    try {
      const sources = await configSources(project.manifest, component, given);
      return { ...view, rows: configRows(project.root, name, sources) };
    } catch (error) {
      return { ...view, rows: [], error: toErrorView(error).message };
    }
  }

  #named(component: string): ComponentManifest {
    const { components } = this.#options.project.manifest;
    const found = components.find(({ name }) => name === component);
    if (found !== undefined) return found;
    throw new StudioError(
      "component-not-found",
      `The project has no component ${JSON.stringify(component)}; it has ${components.map(({ name }) => name).join(", ")}.`,
    );
  }
}
