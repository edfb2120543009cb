/** What somebody should know of a project before it is opened: read, and nothing of it run. */
import { basename } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import type { CheckedComponent, ContractReport } from "../../../shared/model.ts";
import { commandText } from "../build/command-text.ts";
import { checkBytes, type CheckedFile, checkFile, type CheckOptions } from "../component/check-file.ts";
import { openOrImport } from "../import/open-or-import.ts";
import type { ComponentManifest } from "../project/manifest.ts";

/**
 * Of a folder, its `vitrine.jsonc` or a bare artefact. A component that cannot be read does not hide the others: its
 * row says why.
 * @throws StudioError `project-not-found`, `manifest-invalid`, `path-outside-project`
 */
export async function contractReport(path: string, transpiler: CheckOptions["transpiler"]): Promise<ContractReport> {
  const { project, plan } = await openOrImport(path);
  const { manifest, kind } = project;
  const { profile } = manifest.host;
  return {
    name: manifest.name,
    kind,
    path: project.path,
    hostProfile: profile,
    components: await Promise.all(manifest.components.map((component) => checked(component, { profile, transpiler }))),
    commands: [
      ...new Set(manifest.components.flatMap(({ build }) => (build === undefined ? [] : [commandText(build.command)]))),
    ],
    ...(plan === undefined ? {} : { importedFrom: plan.files.join(", ") }),
  };
}

/** Of bytes that nobody can open because there is no path to them. Never rejects for what they are. */
export async function reportOfBytes(name: string, bytes: Uint8Array, options: CheckOptions): Promise<ContractReport> {
  const file = basename(name);
  const component = await checkedFrom(file.replace(/\.wasm$/i, ""), file, () => checkBytes(bytes, options));
  const { profile } = options;
  return { name: file, kind: "artefact", path: file, hostProfile: profile, components: [component], commands: [] };
}

async function checked({ name, wasm, build }: ComponentManifest, options: CheckOptions): Promise<CheckedComponent> {
  return checkedFrom(
    name,
    wasm,
    () => checkFile(wasm, options),
    ({ code, message }) =>
      code === "project-not-found" && build !== undefined
        ? `It is not built yet; its build command makes it: ${commandText(build.command)}`
        : message,
  );
}

/** Rejects with what is no `StudioError`. */
async function checkedFrom(
  name: string,
  file: string,
  check: () => Promise<CheckedFile>,
  explain = ({ message }: StudioError) => message,
): Promise<CheckedComponent> {
  try {
    return { name, file, ...(await check()) };
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    return { name, file, imports: [], exports: [], error: explain(error) };
  }
}
