// What components ask of this host, before anything of them runs.
import { basename } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import type { CheckedComponent, ContractReport } from "../../../shared/model.ts";
import { commandText } from "../build/command-text.ts";
import { checkBytes, type CheckOptions, readArtefact, type ReadWorld, readWorld } from "../component/check-file.ts";
import { checkInProject } from "../component/check-project.ts";
import { openOrImport } from "../import/open-or-import.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import { listExports } from "../../wit/check/check.ts";

/** `profile` absent: the one of the project. */
export type ReportOptions = Partial<Pick<CheckOptions, "profile">> & Pick<CheckOptions, "transpiler">;

/**
 * Of a folder, its `vitrine.jsonc` or a bare artefact. A component that cannot be read does not hide the others: its
 * row says why.
 * @throws StudioError `project-not-found`, `manifest-invalid`, `path-outside-project`
 */
export async function contractReport(path: string, options: ReportOptions): Promise<ContractReport> {
  const { project, plan } = await openOrImport(path);
  const { manifest, kind } = project;
  const profile = options.profile ?? manifest.host.profile;
  const read = await Promise.all(manifest.components.map((component) => readOrError(component, options)));
  const worlds = new Map(read.flatMap(({ name, world }) => (world === undefined ? [] : [[name, world]])));
  return {
    name: manifest.name,
    kind,
    path: project.path,
    hostProfile: profile,
    components: manifest.components.map((component, at): CheckedComponent => {
      const { name, wasm: file } = component;
      const { world, name: _name, ...known } = read[at] ?? { name };
      if (world === undefined) return { name, file, ...known, imports: [], exports: [] };
      const imports = checkInProject(manifest, component, world, { worlds, profile });
      return { name, file, ...known, imports, exports: listExports(world) };
    }),
    commands: [
      ...new Set(manifest.components.flatMap(({ build }) => (build === undefined ? [] : [commandText(build.command)]))),
    ],
    ...(plan === undefined ? {} : { importPlan: plan }),
  };
}

/** Of bytes that nobody can open because there is no path to them. Never rejects for what they are. */
export async function reportOfBytes(name: string, bytes: Uint8Array, options: CheckOptions): Promise<ContractReport> {
  const file = basename(name);
  const component = { name: file.replace(/\.wasm$/i, ""), file };
  const { profile } = options;
  const checked = await checkBytes(bytes, options).catch((error: unknown) => {
    if (!(error instanceof StudioError)) throw error;
    return { imports: [], exports: [], error: error.message };
  });
  return {
    name: file,
    kind: "artefact",
    path: file,
    hostProfile: profile,
    components: [{ ...component, ...checked }],
    commands: [],
  };
}

type ReadOrError = Partial<ReadWorld> & { readonly name: string; readonly error?: string };

async function readOrError(
  { name, wasm, build }: ComponentManifest,
  { transpiler }: ReportOptions,
): Promise<ReadOrError> {
  try {
    return { name, ...(await readWorld(await readArtefact(wasm), transpiler)) };
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    const notBuilt = error.code === "project-not-found" && build !== undefined;
    const why = notBuilt
      ? `It is not built yet; its build command makes it: ${commandText(build.command)}`
      : error.message;
    return { name, error: why };
  }
}
