// Drives the BUILT app from start to quit in plain Node, with the real studio behind it:
//   node scripts/double/run.mjs [out folder] [project]
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { ROOT } from "../machine/pinned-node.mjs";
import { checkStart } from "./check-start.mjs";
import { prepareDouble } from "./prepare.mjs";

// Twenty seconds is the handshake's deadline alone. It comes when a check says so.
const HANDSHAKE_MS = 20_000;
const deadlines = new Set();
const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
globalThis.setTimeout = (fn, ms, ...args) => {
  if (ms !== HANDSHAKE_MS) return realSetTimeout(fn, ms, ...args);
  const deadline = { fn };
  deadlines.add(deadline);
  return deadline;
};
globalThis.clearTimeout = (timer) => void (deadlines.delete(timer) || realClearTimeout(timer));
const expire = () => {
  const [deadline] = deadlines;
  assert.ok(deadline, "no handshake is awaited");
  deadlines.clear();
  deadline.fn();
};

const { electron, finish, folder, out, project } = await prepareDouble();
process.argv = ["electron", ROOT, project];
const { app, BrowserWindow, calls, children, dialog, fetchPage, ipcMain, locks, preventable } = electron;
const called = (name) => calls.filter(([first]) => first === name);
// Watched and not waited for: what is meant takes as long as a busy machine needs.
const until = async (what, condition, limitMs = 60_000) => {
  const from = performance.now();
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() - from > limitMs) throw new Error(`never happened: ${what}`);
    await new Promise((done) => realSetTimeout(done, 10));
  }
};
const window = () => BrowserWindow.all[0];
const page = () => window().webContents;
/** Of the menu as it is now. */
const menuItem = (label) =>
  called("setApplicationMenu")
    .at(-1)[1]
    .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    .find((item) => item.label === label);
const noticeText = async () => (await fetchPage("app://vitrine/notice")).text();

/** Does what the page does: asks for a port over the bridge and speaks the wire form of the contract. */
async function openPort() {
  const nonce = crypto.randomUUID();
  const port = await new Promise((done) => {
    page().window.addEventListener("message", ({ source, data, ports }) => {
      if (source === page().window && data.type === "vitrine:studio-port" && data.nonce === nonce) done(ports[0]);
    });
    page().window.vitrine.connect(nonce);
  });
  let id = 0;
  const pending = new Map();
  port.on("message", (message) => pending.get(message.id)?.(message));
  const call = (method, ...args) =>
    new Promise((done) => {
      id += 1;
      pending.set(id, done);
      port.postMessage({ t: "call", id, method, args });
    });
  return { port, call };
}

let handed;

/** Sends the example a request over the page's port; resolves to the count it answers. */
async function count() {
  await until("the component is ready", async () => {
    const { value } = await handed.call("project");
    return value.components.every(({ state }) => state === "ready");
  });
  const request = { component: "counter", method: "POST", target: "/count", headers: [] };
  const { t, value, error } = await handed.call("send", request);
  assert.equal(t, "ok", error?.message);
  const body = Buffer.from(value.body.kept).toString();
  assert.equal(value.status, 200, body);
  return JSON.parse(body).count;
}

const checks = {
  "before ready: sandbox, crash reports that stay here, the lock with the project": async () => {
    await import(pathToFileURL(join(out, "main/index.js")).href);
    assert.deepEqual(called("enableSandbox").length, 1);
    assert.deepEqual(called("crashReporter"), [["crashReporter", { uploadToServer: false }]]);
    assert.deepEqual(called("requestSingleInstanceLock"), [["requestSingleInstanceLock", { project }]]);
    app.fireReady();
    await until("a window", () => BrowserWindow.all.length > 0);
  },

  "the window: a sandbox without Node, a page of our scheme, a menu": async () => {
    const { preload, ...preferences } = window().options.webPreferences;
    assert.deepEqual(preferences, {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: true,
    });
    assert.equal(preload, join(out, "preload/index.cjs"));
    assert.equal(window().options.name, "main");
    assert.equal(page().getURL(), "app://vitrine/index.html");
    await until("the window shows itself", () => called("show").length > 0);
    assert.equal(called("showErrorBox").length, 0);
    assert.ok(called("setApplicationMenu").length > 0);
  },

  "the scheme: the page under its policy, nothing outside of it": async () => {
    const html = await fetchPage("app://vitrine/index.html");
    assert.equal(html.status, 200);
    assert.match(html.headers.get("content-security-policy"), /^default-src 'none'; script-src 'self';/);
    for (const bad of [
      "app://vitrine/..%2f..%2fpackage.json",
      "app://vitrine/%2e%2e/%2e%2e/package.json",
      "app://vitrine/..%5c..%5cpackage.json",
      "app://vitrine/%00",
      "app://other/index.html",
    ]) {
      assert.ok((await fetchPage(bad)).status >= 400, bad);
    }
  },

  "locks: permissions, requests, navigation, windows, frames, webviews": () => {
    for (const [permission, granted] of [
      ["clipboard-sanitized-write", true],
      ["geolocation", false],
      ["media", false],
      ["notifications", false],
    ]) {
      locks.request({}, permission, (answer) => assert.equal(answer, granted, permission));
      assert.equal(locks.check(null, permission), granted, permission);
    }
    assert.equal(locks.device({}), false);
    for (const [url, cancel] of [
      ["app://vitrine/assets/x.js", false],
      ["https://example.com/x.js", true],
      ["http://127.0.0.1:7000/", true],
      ["file:///etc/passwd", true],
    ]) {
      locks.beforeRequest({ url }, (answer) => assert.equal(answer.cancel, cancel, url));
    }
    assert.equal(page().navigate("mailto:x@example.com"), false);
    assert.equal(page().navigate("app://vitrine/notice/quit"), true, "an action is one only on the notice page");
    void window().loadURL("app://vitrine/index.html");
    assert.deepEqual(page().openHandler({ url: "file:///etc/passwd" }), { action: "deny" });
    for (const [event, details] of [
      ["will-redirect", { url: "https://example.com/" }],
      ["will-frame-navigate", { url: "app://vitrine/", isMainFrame: false }],
      ["will-attach-webview", {}],
    ]) {
      const asked = preventable(details);
      page().emit(event, asked);
      assert.ok(asked.defaultPrevented, event);
    }
  },

  "links: to documentation and to components at once, to elsewhere after a question, to other programs never":
    async () => {
      dialog.response = 1;
      for (const url of [
        "https://github.com/x",
        "http://127.0.0.1:8000/",
        "https://a.example/",
        "file:///x",
        "not a link",
      ]) {
        assert.deepEqual(page().openHandler({ url }), { action: "deny" });
      }
      await until("the question", () => called("showMessageBox").length > 0 && called("openExternal").length > 1);
      assert.match(called("showMessageBox")[0][1].message, /a\.example/);
      const opened = ["https://github.com/x", "http://127.0.0.1:8000/"].map((url) => ["openExternal", url]);
      assert.deepEqual(called("openExternal"), opened);
      dialog.response = 0;
      await until("the next question is asked", () => {
        page().openHandler({ url: "https://a.example/" });
        return called("openExternal").length > 2;
      });
      assert.deepEqual(called("openExternal").at(-1), ["openExternal", "https://a.example/"]);
    },

  "callers: our top frame and nobody else": async () => {
    const info = await page().window.vitrine.info();
    assert.deepEqual(info, { version: "0.0.0-double", packaged: false });
    const ours = page().mainFrame;
    for (const frame of [null, { ...ours, origin: "https://evil.example" }, { ...ours, parent: ours }]) {
      await assert.rejects(ipcMain.invoke(frame, page(), "vitrine:info"), /may not call/);
      ipcMain.emit("vitrine:connect", { senderFrame: frame, sender: page() }, "nonce");
    }
    ipcMain.emit("vitrine:connect", { senderFrame: ours, sender: page() }, { no: "nonce" });
    assert.deepEqual([called("exit"), called("port")], [[], []], "such a call gets nothing, and does not end the app");
  },

  "settings: kept in one file, wrong ones refused, the window follows": async () => {
    const { settings } = page().window.vitrine;
    await settings.set({ theme: "dark" });
    assert.deepEqual(await settings.get(), { theme: "dark" });
    assert.equal(electron.nativeTheme.themeSource, "dark");
    await assert.rejects(settings.set({ theme: "pink" }), /theme is/);
    assert.ok(existsSync(join(folder, "user-data/settings.json")));
    assert.equal(ipcMain.listenerCount("electron-store-get-data"), 0);
  },

  "hand-over: the page gets a port, and the real studio answers through it": async () => {
    handed = await openPort();
    const reply = await handed.call("project");
    assert.equal(reply.t, "ok", JSON.stringify(reply));
    assert.equal(typeof reply.value.name, "string");
    const unknown = await handed.call("constructor");
    assert.equal(unknown.error.code, "request-invalid");
    // The page counts as loaded only after its script ran: its port is acknowledged, nothing is awaited.
    page().emit("did-finish-load");
    assert.equal(deadlines.size, 0);
  },

  "a real guest answers a request that goes the whole way": async () => {
    assert.equal(await count(), 1);
  },

  "a studio that crashes is started again and the page finds the new one": async () => {
    const closed = new Promise((done) => handed.port.once("close", done));
    children.at(-1).crash();
    await closed;
    await until("a second process", () => children.length === 2);
    handed = await openPort();
    assert.equal(await count(), 2, "what was acknowledged is still there");
  },

  "after the third restart within a minute a page says so, and its button starts the studio": async () => {
    for (let started = 2; started <= 4; started++) {
      await until(`process ${started}`, () => children.length === started);
      children.at(-1).crash();
    }
    await until("the notice", () => page().getURL() === "app://vitrine/notice");
    assert.match(await noticeText(), /The studio stopped/);
    assert.equal(page().navigate("app://vitrine/notice/restart"), false);
    await until("the page again", () => page().getURL() === "app://vitrine/index.html");
    handed = await openPort();
    assert.equal((await handed.call("project")).t, "ok");
  },

  "a path that is no project gets a page with the reason, and the old studio ends": async () => {
    app.emit("second-instance", {}, [], "/", { project: join(folder, "absent") });
    await until("the notice", () => page().getURL() === "app://vitrine/notice");
    assert.match(await noticeText(), /This project does not open/);
    await until("no process is left", () => children.every((child) => child.pid === undefined));
    dialog.answer = { canceled: false, filePaths: [project] };
    assert.equal(page().navigate("app://vitrine/notice/open"), false);
    await until("the page again", () => page().getURL() === "app://vitrine/index.html");
    assert.equal((await (await openPort()).call("project")).t, "ok");
  },

  "without a project the page is there, too: it reads, makes and opens projects": () =>
    checkStart({ electron, folder, project, page, called, until, menuItem, openPort }),

  "a page whose port is not answered goes on over the loopback server, in a window without a preload": async () => {
    const broken = window();
    void broken.loadURL("app://vitrine/index.html");
    broken.webContents.emit("did-finish-load");
    expire();
    await until("another window", () => window() !== undefined && window() !== broken);
    assert.equal(broken.isDestroyed(), true);
    assert.equal(window().options.webPreferences.preload, undefined);
    const url = new URL(page().getURL());
    assert.equal(url.hostname, "127.0.0.1");
    const cancelled = (raw) => {
      let result;
      locks.beforeRequest({ url: raw }, ({ cancel }) => (result = cancel));
      return result;
    };
    assert.equal(cancelled(url.href), false);
    assert.equal(cancelled(`ws://${url.host}/studio`), false);
    assert.equal(cancelled(`http://127.0.0.1:${Number(url.port) + 1}/`), true);
    const reply = await fetch(new URL("/session", url), {
      method: "POST",
      headers: { origin: url.origin, "x-vitrine-token": url.hash.slice("#t=".length) },
    });
    assert.equal(reply.status, 204);
    const html = await fetch(url, { headers: { cookie: reply.headers.get("set-cookie").split(";")[0] } });
    assert.match(await html.text(), /<script type="module"/);
    await assert.rejects(ipcMain.invoke(page().mainFrame, page(), "vitrine:info"), /may not call/);
    await assert.rejects(ipcMain.invoke(page().mainFrame, page(), "vitrine:open-path", project), /may not call/);
    // Without a bridge the form could do nothing: the app says what to do instead.
    menuItem("New project…").click();
    assert.match(called("showMessageBox").at(-1)[1].detail, /vitrine new FOLDER/);
  },

  "quitting ends the studio in order": async () => {
    const exited = new Promise((done) => children.at(-1).once("exit", done));
    const quit = new Promise((done) => app.once("quit", done));
    app.quit();
    assert.equal(called("quit").length, 0, "it waits for the studio");
    assert.equal(await exited, 0);
    await quit;
    assert.deepEqual(called("exit"), []);
  },
};

let failed = false;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`  ok  ${name}`);
  } catch (error) {
    console.error(`FAIL  ${name}\n${error.stack}`);
    failed = true;
    break;
  }
}
if (called("showErrorBox").length > 0) console.error(called("showErrorBox"));
finish(failed ? undefined : `${Object.keys(checks).length} checks of the built app passed`);
