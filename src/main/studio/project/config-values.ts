import { readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { StudioError } from "../../../shared/errors.ts";
import type { ComponentManifest, ConfigManifest, Pair, ProjectManifest, SecretManifest } from "./manifest.ts";

/** What a project is given beside its files. */
export interface GivenConfig {
  /** Values of the command line: every component gets them. */
  readonly values: readonly Pair[];
  /** The environment that Vitrine was started in. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One place that values of wasi:config come from. `file` is absolute; without one it is the project file or the local one. */
export type ConfigSource = { readonly pairs: readonly Pair[] } & (
  | { readonly kind: "inline" | "local" | "command-line" }
  | { readonly kind: "set"; readonly set: string }
  | { readonly kind: "set-file"; readonly set: string; readonly file: string; readonly text: string }
  | { readonly kind: "env"; readonly set: string; readonly variables: readonly Pair[] }
);

/**
 * Everything that says something to the wasi:config of a component, the weakest first: its own values of the project
 * file; the sets it takes over, in the order it lists them, each with what stands in it, then its file, then its
 * variables; its own values of the local file; the command line. What is declared as a secret is left out.
 * @throws StudioError `manifest-invalid` for a set that does not exist or whose file cannot be read.
 */
export async function configSources(
  project: ProjectManifest,
  component: ComponentManifest,
  given: GivenConfig,
): Promise<readonly ConfigSource[]> {
  const sources: ConfigSource[] = [{ kind: "inline", pairs: component.config.values }];
  for (const name of component.config.from) {
    const set = project.configs.find((each) => each.name === name);
    if (set === undefined) throw missing(component.name, name, project);
    sources.push(...(await setSources(set, project.secrets, given)));
  }
  sources.push({ kind: "local", pairs: component.config.local ?? [] });
  sources.push({ kind: "command-line", pairs: given.values });
  return sources;
}

/** What wasi:config answers; later sources win. */
export function mergedConfig(sources: readonly ConfigSource[]): readonly Pair[] {
  return [...new Map(sources.flatMap(({ pairs }) => pairs))];
}

/** Variables that sets of the project name and that do not exist, with the set. */
export function missingVariables(
  { configs }: Pick<ProjectManifest, "configs">,
  env: GivenConfig["env"],
): readonly { readonly set: string; readonly key: string; readonly variable: string }[] {
  return configs.flatMap(({ name, fromEnv = [] }) =>
    fromEnv.flatMap(([key, variable]) => (env[variable] === undefined ? [{ set: name, key, variable }] : [])),
  );
}

async function setSources(
  { name: set, inline, file, fromEnv = [] }: ConfigManifest,
  secrets: readonly SecretManifest[],
  { env }: GivenConfig,
): Promise<readonly ConfigSource[]> {
  const sources: ConfigSource[] = [{ kind: "set", set, pairs: inline }];
  if (file !== undefined) {
    const text = await readSet(file);
    const isSecret = (key: string) =>
      secrets.some((secret) => "file" in secret && secret.file === file && (secret.key ?? key) === key);
    const pairs = Object.entries(parseEnv(text)).flatMap(([key, value]): Pair[] =>
      isSecret(key) ? [] : [[key, value ?? ""]],
    );
    sources.push({ kind: "set-file", set, file, text, pairs });
  }
  const variables = fromEnv.filter(
    ([, variable]) => !secrets.some((secret) => "fromEnv" in secret && secret.fromEnv === variable),
  );
  const pairs = variables.flatMap(([key, variable]): Pair[] => {
    const value = env[variable];
    return value === undefined ? [] : [[key, value]];
  });
  if (variables.length > 0) sources.push({ kind: "env", set, variables, pairs });
  return sources;
}

async function readSet(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new StudioError(
      "manifest-invalid",
      `The config file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}. Put it there, or take it out of "configs" in vitrine.jsonc.`,
      { cause: error, details: { file } },
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
