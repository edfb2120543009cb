import { statSync } from "node:fs";

import { StudioError } from "../../../shared/errors.ts";
import type { ImportPlanView } from "../../../shared/model.ts";
import { type LoadedProject, loadProject, loadProposed } from "../project/load-project.ts";
import { planImport } from "./plan-import.ts";

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
export function openOrImport(path: string): OpenedProject {
  try {
    return { project: loadProject(path), plan: undefined };
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== "project-not-found" || !isFolder(path)) throw error;
    const plan = plannedFor(path, error);
    return { project: loadProposed(plan.folder, plan.text), plan };
  }
}

/** A folder that nobody knows is told what a project of Vitrine is, not what could be imported. */
function plannedFor(path: string, unknown: StudioError): ImportPlanView {
  try {
    return planImport(path);
  } catch (error) {
    if (error instanceof StudioError && error.code === "project-not-found") throw unknown;
    throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
