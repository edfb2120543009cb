// The BUILT app without a project, over the double: it shows itself, survives a page that crashes, and quits although
// there is no studio to wait for.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { ROOT } from "../machine/pinned-node.mjs";
import { prepareDouble } from "./prepare.mjs";

const { electron, finish, out } = await prepareDouble();
// The window's last resort to show itself must not be what helps here.
const REVEAL_WITHIN_MS = 5_000;
const { setTimeout: realSetTimeout } = globalThis;
globalThis.setTimeout = (fn, ms, ...args) => (ms === REVEAL_WITHIN_MS ? undefined : realSetTimeout(fn, ms, ...args));
process.argv = ["electron", ROOT];
const { app, BrowserWindow, calls, children, dialog } = electron;
const LIMIT_MS = 60_000;
const within = async (what, happens) => {
  const { promise, reject } = Promise.withResolvers();
  const timer = setTimeout(() => reject(new Error(`never happened: ${what}`)), LIMIT_MS);
  await Promise.race([happens, promise]);
  clearTimeout(timer);
};
const event = (emitter, name) => new Promise((done) => emitter.once(name, done));

try {
  await import(pathToFileURL(join(out, "main/index.js")).href);
  const made = event(app, "web-contents-created");
  app.fireReady();
  await within("a window", made);
  const [window] = BrowserWindow.all;
  assert.equal(window.webContents.getURL(), "app://vitrine/index.html?start");
  await within("the window shows itself", event(window, "ready-to-show"));
  assert.equal(children.length, 0, "there is nothing to run");

  const reloaded = event(window.webContents, "did-finish-load");
  window.webContents.forcefullyCrashRenderer();
  await within("the page comes back", reloaded);
  assert.equal(calls.filter(([name]) => name === "reload").length, 1);

  dialog.response = 1;
  const loaded = event(window.webContents, "did-finish-load");
  window.emit("unresponsive");
  await within("a hung page comes back when that is asked for", loaded);

  const quit = event(app, "quit");
  app.quit();
  await within("the app quits", quit);
  assert.equal(window.isDestroyed(), true);
  finish("the built app without a project shows itself and quits");
} catch (error) {
  console.error(error.stack);
  finish(undefined);
}
