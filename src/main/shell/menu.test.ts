import type { MenuItemConstructorOptions } from "electron/main";
import { describe, expect, test } from "vitest";

import { type MenuState, menuTemplate } from "./menu.ts";

const clicked: unknown[] = [];
const actions = {
  newProject: () => clicked.push("newProject"),
  openFile: () => clicked.push("openFile"),
  openFolder: () => clicked.push("openFolder"),
  openRecent: (project: string) => clicked.push(project),
  forgetRecent: () => clicked.push("forgetRecent"),
  setTheme: (theme: string) => clicked.push(theme),
  restartStudio: () => clicked.push("restartStudio"),
  showCrashFolder: () => clicked.push("showCrashFolder"),
};
const base: MenuState = { platform: "linux", packaged: true, theme: "dark", recentProjects: ["/a", "/b"] };

function flatten(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);
}
const items = (change: Partial<MenuState> = {}) => flatten(menuTemplate({ ...base, ...change }, actions));

describe.each(["linux", "win32", "darwin"] as const)("on %s", (platform) => {
  test("nothing reloads the window, takes Ctrl+R or Ctrl+C, and copy and paste are there", () => {
    for (const packaged of [true, false]) {
      const all = items({ platform, packaged });
      const roles = all.map((item) => item.role);
      expect(roles).not.toContain("reload");
      expect(roles).not.toContain("forceReload");
      expect(roles).not.toContain("viewMenu");
      expect(roles).toContain("editMenu");
      expect(roles.includes("toggleDevTools")).toBe(!packaged);
      const accelerators = all.flatMap((item) => item.accelerator ?? []);
      expect(accelerators.filter((keys) => /\+[RC]$/.test(keys))).toEqual([]);
      expect(new Set(accelerators).size).toBe(accelerators.length);
    }
  });
});

test("macOS begins with the app's menu and closes the window; others quit from the file menu", () => {
  const first = menuTemplate({ ...base, platform: "darwin" }, actions)[0];
  const roles = (platform: NodeJS.Platform) => items({ platform }).map((item) => item.role);
  expect(first?.role).toBe("appMenu");
  expect([roles("darwin").includes("close"), roles("darwin").includes("quit")]).toEqual([true, false]);
  expect([roles("win32").includes("close"), roles("win32").includes("quit")]).toEqual([false, true]);
});

test("a recent project opens by its path and the chosen appearance is marked", () => {
  const all = items();
  expect(all.filter((item) => item.checked === true).map((item) => item.label)).toEqual(["Dark"]);
  const click = all.find((item) => item.label === "/b")?.click as (() => void) | undefined;
  click?.();
  expect(clicked).toEqual(["/b"]);
});

test("an ampersand in a recent project's path is shown", () => {
  const labels = items({ recentProjects: ["/q & a"] }).map((item) => item.label);
  expect(labels).toContain("/q && a");
});

test("without recent projects the list cannot be opened", () => {
  expect(items({ recentProjects: [] }).find((item) => item.label === "Open recent")?.enabled).toBe(false);
});
