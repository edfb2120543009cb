import { statSync } from "node:fs";

import { StudioError } from "../../../shared/errors.ts";
import type { ImportPlanView } from "../../../shared/model.ts";
import { type LoadedProject, loadProject, loadProposed } from "../project/load-project.ts";
import type { UserEnvironment } from "../project/user-folders.ts";

export interface OpenedProject {
  readonly project: LoadedProject;
  /** What the project was read from, when it has no project file of its own yet. */
  readonly plan: ImportPlanView | undefined;
}

/**
 * Reads a project; a folder that is another tool's runs at once, on the project file that is proposed for it. Nothing
 * is written.
 * @throws StudioError `project-not-found`, `manifest-invalid`, `path-outside-project`
 */
export async function openOrImport(path: string, user?: UserEnvironment): Promise<OpenedProject> {
  try {
    return { project: loadProject(path, user), plan: undefined };
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== "project-not-found" || !isFolder(path)) throw error;
    const plan = await plannedFor(path, error);
    return { project: loadProposed(plan.folder, plan.text), plan };
  }
}

/** A folder that nobody knows is told what a project of Vitrine is, not what could be imported. */
async function plannedFor(path: string, unknown: StudioError): Promise<ImportPlanView> {
  // Its parsers take a while to load, and most projects have a project file.
  const { planImport } = await import("./plan-import.ts");
  try {
    return planImport(path);
  } catch (error) {
    if (error instanceof StudioError && error.code === "project-not-found") throw unknown;
    throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Not there, or out of reach: what was thrown before says so.
    return false;
  }
}
