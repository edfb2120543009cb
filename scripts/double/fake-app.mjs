// app: what has to happen before ready, and the order of events when it quits.
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";

import { becomeReady, before, Emitter, note, preventable } from "./strict.mjs";

class FakeApp extends Emitter {
  isPackaged = false;
  commandLine = { hasSwitch: () => false };
  #paths = new Map([
    ["crashDumps", join(tmpdir(), "crashes")],
    ["documents", join(tmpdir(), "documents")],
  ]);
  #ready = Promise.withResolvers();
  #quitting = false;
  #shutDown = false;
  /** Not Electron's: the open windows. */
  windows = [];

  enableSandbox() {
    before("app.enableSandbox");
    note("enableSandbox");
  }
  requestSingleInstanceLock(data) {
    note("requestSingleInstanceLock", structuredClone(data));
    return true;
  }
  setPath(name, path) {
    if (!isAbsolute(path)) throw new Error("Path must be absolute");
    this.#paths.set(name, path);
  }
  getPath(name) {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }
  getVersion() {
    return "0.0.0-double";
  }
  whenReady() {
    return this.#ready.promise;
  }
  addRecentDocument(path) {
    note("addRecentDocument", path);
  }
  clearRecentDocuments() {
    note("clearRecentDocuments");
  }
  /** Overheard while another one is under way, and that includes every handler of will-quit. */
  quit() {
    if (this.#quitting || this.#shutDown) return;
    const event = preventable();
    this.emit("before-quit", event);
    if (event.defaultPrevented) return;
    this.#quitting = true;
    if (this.windows.length === 0) void this.#willQuit();
    for (const window of this.windows.slice()) window.close();
  }
  exit(code) {
    note("exit", code);
    this.emit("quit");
  }
  /** Not Electron's: the last window is closed. */
  noWindowIsLeft() {
    if (this.#quitting) void this.#willQuit();
    else this.emit("window-all-closed");
  }
  async #willQuit() {
    const event = preventable();
    this.emit("will-quit", event);
    // Electron emits it from outside of JavaScript: what handlers left to promises runs before Electron looks at the event.
    await new Promise((done) => queueMicrotask(() => process.nextTick(done)));
    this.#quitting = false;
    if (event.defaultPrevented) return;
    this.#shutDown = true;
    note("quit");
    this.emit("quit");
  }
  /** Not Electron's. */
  fireReady() {
    becomeReady();
    this.emit("ready");
    this.#ready.resolve();
  }
}

export const app = new FakeApp();
