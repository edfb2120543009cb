// BrowserWindow and its page. A page is the built preload run with what a sandbox gives it; scripts of the app do not run.
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

import { takePorts } from "./fake-ports.mjs";
import { app } from "./fake-app.mjs";
import { crossBridge } from "./fake-bridge.mjs";
import { cloneAcross } from "./fake-clone.mjs";
import { ipcMain } from "./fake-ipc.mjs";
import { fetchPage } from "./fake-protocol.mjs";
import { after, Emitter, note, preventable } from "./strict.mjs";

/** A file that a page made itself is none on disk. */
function getPathForFile(file) {
  if (!(file instanceof File))
    throw new TypeError("getPathForFile expected to receive a File object but one was not provided");
  return "";
}

function alive(thing) {
  if (thing.isDestroyed()) throw new TypeError("Object has been destroyed");
}

/** `open` puts something else in place of the page below: it gets the contents, the preload and the address. */
export const pages = { open: undefined };

const SANDBOX_MODULES = new Set(["electron", "electron/common", "electron/renderer", "events", "timers", "url"]);

class Contents extends Emitter {
  #url = "";
  #renderer;
  #preload;
  #dying = false;
  destroyed = false;
  constructor(preload) {
    super();
    this.#preload = preload;
  }

  getURL() {
    alive(this);
    return this.#url;
  }
  isDestroyed() {
    return this.destroyed;
  }
  isDevToolsOpened() {
    alive(this);
    return false;
  }
  setWindowOpenHandler(handler) {
    this.openHandler = handler;
  }
  send(channel, ...args) {
    alive(this);
    this.#renderer?.emit(channel, {}, ...cloneAcross(args));
  }
  postMessage(channel, message, transfer = []) {
    alive(this);
    const ports = takePorts(transfer);
    for (const _port of ports) note("port");
    this.#renderer?.emit(channel, { ports }, cloneAcross(message));
  }
  /** In the main world: the bridge is there, Node is not. */
  executeJavaScript(code) {
    const { window } = this;
    const fetch = (path) => fetchPage(new URL(path, this.mainFrame.origin).href);
    const document = { addEventListener() {} };
    const location = { origin: this.mainFrame.origin };
    return runInNewContext(code, { window, document, location, fetch, crypto, performance });
  }
  reload() {
    alive(this);
    if (this.#dying)
      throw new Error("A page that is loaded while its old process is taken apart ends the whole of Electron");
    note("reload");
    this.load(this.#url);
  }
  forcefullyCrashRenderer() {
    alive(this);
    this.#dying = true;
    this.emit("render-process-gone", {}, { reason: "crashed", exitCode: 5 });
    this.#dying = false;
  }

  /** What a click on a link does: asks, then goes. */
  navigate(url) {
    const details = preventable({ url, isMainFrame: true });
    this.emit("will-navigate", details);
    if (!details.defaultPrevented) this.load(url);
    return !details.defaultPrevented;
  }

  load(url) {
    this.#url = url;
    this.emit("did-start-navigation", { url, isMainFrame: true, isSameDocument: false });
    const { protocol, host } = new URL(url);
    this.mainFrame = { origin: `${protocol}//${host}`, parent: null };
    if (pages.open !== undefined) {
      this.#renderer = pages.open(this, this.#preload, url);
      return;
    }
    this.window = this.#preload === undefined ? { vitrine: undefined } : this.#runPreload();
    setImmediate(() => {
      if (!this.destroyed && this.#url === url) this.emit("did-finish-load");
    });
  }

  #runPreload() {
    const renderer = (this.#renderer = new Emitter());
    const frame = this.mainFrame;
    const listeners = [];
    const window = {
      addEventListener: (_type, listener) => listeners.push(listener),
      postMessage: (data, _origin, ports) => {
        for (const listener of listeners) listener({ source: window, data: structuredClone(data), ports });
      },
    };
    const ipcRenderer = Object.assign(renderer, {
      send: (channel, ...args) => ipcMain.emit(channel, { senderFrame: frame, sender: this }, ...cloneAcross(args)),
      invoke: (channel, ...args) => ipcMain.invoke(frame, this, channel, ...args),
    });
    const contextBridge = {
      exposeInMainWorld: (name, api) => {
        if (name in window) throw new Error(`${name} is exposed already`);
        window[name] = crossBridge(api);
      },
    };
    const electron = { contextBridge, ipcRenderer, webUtils: { getPathForFile } };
    const require = (name) => {
      if (!SANDBOX_MODULES.has(name.replace(/^node:/, ""))) throw new Error(`A sandbox has no module ${name}`);
      return electron;
    };
    runInNewContext(readFileSync(this.#preload, "utf8"), { require, window, module: {}, exports: {} });
    return window;
  }
}

/** Draws as under Wayland: nothing while it is hidden, so that ready-to-show comes after show(). */
export class BrowserWindow extends Emitter {
  static all = app.windows;
  #destroyed = false;

  constructor(options) {
    super();
    after("new BrowserWindow");
    const { name } = options;
    if (name !== undefined && BrowserWindow.all.some((other) => other.options.name === name)) {
      throw new Error(`There is a window of the name ${name}`);
    }
    this.options = options;
    this.webContents = new Contents(options.webPreferences?.preload);
    BrowserWindow.all.push(this);
    app.emit("web-contents-created", {}, this.webContents);
  }

  loadURL(url) {
    alive(this);
    const loaded = new Promise((done) => this.webContents.once("did-finish-load", done));
    this.webContents.load(url);
    return loaded;
  }
  isDestroyed() {
    return this.#destroyed;
  }
  /** What a person does; `destroy` asks nobody. */
  close() {
    const event = preventable();
    this.emit("close", event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy() {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.webContents.destroyed = true;
    this.webContents.emit("destroyed");
    BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1);
    this.emit("closed");
    if (BrowserWindow.all.length === 0) app.noWindowIsLeft();
  }
  show() {
    alive(this);
    note("show");
    queueMicrotask(() => this.emit("ready-to-show"));
  }
  focus() {
    alive(this);
    note("focus");
  }
  isMinimized() {
    alive(this);
    return false;
  }
  restore() {
    alive(this);
  }
  setBackgroundColor(color) {
    alive(this);
    note("setBackgroundColor", color);
  }
}
