import type { BridgeInfo, WindowSettings } from "./bridge.ts";

/** Every channel between the preload and the shell that expects an answer. */
export interface ShellCalls {
  "vitrine:info": { readonly args: []; readonly result: BridgeInfo };
  "vitrine:open-dialog": { readonly args: []; readonly result: string[] };
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
