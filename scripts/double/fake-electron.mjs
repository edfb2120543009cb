// A double of Electron for the built bundle: only what the app uses, strict about order and form. `contract.ts` holds it
// to Electron's own types. It proves our logic and our reading of the API, not Electron.
import { app } from "./fake-app.mjs";
import { ipcMain } from "./fake-ipc.mjs";
import { after, before, Emitter, note } from "./strict.mjs";

export { app } from "./fake-app.mjs";
export { ipcMain } from "./fake-ipc.mjs";
export { children, MessageChannelMain, utilityProcess } from "./fake-ports.mjs";
export { fetchPage, protocol } from "./fake-protocol.mjs";
export { BrowserWindow } from "./fake-window.mjs";
export { calls, preventable } from "./strict.mjs";

/** The locks that were put on the session. */
export const locks = {};
const defaultSession = {
  setPermissionRequestHandler: (handler) => void (locks.request = handler),
  setPermissionCheckHandler: (handler) => void (locks.check = handler),
  setDevicePermissionHandler: (handler) => void (locks.device = handler),
  webRequest: { onBeforeRequest: (handler) => void (locks.beforeRequest = handler) },
};
export const session = {
  get defaultSession() {
    after("session.defaultSession");
    return defaultSession;
  },
};

export const shell = {
  openExternal: async (url) => note("openExternal", url),
  openPath: async (path) => {
    note("openPath", path);
    return "";
  },
};
export const dialog = {
  /** What the person will choose next. */
  answer: { canceled: true, filePaths: [] },
  /** The button that will be pressed next. */
  response: 0,
  showErrorBox: (title, content) => note("showErrorBox", title, content),
  showOpenDialog: async (...args) => {
    note("showOpenDialog", args.at(-1));
    return dialog.answer;
  },
  showMessageBox: async (...args) => {
    note("showMessageBox", args.at(-1));
    return { response: dialog.response, checkboxChecked: false };
  },
};
export const nativeTheme = Object.assign(new Emitter(), { shouldUseDarkColors: false, themeSource: "system" });
export const powerMonitor = new Emitter();
export const crashReporter = {
  start(options) {
    before("crashReporter.start");
    note("crashReporter", options);
  },
};
export const Menu = {
  buildFromTemplate: (template) => {
    after("Menu.buildFromTemplate");
    return template;
  },
  setApplicationMenu: (menu) => note("setApplicationMenu", menu),
};

// oxlint-disable-next-line import/no-default-export -- electron-store imports the whole of Electron.
export default /** @type {object} */ ({ app, ipcMain, shell });
