// Compile-time proof that the double keeps the shape of Electron's types for what the app uses: an upgrade that renames
// or reshapes something fails here, before anybody has the binary.
import type { Shell } from "electron/common";
import type * as electron from "electron/main";
import type {
  App,
  BrowserWindow,
  Dialog,
  IpcMain,
  Menu,
  MessagePortMain,
  Protocol,
  Session,
  UtilityProcess,
  WebContents,
} from "electron/main";

import * as double from "./fake-electron.mjs";

/** The named members with Electron's parameters; what a double returns is its own affair. */
type Shape<T, K extends keyof T> = {
  [P in K]: T[P] extends (...args: infer A) => unknown ? (...args: A) => unknown : unknown;
};

double.app satisfies Shape<
  App,
  | "addRecentDocument"
  | "clearRecentDocuments"
  | "commandLine"
  | "enableSandbox"
  | "exit"
  | "getPath"
  | "getVersion"
  | "isPackaged"
  | "on"
  | "quit"
  | "requestSingleInstanceLock"
  | "setPath"
  | "whenReady"
>;
double.protocol satisfies Shape<Protocol, "handle" | "registerSchemesAsPrivileged">;
double.session.defaultSession satisfies Shape<
  Session,
  "setDevicePermissionHandler" | "setPermissionCheckHandler" | "setPermissionRequestHandler" | "webRequest"
>;
double.ipcMain satisfies Shape<IpcMain, "handle" | "on" | "removeAllListeners">;
double.dialog satisfies Shape<Dialog, "showErrorBox" | "showMessageBox" | "showOpenDialog">;
double.shell satisfies Shape<Shell, "openExternal" | "openPath">;
double.Menu satisfies Shape<typeof Menu, "buildFromTemplate" | "setApplicationMenu">;

declare const port: InstanceType<typeof double.MessageChannelMain>["port1"];
port satisfies Shape<MessagePortMain, "close" | "on" | "postMessage" | "start">;
declare const child: ReturnType<typeof double.utilityProcess.fork>;
child satisfies Shape<UtilityProcess, "kill" | "on" | "once" | "pid" | "postMessage" | "stderr" | "stdout">;
declare const window: InstanceType<typeof double.BrowserWindow>;
window satisfies Shape<
  BrowserWindow,
  | "close"
  | "destroy"
  | "focus"
  | "isDestroyed"
  | "isMinimized"
  | "loadURL"
  | "on"
  | "restore"
  | "setBackgroundColor"
  | "show"
>;
window.webContents satisfies Shape<
  WebContents,
  | "executeJavaScript"
  | "forcefullyCrashRenderer"
  | "getURL"
  | "isDestroyed"
  | "isDevToolsOpened"
  | "on"
  | "postMessage"
  | "reload"
  | "send"
  | "setWindowOpenHandler"
>;

/** Every value the bundle imports exists in both. */
type Values =
  | "BrowserWindow"
  | "Menu"
  | "MessageChannelMain"
  | "app"
  | "dialog"
  | "ipcMain"
  | "nativeTheme"
  | "powerMonitor"
  | "protocol"
  | "session"
  | "utilityProcess";
export type InElectron = { [K in Values]: (typeof electron)[K] };
export type InDouble = { [K in Values]: (typeof double)[K] };
