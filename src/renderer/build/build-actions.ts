import { buildTab } from "../panel/panel-store.ts";
import type { Workbench } from "../workbench/workbench.ts";

/** Runs the build command now. How it goes is seen where builds are seen; only a refusal is said here. */
export async function buildNow({ api, toasts }: Workbench, component: string): Promise<void> {
  try {
    await api.build(component);
  } catch (error) {
    toasts.failed(`${component} was not built.`, error);
  }
}

export async function cancelBuild({ api, toasts }: Workbench, component: string): Promise<void> {
  try {
    await api.cancelBuild(component);
  } catch (error) {
    toasts.failed(`The build of ${component} could not be cancelled.`, error);
  }
}

export async function trustFolder({ api, toasts }: Workbench): Promise<void> {
  try {
    await api.trustFolder();
  } catch (error) {
    toasts.failed("The folder could not be trusted.", error);
  }
}

export async function ignorePattern({ builds, toasts }: Workbench, component: string, pattern: string): Promise<void> {
  try {
    await builds.ignore(component, pattern);
    toasts.done(`${pattern} was written into the project file: it starts no build of ${component} any more.`);
  } catch (error) {
    toasts.failed(`${pattern} could not be written into the project file.`, error);
  }
}

export function openOutput({ panel }: Workbench, component: string): void {
  panel.show(buildTab(component));
}
