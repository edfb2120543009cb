/** Everything after `ready`: builds the parts and joins them. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { shell } from "electron/common";
import { app, dialog, Menu, nativeTheme, powerMonitor, protocol, session } from "electron/main";

import type { ThemeChoice } from "../../shared/bridge.ts";
import { pageHeaders } from "../serve-static/page-headers.ts";
import { serveStatic } from "../serve-static/serve-static.ts";
import { answerBridge, applyTheme } from "./bridge-calls.ts";
import { Desk } from "./desk.ts";
import { forkStudio } from "./fork-studio.ts";
import { menuTemplate } from "./menu.ts";
import type { NoticeAction } from "./notice-page.ts";
import { choosePlace, chooseProject } from "./open-dialog.ts";
import { APP_HOST, APP_SCHEME, NOTICE_URL, TrustedOrigins } from "./origin.ts";
import { projectOfSecondStart } from "./project-argument.ts";
import { ProjectSession } from "./project-session.ts";
import { lockContents, lockSession } from "./security.ts";
import { runSelfTest } from "./self-test.ts";
import { Settings } from "./settings.ts";

export interface BootPaths {
  readonly studioEntry: URL;
  readonly preload: URL;
  readonly rendererRoot: URL;
  readonly icon: URL;
}

export interface BootOptions {
  readonly paths: BootPaths;
  /** The project to open first; else the one of last time. */
  readonly project: string | undefined;
  readonly selfTest: boolean;
}

export interface Booted {
  /** Opens a project named from outside. */
  readonly open: (project: string) => void;
}

export async function boot({ paths, project, selfTest }: BootOptions): Promise<Booted> {
  // The dev server's address is believed only where the person runs from source.
  const devUrl = app.isPackaged ? undefined : process.env["ELECTRON_RENDERER_URL"];
  const trusted = new TrustedOrigins(devUrl);
  const settings = new Settings();
  nativeTheme.themeSource = settings.window.theme;
  lockSession(session.defaultSession, trusted);
  lockContents(trusted, act);
  const studioEntry = fileURLToPath(paths.studioEntry);
  const preload = fileURLToPath(paths.preload);
  const icon = fileURLToPath(paths.icon);
  const projects = new ProjectSession({
    studioEntry,
    preload,
    icon,
    trusted,
    ...(devUrl === undefined ? {} : { devUrl }),
    packaged: app.isPackaged,
    now: Date.now,
    quit: () => app.quit(),
  });
  const desk = new Desk(() => forkStudio(studioEntry));
  servePages(fileURLToPath(paths.rendererRoot), () => projects.noticeHtml);

  function open(path: string): void {
    settings.remember(path);
    // Does nothing on Linux: the menu has the list, too.
    app.addRecentDocument(path);
    refreshMenu();
    projects.open(path);
  }
  async function openDialog(kind: "file" | "folder"): Promise<string | undefined> {
    const chosen = await chooseProject(kind, projects.window, settings.recentProjects[0]);
    if (chosen !== undefined) open(chosen);
    return chosen;
  }
  function newProject(): void {
    if (projects.newProject()) return;
    void dialog.showMessageBox({
      type: "info",
      message: "This window cannot make a project",
      detail:
        "It lost its connection to the app and goes on over the studio's own server. Make the project in a terminal with “vitrine new FOLDER” and open its folder, or restart Vitrine.",
      buttons: ["OK"],
    });
  }
  function setTheme(theme: ThemeChoice): void {
    applyTheme(settings, theme);
    refreshMenu();
  }
  function act(action: NoticeAction): void {
    switch (action) {
      case "open":
        void openDialog("file");
        break;
      case "restart":
        projects.restart();
        break;
      case "quit":
        app.quit();
    }
  }
  function refreshMenu(): void {
    const state = {
      platform: process.platform,
      packaged: app.isPackaged,
      theme: settings.window.theme,
      recentProjects: settings.recentProjects,
    };
    const template = menuTemplate(state, {
      newProject,
      openFile: () => void openDialog("file"),
      openFolder: () => void openDialog("folder"),
      openRecent: open,
      forgetRecent: () => {
        settings.forgetRecent();
        app.clearRecentDocuments();
        refreshMenu();
      },
      setTheme,
      restartStudio: () => projects.restart(),
      showCrashFolder: () => void shell.openPath(app.getPath("crashDumps")),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  answerBridge({
    trusted,
    session: projects,
    settings,
    openDialog: () => openDialog("file"),
    setTheme,
    desk,
    open,
    start: () => {
      const [last] = settings.recentProjects;
      return {
        recentProjects: settings.recentProjects,
        place: last === undefined ? app.getPath("documents") : dirname(last),
      };
    },
    choosePlace: (from) => choosePlace(projects.window, from),
  });
  refreshMenu();
  if (selfTest) {
    const report = await runSelfTest({
      studioEntry,
      preload,
      icon,
      packaged: app.isPackaged,
      now: () => performance.now(),
    });
    // A pipe on Windows is written later: ended at once, the app would take its report along.
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`, () => app.exit(report.ok ? 0 : 1));
    return { open: () => undefined };
  }

  app.on("second-instance", (_event, _argv, _cwd, data) => {
    // Chromium reorders that process's arguments; its own reading of them comes as data.
    const wanted = projectOfSecondStart(data);
    if (wanted === undefined) projects.show();
    else open(wanted);
  });
  app.on("activate", () => projects.show());
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  app.on("child-process-gone", (_event, { type, reason, exitCode, name }) => {
    if (reason === "clean-exit") return;
    process.stderr.write(`The process ${name ?? type} is gone: ${reason} (${exitCode})\n`);
  });
  app.on("will-quit", () => desk.shutDown());
  drainBeforeQuit(projects);

  const first = project ?? settings.recentProjects[0];
  if (first === undefined) projects.show();
  else open(first);
  return { open };
}

function servePages(rendererRoot: string, noticeHtml: () => string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const url = URL.parse(request.url);
    if (url === null || url.host !== APP_HOST) return new Response(null, { status: 404, headers: pageHeaders() });
    if (request.url !== NOTICE_URL) return serveStatic(rendererRoot, request);
    const headers = { ...pageHeaders(), "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
    return new Response(noticeHtml(), { headers });
  });
}

/** Ends the studios between the last window and the end of the app; both waits have a limit. */
function drainBeforeQuit(projects: ProjectSession): void {
  let drained = false;
  let draining: Promise<void> | undefined;
  const drain = () => {
    draining ??= projects.shutDown().finally(() => {
      drained = true;
      // Electron overhears a quit() while it still deals with will-quit, as it does when there is no studio to wait for.
      setImmediate(() => app.quit());
    });
  };
  app.on("will-quit", (event) => {
    if (drained) return;
    event.preventDefault();
    drain();
  });
  // A system that shuts down does not wait for will-quit on Linux and macOS.
  powerMonitor.on("shutdown", drain);
}
