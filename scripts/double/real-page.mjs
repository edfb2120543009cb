// A real Chromium page in place of the double's own: the built page runs in it, behind the built preload.
import { readFileSync } from "node:fs";

import { app } from "./fake-app.mjs";
import { ipcMain } from "./fake-ipc.mjs";
import { fetchPage } from "./fake-protocol.mjs";
import { pages } from "./fake-window.mjs";
import { pageScript } from "./page-side.mjs";
import { decodeText, encodeText } from "./wire-text.mjs";

/** Chromium knows no scheme of ours; this one is as trustworthy to it. */
const STAND_IN = "http://vitrine.localhost";
const APP = "app://vitrine";

/** From now on every window is a page of this context. `latest()` is the page of the newest window. */
export function showInChromium(context, onPage) {
  const shown = new Map();
  let latest;
  const pageOf = (contents, preload) => {
    if (!shown.has(contents)) {
      const page = new ShownPage(context, contents, preload, onPage);
      shown.set(contents, page);
      contents.once("destroyed", () => void page.close());
    }
    latest = shown.get(contents);
    return latest;
  };
  pages.open = (contents, preload, url) => pageOf(contents, preload).load(url);
  return { latest: () => latest?.page };
}

class ShownPage {
  page;
  #contents;
  #ready;
  #last = Promise.resolve();
  #ports = new Map();
  #nextPort = 1;

  constructor(context, contents, preload, onPage) {
    this.#contents = contents;
    this.#ready = this.#open(context, preload, onPage);
  }

  async #open(context, preload, onPage) {
    const page = await context.newPage();
    this.page = page;
    onPage(page);
    await page.route(`${STAND_IN}/**`, async (route) => {
      const reply = await fetchPage(route.request().url().replace(STAND_IN, APP));
      const body = Buffer.from(await reply.arrayBuffer());
      await route.fulfill({ status: reply.status, headers: Object.fromEntries(reply.headers), body });
    });
    page.on("popup", (popup) => {
      this.#contents.openHandler({ url: popup.url() });
      void popup.close();
    });
    if (preload === undefined) return;
    await page.exposeBinding("__shell", (_source, kind, name, text) => this.#hear(kind, name, decodeText(text)));
    await page.addInitScript(pageScript(readFileSync(preload, "utf8")));
  }

  /** Returns what the shell's messages go to, as the double's own page does. */
  load(url) {
    for (const port of this.#ports.values()) port.close();
    this.#ports.clear();
    this.#enqueue(async () => {
      await this.page.goto(url.replace(APP, STAND_IN));
      if (!this.#contents.destroyed) this.#contents.emit("did-finish-load");
    });
    return { emit: (channel, { ports = [] }, ...args) => this.#deliver(channel, ports, args) };
  }

  async close() {
    await this.#ready;
    await this.page.close();
  }

  #deliver(channel, ports, args) {
    const ids = ports.map((port) => {
      const id = this.#nextPort++;
      this.#ports.set(id, port);
      port.on("message", (data) => this.#evaluate("__port", id, encodeText(data)));
      port.on("close", () => this.#evaluate("__portClosed", id));
      return id;
    });
    this.#evaluate("__deliver", channel, ids, encodeText(args));
  }

  #evaluate(name, ...args) {
    this.#enqueue(() => this.page.evaluate(([fn, rest]) => globalThis[fn]?.(...rest), [name, args]));
  }

  /** One after the other, as messages are; those to a page that is gone are lost. */
  #enqueue(work) {
    this.#last = Promise.all([this.#ready, this.#last])
      .then(work)
      .catch(() => undefined);
  }

  async #hear(kind, name, value) {
    const { mainFrame: senderFrame } = this.#contents;
    switch (kind) {
      case "send":
        return void ipcMain.emit(name, { senderFrame, sender: this.#contents }, ...value);
      case "invoke":
        return encodeText(
          await ipcMain.invoke(senderFrame, this.#contents, name, ...value).then(
            (answer) => ({ value: answer }),
            (error) => ({ error: String(error) }),
          ),
        );
      case "port":
        return this.#ports.get(Number(name))?.postMessage(value);
      case "port-closed":
        return this.#ports.get(Number(name))?.close();
      default:
        return app.emit("error", new Error(`The page said ${kind}`));
    }
  }
}
