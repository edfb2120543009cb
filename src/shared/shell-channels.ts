import type { BridgeInfo, StartView, WindowSettings } from "./bridge.ts";
import type { Answer, NewProject } from "./desk.ts";
import type { ContractReport, TemplateView } from "./tooling-model.ts";

/** Every channel between the preload and the shell that expects an answer. */
export interface ShellCalls {
  "vitrine:info": { readonly args: []; readonly result: BridgeInfo };
  "vitrine:open-dialog": { readonly args: []; readonly result: string[] };
  "vitrine:open-path": { readonly args: [path: string]; readonly result: void };
  "vitrine:templates": { readonly args: []; readonly result: Answer<readonly TemplateView[]> };
  "vitrine:create-project": { readonly args: [NewProject]; readonly result: Answer<string> };
  "vitrine:check": { readonly args: [path: string]; readonly result: Answer<ContractReport> };
  "vitrine:start": { readonly args: []; readonly result: StartView };
  "vitrine:choose-place": { readonly args: [from: string]; readonly result: string | null };
  "vitrine:settings-get": { readonly args: []; readonly result: WindowSettings };
  "vitrine:settings-set": { readonly args: [Partial<WindowSettings>]; readonly result: void };
}

export type ShellChannel = keyof ShellCalls;

/** Page to shell, with a nonce: asks for a port. */
export const CONNECT_CHANNEL = "vitrine:connect";
/** Shell to page: carries the port. */
export const PORT_CHANNEL = "vitrine:port";
/** Shell to page: paths opened from outside. */
export const OPEN_FILES_CHANNEL = "vitrine:open-files";
/** Shell to page: the menu asks for a new project. */
export const NEW_PROJECT_CHANNEL = "vitrine:new-project";
