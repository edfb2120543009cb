// app: what has to happen before ready, and the order of events when it quits.
import { tmpdir } from "node:os";
import { join } from "node:path";

import { becomeReady, before, Emitter, note, preventable } from "./strict.mjs";

class FakeApp extends Emitter {
  isPackaged = false;
  commandLine = { hasSwitch: () => false };
  #paths = new Map([
    ["crashDumps", join(tmpdir(), "crashes")],
    ["documents", join(tmpdir(), "documents")],
  ]);
  #ready = Promise.withResolvers();

  enableSandbox() {
    before("app.enableSandbox");
    note("enableSandbox");
  }
  requestSingleInstanceLock(data) {
    note("requestSingleInstanceLock", structuredClone(data));
    return true;
  }
  setPath(name, path) {
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
  quit() {
    for (const name of ["before-quit", "will-quit"]) {
      const event = preventable();
      this.emit(name, event);
      if (event.defaultPrevented) return;
    }
    note("quit");
    this.emit("quit");
  }
  exit(code) {
    note("exit", code);
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
