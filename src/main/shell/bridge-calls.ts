import { app, ipcMain, nativeTheme } from "electron/main";

import type { ThemeChoice, WindowSettings } from "../../shared/bridge.ts";
import { CONNECT_CHANNEL } from "../../shared/shell-channels.ts";
import type { TrustedOrigins } from "./origin.ts";
import type { ProjectSession } from "./project-session.ts";
import { assertTrusted, handle } from "./security.ts";
import type { Settings } from "./settings.ts";

const MAX_NONCE_CHARS = 64;

export interface BridgeCallsOptions {
  readonly trusted: TrustedOrigins;
  readonly session: ProjectSession;
  readonly settings: Settings;
  readonly openDialog: () => Promise<string | undefined>;
  readonly setTheme: (theme: ThemeChoice) => void;
}

/** Answers the page. Once per app: a second handler of a channel is an error in Electron. */
export function answerBridge({ trusted, session, settings, openDialog, setTheme }: BridgeCallsOptions): void {
  const nothing = (): [] => [];
  handle("vitrine:info", trusted, nothing, () => ({ version: app.getVersion(), packaged: app.isPackaged }));
  handle("vitrine:open-dialog", trusted, nothing, async () => {
    const chosen = await openDialog();
    return chosen === undefined ? [] : [chosen];
  });
  handle("vitrine:settings-get", trusted, nothing, () => settings.window);
  handle("vitrine:settings-set", trusted, parseSettings, ({ theme }) => {
    if (theme !== undefined) setTheme(theme);
  });
  ipcMain.on(CONNECT_CHANNEL, (event, nonce: unknown) => {
    assertTrusted(event, trusted);
    if (typeof nonce !== "string" || nonce.length > MAX_NONCE_CHARS) throw new Error("This is no nonce.");
    session.connect(event.sender, nonce);
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
