import { readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { StudioError } from "../../../shared/errors.ts";
import type { ComponentManifest, Pair, ProjectManifest } from "./manifest.ts";

/**
 * What wasi:config answers a component: the named sets in the order it lists them, then its own values; later wins.
 * @throws StudioError `manifest-invalid` for a set that does not exist or whose file cannot be read.
 */
export async function configValues(project: ProjectManifest, component: ComponentManifest): Promise<readonly Pair[]> {
  const values = new Map<string, string>();
  for (const name of component.config.from) {
    const set = project.configs.find((each) => each.name === name);
    if (set === undefined) throw missing(component.name, name, project);
    for (const [key, value] of set.inline) values.set(key, value);
    for (const [key, value] of await readSet(set.file)) values.set(key, value);
  }
  for (const [key, value] of component.config.values) values.set(key, value);
  return [...values];
}

async function readSet(file: string | undefined): Promise<readonly Pair[]> {
  if (file === undefined) return [];
  try {
    return Object.entries(parseEnv(await readFile(file, "utf8"))).map(([key, value]) => [key, value ?? ""]);
  } catch (error) {
    throw new StudioError(
      "manifest-invalid",
      `The config file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
}

function missing(component: string, set: string, { configs }: ProjectManifest): StudioError {
  const known = configs.map(({ name }) => name).join(", ");
  return new StudioError(
    "manifest-invalid",
    `The component ${component} takes its config from ${JSON.stringify(set)}, but "configs" has ${known === "" ? "no sets" : `only ${known}`}.`,
  );
}
