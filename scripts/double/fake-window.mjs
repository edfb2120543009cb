// BrowserWindow and its page. A page is the built preload run with what a sandbox gives it; scripts of the app do not run.
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

import { takePorts } from "./fake-ports.mjs";
import { app } from "./fake-app.mjs";
import { ipcMain } from "./fake-ipc.mjs";
import { fetchPage } from "./fake-protocol.mjs";
import { after, Emitter, note, preventable } from "./strict.mjs";

const SANDBOX_MODULES = new Set(["electron", "electron/common", "electron/renderer", "events", "timers", "url"]);

class Contents extends Emitter {
  #url = "";
  #renderer;
  #preload;
  constructor(preload) {
    super();
    this.#preload = preload;
  }

  getURL() {
    return this.#url;
  }
  isDestroyed() {
    return false;
  }
  setWindowOpenHandler(handler) {
    this.openHandler = handler;
  }
  send(channel, ...args) {
    this.#renderer?.emit(channel, {}, ...structuredClone(args));
  }
  postMessage(channel, message, transfer = []) {
    const ports = takePorts(transfer);
    this.#renderer?.emit(channel, { ports }, structuredClone(message));
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
    note("reload");
    this.load(this.#url);
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
    this.window = this.#preload === undefined ? { vitrine: undefined } : this.#runPreload();
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
      send: (channel, ...args) => ipcMain.emit(channel, { senderFrame: frame, sender: this }, ...structuredClone(args)),
      invoke: (channel, ...args) => ipcMain.invoke(frame, this, channel, ...args),
    });
    const contextBridge = {
      exposeInMainWorld: (name, api) => {
        if (name in window) throw new Error(`${name} is exposed already`);
        window[name] = api;
      },
    };
    const electron = { contextBridge, ipcRenderer, webUtils: { getPathForFile: (file) => file.path ?? "" } };
    const require = (name) => {
      if (!SANDBOX_MODULES.has(name.replace(/^node:/, ""))) throw new Error(`A sandbox has no module ${name}`);
      return electron;
    };
    const File = class {};
    runInNewContext(readFileSync(this.#preload, "utf8"), { require, window, File, module: {}, exports: {} });
    return window;
  }
}

export class BrowserWindow extends Emitter {
  static all = [];
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

  async loadURL(url) {
    this.webContents.load(url);
    queueMicrotask(() => this.emit("ready-to-show"));
  }
  isDestroyed() {
    return this.#destroyed;
  }
  destroy() {
    if (this.#destroyed) return;
    this.#destroyed = true;
    BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1);
    this.emit("closed");
    if (BrowserWindow.all.length === 0) app.emit("window-all-closed");
  }
  show() {
    note("show");
  }
  focus() {
    note("focus");
  }
  isMinimized() {
    return false;
  }
  restore() {}
  setBackgroundColor(color) {
    note("setBackgroundColor", color);
  }
}
