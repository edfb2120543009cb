import type { MenuItemConstructorOptions } from "electron/main";

import type { ThemeChoice } from "../../shared/bridge.ts";

export interface MenuState {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  readonly theme: ThemeChoice;
  readonly recentProjects: readonly string[];
}

export interface MenuActions {
  newProject(): void;
  openFile(): void;
  openFolder(): void;
  openRecent(project: string): void;
  forgetRecent(): void;
  setTheme(theme: ThemeChoice): void;
  restartStudio(): void;
  showCrashFolder(): void;
}

/**
 * The menu of the app. No item reloads the window: the page holds no state worth it, and the key belongs to reloading a
 * component. Plain Ctrl+C is nobody's accelerator, a terminal needs it.
 */
export function menuTemplate(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const mac = state.platform === "darwin";
  return [
    ...(mac ? [{ role: "appMenu" } as const] : []),
    { label: "&File", submenu: fileMenu(state, actions, mac) },
    // On macOS copy and paste do not work at all without it.
    { role: "editMenu" },
    { label: "&View", submenu: viewMenu(state, actions) },
    { label: "&Studio", submenu: [{ label: "Restart studio", click: () => actions.restartStudio() }] },
    { role: "windowMenu" },
    {
      role: "help",
      submenu: [
        { label: "Show crash folder", click: () => actions.showCrashFolder() },
        ...(mac ? [] : [{ role: "about" } as const]),
      ],
    },
  ];
}

function fileMenu(state: MenuState, actions: MenuActions, mac: boolean): MenuItemConstructorOptions[] {
  const recent = state.recentProjects.map((project) => ({
    label: literal(project),
    click: () => actions.openRecent(project),
  }));
  return [
    { label: "New project…", accelerator: "CmdOrCtrl+N", click: () => actions.newProject() },
    { label: mac ? "Open…" : "Open file…", accelerator: "CmdOrCtrl+O", click: () => actions.openFile() },
    // Elsewhere than on macOS one dialog cannot offer both files and folders.
    ...(mac ? [] : [{ label: "Open folder…", accelerator: "CmdOrCtrl+Shift+O", click: () => actions.openFolder() }]),
    {
      label: "Open recent",
      enabled: recent.length > 0,
      submenu: [...recent, { type: "separator" }, { label: "Clear list", click: () => actions.forgetRecent() }],
    },
    { type: "separator" },
    mac ? { role: "close" } : { role: "quit" },
  ];
}

/** In a label an ampersand marks a key and is not shown. */
function literal(text: string): string {
  return text.replaceAll("&", "&&");
}

function viewMenu(state: MenuState, actions: MenuActions): MenuItemConstructorOptions[] {
  const appearance = (theme: ThemeChoice, label: string): MenuItemConstructorOptions => ({
    label,
    type: "radio",
    checked: state.theme === theme,
    click: () => actions.setTheme(theme),
  });
  return [
    {
      label: "Appearance",
      submenu: [appearance("system", "As the system"), appearance("light", "Light"), appearance("dark", "Dark")],
    },
    { type: "separator" },
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { type: "separator" },
    { role: "togglefullscreen" },
    ...(state.packaged ? [] : [{ role: "toggleDevTools" } as const]),
  ];
}
