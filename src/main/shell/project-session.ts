/** The one window and the studio of the project it shows. */
import { type BrowserWindow, MessageChannelMain, type MessagePortMain, type WebContents } from "electron/main";

import { NEW_PARAMETER, START_PARAMETER } from "../../shared/bridge.ts";
import { NEW_PROJECT_CHANNEL, OPEN_FILES_CHANNEL, PORT_CHANNEL } from "../../shared/shell-channels.ts";
import { forkStudio } from "./fork-studio.ts";
import { type Notice, noticePage } from "./notice-page.ts";
import { stopNotice, WELCOME } from "./notices.ts";
import { APP_URL, NOTICE_URL, type TrustedOrigins } from "./origin.ts";
import { StudioHost } from "./studio-host.ts";
import { createStudioWindow } from "./studio-window.ts";

/**
 * From a loaded page to the first message through its port. Without it the window goes on over the loopback server, and
 * stays there: so it is longer than a slow machine needs to start the studio's process for the first time.
 */
const HANDSHAKE_MS = 20_000;

export interface ProjectSessionOptions {
  /** Absolute path of the studio's entry. */
  readonly studioEntry: string;
  /** Absolute path of the preload. */
  readonly preload: string;
  /** Absolute path of the window's picture. */
  readonly icon: string;
  readonly trusted: TrustedOrigins;
  /** Vite's address in place of the built page. */
  readonly devUrl?: string;
  readonly packaged: boolean;
  readonly now: () => number;
  readonly quit: () => void;
}

/**
 * Which page the window shows: the built one over a port, the same without a project, the same from the studio's server,
 * or the shell's own.
 */
type Page = "app" | "start" | "served" | "notice";

export class ProjectSession {
  readonly #options: ProjectSessionOptions;
  readonly #leaving = new Set<Promise<void>>();
  #window: BrowserWindow | undefined;
  #host: StudioHost<MessagePortMain> | undefined;
  #project: string | undefined;
  #page: Page = "start";
  #notice: Notice = WELCOME;
  #servedUrl: string | undefined;
  #handshake: ReturnType<typeof setTimeout> | undefined;
  #acknowledged = false;

  constructor(options: ProjectSessionOptions) {
    this.#options = options;
  }

  get window(): BrowserWindow | undefined {
    return this.#window;
  }

  /** The HTML of `NOTICE_URL`. */
  get noticeHtml(): string {
    return noticePage(this.#notice);
  }

  /** Shows this project in place of the one before, whose studio is ended in order. */
  open(project: string): void {
    if (project === this.#project && this.#host?.running === true) {
      this.show();
      this.#window?.webContents.send(OPEN_FILES_CHANNEL, [project]);
      return;
    }
    void this.#retire();
    this.#project = project;
    this.#start(project);
    this.show();
  }

  /** Starts the stopped or hung studio of the same project again. */
  restart(): void {
    const project = this.#project;
    if (project === undefined) return;
    // One studio hosts a project at a time: the old one has to be gone first.
    void this.#retire().then(() => {
      if (this.#project === project && this.#host === undefined) this.#start(project);
    });
  }

  /** Shows the form for a new project. False when the window's page cannot make one: it has no bridge. */
  newProject(): boolean {
    if (this.#servedUrl !== undefined) return false;
    if (this.#window !== undefined && this.#page !== "notice") {
      this.show();
      this.#window.webContents.send(NEW_PROJECT_CHANNEL);
      return true;
    }
    if (this.#page === "notice") this.#page = "start";
    this.#load([NEW_PARAMETER]);
    return true;
  }

  /** Brings the window to the front; makes it when there is none. */
  show(): void {
    const window = this.#window;
    if (window === undefined) return this.#load();
    if (window.isMinimized()) window.restore();
    window.focus();
  }

  /** Gives the page of `contents` a port of its own to the studio. */
  connect(contents: WebContents, nonce: string): void {
    const host = this.#host;
    if (host === undefined || contents !== this.#window?.webContents) return;
    const { port1, port2 } = new MessageChannelMain();
    host.attach(nonce, port1);
    contents.postMessage(PORT_CHANNEL, { nonce }, [port2]);
  }

  /** Ends every studio that still runs; after this nothing starts. */
  async shutDown(): Promise<void> {
    void this.#retire();
    await Promise.all(this.#leaving);
  }

  #start(project: string): void {
    const host = new StudioHost<MessagePortMain>({
      project,
      fork: () => forkStudio(this.#options.studioEntry),
      onAcknowledged: () => {
        this.#acknowledged = true;
        clearTimeout(this.#handshake);
      },
      onServing: (url) => this.#showServed(url),
      onStopped: (stop) => this.#showNotice(stopNotice(project, stop)),
      now: () => this.#options.now(),
    });
    this.#host = host;
    host.start();
    // A window without a preload has no port: it stays with the server for the rest of its life.
    if (this.#servedUrl !== undefined) host.serve();
    else {
      this.#page = "app";
      this.#load();
    }
  }

  #retire(): Promise<void> {
    clearTimeout(this.#handshake);
    const host = this.#host;
    this.#host = undefined;
    if (host === undefined) return Promise.resolve();
    const left = host.shutDown().finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
    return left;
  }

  #showNotice(notice: Notice): void {
    clearTimeout(this.#handshake);
    this.#host = undefined;
    this.#notice = notice;
    this.#page = "notice";
    this.#load();
  }

  #showServed(url: string): void {
    this.#options.trusted.trustServed(url);
    const first = this.#servedUrl === undefined;
    this.#servedUrl = url;
    this.#page = "served";
    if (!first) return this.#load();
    const broken = this.#window;
    this.#window = undefined;
    // The new window comes first: with none left the app would quit.
    this.#load();
    broken?.destroy();
  }

  #load(parameters: readonly string[] = []): void {
    const window = (this.#window ??= this.#createWindow());
    // A failed load is told by did-fail-load.
    void window.loadURL(this.#address(parameters)).catch(() => undefined);
  }

  #address(parameters: readonly string[]): string {
    const page = this.#options.devUrl ?? APP_URL;
    switch (this.#page) {
      case "app":
        return withParameters(page, parameters);
      case "start":
        return withParameters(page, [START_PARAMETER, ...parameters]);
      case "served":
        return this.#servedUrl ?? page;
      case "notice":
        return NOTICE_URL;
    }
  }

  #createWindow(): BrowserWindow {
    const { preload, icon, packaged } = this.#options;
    const served = this.#servedUrl !== undefined;
    const window = createStudioWindow({
      ...(served ? {} : { preload }),
      icon,
      packaged,
      visible: true,
      now: () => this.#options.now(),
      quit: () => this.#options.quit(),
    });
    window.once("closed", () => {
      if (this.#window !== window) return;
      clearTimeout(this.#handshake);
      this.#window = undefined;
    });
    window.webContents.on("did-start-navigation", ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#acknowledged = false;
    });
    window.webContents.on("did-finish-load", () => {
      // The page's script ran before it counts as loaded: it may have its port already.
      if (this.#window === window && this.#page === "app" && !this.#acknowledged) this.#awaitHandshake();
    });
    return window;
  }

  #awaitHandshake(): void {
    clearTimeout(this.#handshake);
    this.#handshake = setTimeout(() => {
      const host = this.#host;
      if (host === undefined) return;
      process.stderr.write(
        `The window's port was not answered within ${HANDSHAKE_MS / 1000} s: going on over loopback.\n`,
      );
      host.serve();
    }, HANDSHAKE_MS);
  }
}

/** In the query and not behind the `#`: with that alone the page would not be loaded anew. */
function withParameters(page: string, parameters: readonly string[]): string {
  return parameters.length === 0 ? page : `${page}?${parameters.join("&")}`;
}
