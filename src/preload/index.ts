import { contextBridge, ipcRenderer, webUtils } from "electron/renderer";

import { STUDIO_PORT, type StudioPortMessage, type VitrineBridge } from "../shared/bridge.ts";
import {
  CONNECT_CHANNEL,
  NEW_PROJECT_CHANNEL,
  OPEN_FILES_CHANNEL,
  PORT_CHANNEL,
  type ShellCalls,
  type ShellChannel,
} from "../shared/shell-channels.ts";

function call<K extends ShellChannel>(channel: K, ...args: ShellCalls[K]["args"]): Promise<ShellCalls[K]["result"]> {
  return ipcRenderer.invoke(channel, ...args) as Promise<ShellCalls[K]["result"]>;
}

// One function a message: the page gets no way to name a channel.
const bridge: VitrineBridge = {
  connect: (nonce) => ipcRenderer.send(CONNECT_CHANNEL, nonce),
  pathForFile: (file) => {
    try {
      return webUtils.getPathForFile(file as File);
    } catch {
      // It is no file.
      return "";
    }
  },
  onOpenFiles: (listener) => {
    const onPaths = (_event: unknown, paths: string[]) => listener(paths);
    ipcRenderer.on(OPEN_FILES_CHANNEL, onPaths);
    return () => void ipcRenderer.off(OPEN_FILES_CHANNEL, onPaths);
  },
  openDialog: () => call("vitrine:open-dialog"),
  openPath: (path) => call("vitrine:open-path", path),
  desk: {
    templates: () => call("vitrine:templates"),
    createProject: (project) => call("vitrine:create-project", project),
    check: (path) => call("vitrine:check", path),
    start: () => call("vitrine:start"),
    choosePlace: (from) => call("vitrine:choose-place", from),
    onNewProject: (listener) => {
      const onAsked = () => listener();
      ipcRenderer.on(NEW_PROJECT_CHANNEL, onAsked);
      return () => void ipcRenderer.off(NEW_PROJECT_CHANNEL, onAsked);
    },
  },
  info: () => call("vitrine:info"),
  settings: {
    get: () => call("vitrine:settings-get"),
    set: (settings) => call("vitrine:settings-set", settings),
  },
};
contextBridge.exposeInMainWorld("vitrine", bridge);

// The context bridge carries no ports: a port goes to the page as a window message.
ipcRenderer.on(PORT_CHANNEL, (event, { nonce }: { readonly nonce: string }) => {
  const message: StudioPortMessage = { type: STUDIO_PORT, nonce };
  window.postMessage(message, "*", event.ports);
});
