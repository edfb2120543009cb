import { BrowserWindow, dialog, nativeTheme, type WebContents } from "electron/main";

import { RestartBudget } from "./restart-budget.ts";
import { LOAD_REPLACED, revealWhenReady } from "./window-reveal.ts";

/** The wall of the design in both schemes: what shows before the page has drawn itself. */
const WALL = { light: "#f3f4f3", dark: "#131615" } as const;
const PAGE_RESTARTS = { limit: 3, windowMs: 60_000 } as const;

export interface StudioWindowOptions {
  /** Absolute path of the preload; absent: the page runs as it would in a browser. */
  readonly preload?: string;
  /** Absolute path of the window's picture; macOS takes the app's. */
  readonly icon: string;
  readonly packaged: boolean;
  /** False: it is never shown (the self-test). */
  readonly visible: boolean;
  readonly now: () => number;
  readonly quit: () => void;
}

/** A window with every web preference spelled out. It shows itself when there is something to see. */
export function createStudioWindow(options: StudioWindowOptions): BrowserWindow {
  const { preload } = options;
  const window = new BrowserWindow({
    // Electron keeps place and size under the name; two live windows may not share one.
    ...(preload === undefined ? { name: "served" } : { name: "main", windowStatePersistence: true }),
    width: 1280,
    height: 800,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: "Vitrine",
    icon: options.icon,
    backgroundColor: wall(),
    webPreferences: {
      ...(preload === undefined ? {} : { preload }),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Its dictionaries would be downloaded.
      spellcheck: false,
      devTools: !options.packaged,
    },
  });
  if (options.visible) revealWhenReady(window);
  window.webContents.on("did-fail-load", (_event, code, description, url, isMainFrame) => {
    if (!isMainFrame || code === LOAD_REPLACED) return;
    process.stderr.write(`The page ${withoutToken(url)} did not load: ${description} (${code})\n`);
  });
  window.webContents.on("preload-error", (_event, path, error) => {
    process.stderr.write(`The preload ${path} failed: ${error.stack ?? error.message}\n`);
  });
  const onThemeChange = () => window.setBackgroundColor(wall());
  nativeTheme.on("updated", onThemeChange);
  window.once("closed", () => nativeTheme.off("updated", onThemeChange));
  reviveCrashedPage(window.webContents, options);
  askAboutHungPage(window);
  return window;
}

/** The token is a secret, and logs travel. */
function withoutToken(url: string): string {
  return url.replace(/#.*/, "");
}

function wall(): string {
  return nativeTheme.shouldUseDarkColors ? WALL.dark : WALL.light;
}

function reviveCrashedPage(contents: WebContents, options: StudioWindowOptions): void {
  const budget = new RestartBudget(PAGE_RESTARTS.limit, PAGE_RESTARTS.windowMs, options.now);
  contents.on("render-process-gone", (_event, { reason, exitCode }) => {
    if (reason === "clean-exit") return;
    process.stderr.write(`The page's process is gone: ${reason} (${exitCode})\n`);
    if (budget.take()) return reloadLater(contents);
    void dialog
      .showMessageBox({
        type: "error",
        message: "The window crashed several times",
        detail: `Its process ended: ${reason}. The studio goes on; nothing it recorded is lost.`,
        buttons: ["Reload", "Quit"],
        cancelId: 1,
      })
      .then(({ response }) => {
        if (response !== 0) return options.quit();
        budget.refill();
        reloadLater(contents);
      });
  });
}

/** Not while Chromium still takes the old process apart: a page that is loaded then can take the app along. */
function reloadLater(contents: WebContents): void {
  setImmediate(() => {
    if (!contents.isDestroyed()) contents.reload();
  });
}

function askAboutHungPage(window: BrowserWindow): void {
  let asking = false;
  window.on("unresponsive", () => {
    // A page that stands at a breakpoint is not hung.
    if (asking || window.webContents.isDevToolsOpened()) return;
    asking = true;
    void dialog
      .showMessageBox(window, {
        type: "warning",
        message: "The window does not answer",
        detail: "Wait for it, load it anew, or close it. The studio goes on; nothing it recorded is lost.",
        buttons: ["Wait", "Load anew", "Close"],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => {
        if (window.isDestroyed()) return;
        // Its end is told like any other crash of a page, and brings it back.
        if (response === 1) window.webContents.forcefullyCrashRenderer();
        if (response === 2) window.destroy();
      })
      // The window went while it was asked about.
      .catch(() => undefined)
      .finally(() => {
        asking = false;
      });
  });
}
