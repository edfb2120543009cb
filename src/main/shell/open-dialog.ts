import { dirname } from "node:path";

import { type BaseWindow, dialog, type OpenDialogOptions } from "electron/main";

/** The system's dialog for the folder that a new project goes into; `undefined` when it was cancelled. */
export async function choosePlace(owner: BaseWindow | undefined, from: string): Promise<string | undefined> {
  const options: OpenDialogOptions = {
    title: "Where the new project goes",
    buttonLabel: "Choose",
    properties: ["openDirectory", "createDirectory"],
    defaultPath: from,
  };
  const chosen = await (owner === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(owner, options));
  return chosen.canceled ? undefined : chosen.filePaths[0];
}

/** The system's dialog for a project: what was chosen, `undefined` when it was cancelled. */
export async function chooseProject(
  kind: "file" | "folder",
  owner: BaseWindow | undefined,
  lastProject: string | undefined,
): Promise<string | undefined> {
  const properties: OpenDialogOptions["properties"] =
    process.platform === "darwin" ? ["openFile", "openDirectory"] : [kind === "file" ? "openFile" : "openDirectory"];
  const options: OpenDialogOptions = {
    title: kind === "file" ? "Open a component or a project file" : "Open a project folder",
    properties,
    // The system does not remember the last folder for us.
    ...(lastProject === undefined ? {} : { defaultPath: dirname(lastProject) }),
    ...(kind === "folder" ? {} : { filters: [{ name: "Components and projects", extensions: ["wasm", "jsonc"] }] }),
  };
  const chosen = await (owner === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(owner, options));
  return chosen.canceled ? undefined : chosen.filePaths[0];
}
