/** What somebody should know of a project before it is opened: read, and nothing of it run. */
import { basename } from "node:path";

import { StudioError } from "../../../shared/errors.ts";
import type { CheckedComponent, ContractReport } from "../../../shared/model.ts";
import { commandText } from "../build/command-text.ts";
import { checkBytes, checkFile } from "../component/check-file.ts";
import { openOrImport } from "../import/open-or-import.ts";
import type { ComponentManifest } from "../project/manifest.ts";
import type { HostProfile } from "../../wit/check/profile.ts";

/**
 * Of a folder, its `vitrine.jsonc` or a bare artefact. A component that cannot be read does not hide the others: its
 * row says why.
 * @throws StudioError `project-not-found`, `manifest-invalid`, `path-outside-project`
 */
export async function contractReport(path: string): Promise<ContractReport> {
  const { project, plan } = await openOrImport(path);
  const { manifest, kind } = project;
  const { profile } = manifest.host;
  return {
    name: manifest.name,
    kind,
    path: project.path,
    hostProfile: profile,
    components: await Promise.all(manifest.components.map((component) => checked(component, profile))),
    commands: [
      ...new Set(manifest.components.flatMap(({ build }) => (build === undefined ? [] : [commandText(build.command)]))),
    ],
    ...(plan === undefined ? {} : { importedFrom: plan.files.join(", ") }),
  };
}

/** Of bytes that nobody can open because there is no path to them. Never rejects for what they are. */
export function reportOfBytes(name: string, bytes: Uint8Array, hostProfile: HostProfile): ContractReport {
  const file = basename(name);
  const component = checkedFrom(file.replace(/\.wasm$/i, ""), file, () => checkBytes(bytes, hostProfile));
  return { name: file, kind: "artefact", path: file, hostProfile, components: [component], commands: [] };
}

async function checked({ name, wasm, build }: ComponentManifest, profile: HostProfile): Promise<CheckedComponent> {
  try {
    const file = await checkFile(wasm, profile);
    return checkedFrom(name, wasm, () => file);
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    const notBuilt = error.code === "project-not-found" && build !== undefined;
    const why = notBuilt
      ? `It is not built yet; its build command makes it: ${commandText(build.command)}`
      : error.message;
    return { name, file: wasm, imports: [], exports: [], error: why };
  }
}

/** @throws what is no `StudioError` */
function checkedFrom(
  name: string,
  file: string,
  check: () => Omit<CheckedComponent, "name" | "file">,
): CheckedComponent {
  try {
    return { name, file, ...check() };
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    return { name, file, imports: [], exports: [], error: error.message };
  }
}
