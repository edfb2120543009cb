import { isAbsolute } from "node:path";

import { app, ipcMain, nativeTheme } from "electron/main";

import type { StartView, ThemeChoice, WindowSettings } from "../../shared/bridge.ts";
import type { NewProject } from "../../shared/desk.ts";
import { CONNECT_CHANNEL } from "../../shared/shell-channels.ts";
import type { Desk } from "./desk.ts";
import type { TrustedOrigins } from "./origin.ts";
import type { ProjectSession } from "./project-session.ts";
import { handle, isTrusted } from "./security.ts";
import type { Settings } from "./settings.ts";

const MAX_NONCE_CHARS = 64;
/** Longer than any system allows. */
const MAX_PATH_CHARS = 32_768;

export interface BridgeCallsOptions {
  readonly trusted: TrustedOrigins;
  readonly session: ProjectSession;
  readonly settings: Settings;
  readonly openDialog: () => Promise<string | undefined>;
  readonly setTheme: (theme: ThemeChoice) => void;
  readonly desk: Desk;
  readonly open: (path: string) => void;
  readonly start: () => StartView;
  readonly choosePlace: (from: string) => Promise<string | undefined>;
}

/** Answers the page. Once per app: a second handler of a channel is an error in Electron. */
export function answerBridge(options: BridgeCallsOptions): void {
  const { trusted, session, settings, openDialog, setTheme, desk, open } = options;
  const nothing = (): [] => [];
  handle("vitrine:info", trusted, nothing, () => ({ version: app.getVersion(), packaged: app.isPackaged }));
  handle("vitrine:open-dialog", trusted, nothing, async () => {
    const chosen = await openDialog();
    return chosen === undefined ? [] : [chosen];
  });
  handle("vitrine:open-path", trusted, parsePath, (path) => open(path));
  handle("vitrine:templates", trusted, nothing, () => desk.ask("templates"));
  handle("vitrine:create-project", trusted, parseNewProject, async (project) => {
    const made = await desk.ask("createProject", project);
    if (made.ok) open(made.value);
    return made;
  });
  handle("vitrine:check", trusted, parsePath, (path) => desk.ask("check", path));
  handle("vitrine:start", trusted, nothing, () => options.start());
  handle("vitrine:choose-place", trusted, parsePath, async (from) => (await options.choosePlace(from)) ?? null);
  handle("vitrine:settings-get", trusted, nothing, () => settings.window);
  handle("vitrine:settings-set", trusted, parseSettings, ({ theme }) => {
    if (theme !== undefined) setTheme(theme);
  });
  ipcMain.on(CONNECT_CHANNEL, (event, nonce: unknown) => {
    // What a listener throws ends the app, and a page that is just being left asks with a frame that is gone.
    if (!isTrusted(event, trusted) || typeof nonce !== "string" || nonce.length > MAX_NONCE_CHARS) return;
    try {
      session.connect(event.sender, nonce);
    } catch (error) {
      process.stderr.write(`The page got no port: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  });
}

/** Stores the choice and lets the native parts of the window follow it. */
export function applyTheme(settings: Settings, theme: ThemeChoice): void {
  settings.setTheme(theme);
  nativeTheme.themeSource = theme;
}

function parseSettings(raw: readonly unknown[]): [Partial<WindowSettings>] {
  const given = raw[0];
  if (typeof given !== "object" || given === null) throw new Error("Settings are an object.");
  const { theme } = given as Record<string, unknown>;
  if (theme === undefined) return [{}];
  if (theme !== "system" && theme !== "light" && theme !== "dark") throw new Error("theme is system, light or dark.");
  return [{ theme }];
}

function parsePath(raw: readonly unknown[]): [string] {
  const path = raw[0];
  if (typeof path !== "string" || path.length > MAX_PATH_CHARS || path.includes("\0") || !isAbsolute(path)) {
    throw new Error("This is no absolute path.");
  }
  return [path];
}

function parseNewProject(raw: readonly unknown[]): [NewProject] {
  const given = raw[0];
  if (typeof given !== "object" || given === null) throw new Error("A project is an object.");
  const { template, name, place } = given as Record<string, unknown>;
  if (typeof template !== "string" || typeof name !== "string") throw new Error("A project has a template and a name.");
  return [{ template, name, place: parsePath([place])[0] }];
}
