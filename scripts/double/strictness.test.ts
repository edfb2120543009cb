import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { crossBridge } from "./fake-bridge.mjs";
import { cloneAcross } from "./fake-clone.mjs";
import * as electron from "./fake-electron.mjs";

describe("between processes", () => {
  test.each([
    ["memory that threads share", new SharedArrayBuffer(1)],
    ["a view of such memory", { deep: [new Uint8Array(new SharedArrayBuffer(4))] }],
    ["a compiled module", new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))],
    ["a memory of wasm", new WebAssembly.Memory({ initial: 1 })],
    ["a function", { call: () => undefined }],
  ])("%s cannot be sent", (_name, value) => {
    expect(() => cloneAcross(value) as unknown).toThrow(/leave|clone/);
  });

  test("a view that would drag a large buffer along is a mistake", () => {
    expect(() => cloneAcross({ part: new Uint8Array(1024).subarray(0, 4) }) as unknown).toThrow(
      /4 bytes would drag 1024/,
    );
  });

  test("plain data arrives as a copy", () => {
    const sent = { list: [1n, null, new Date(0)], map: new Map([["a", new Uint8Array(2)]]) };
    const received: unknown = cloneAcross(sent);
    expect(received).toEqual(sent);
    expect(received).not.toBe(sent);
  });
});

describe("over the context bridge", () => {
  test("functions stay callable both ways, and objects are copies", () => {
    const heard: unknown[] = [];
    const bridge = crossBridge({ on: (listener: (value: unknown) => void) => listener({ n: 1 }) }) as {
      on(listener: (value: unknown) => void): void;
    };
    bridge.on((value) => heard.push(value));
    expect(heard).toEqual([{ n: 1 }]);
  });

  test("an error keeps its message alone", async () => {
    const failing = () => Promise.reject(Object.assign(new Error("no"), { code: "x" }));
    const bridge = crossBridge({ failing }) as { failing(): Promise<void> };
    const error = await bridge.failing().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ message: "no" });
    expect(error).not.toHaveProperty("code");
  });
});

describe("the app", () => {
  test("takes no relative path", () => {
    expect(() => electron.app.setPath("userData", "data")).toThrow(/absolute/);
  });

  test("makes nothing before it is ready, and registers no scheme after", () => {
    expect(() => new electron.BrowserWindow({})).toThrow(/before the app is ready/);
    expect(() => electron.utilityProcess.fork("/x.js")).toThrow(/before the app is ready/);
    electron.app.fireReady();
    expect(() => electron.protocol.registerSchemesAsPrivileged([])).toThrow(/must be called before/);
  });

  test("a port of the main process is an emitter without onmessage, and is handed over once", () => {
    const { port1, port2 } = new electron.MessageChannelMain();
    expect(() => Object.assign(port1, { onmessage: () => undefined })).toThrow(/no onmessage/);
    const { webContents } = new electron.BrowserWindow({});
    webContents.postMessage("x", {}, [port2]);
    expect(() => webContents.postMessage("x", {}, [port2])).toThrow(/already neutered/);
    expect(() => port2.postMessage(1)).toThrow(/neutered/);
    expect(() => webContents.postMessage("x", {}, [new ArrayBuffer(1)])).toThrow(/not a valid port/);
  });

  test("a window that is gone takes no calls", () => {
    const window = new electron.BrowserWindow({});
    window.destroy();
    expect(() => window.focus()).toThrow(/destroyed/);
    expect(() => window.webContents.send("x")).toThrow(/destroyed/);
  });

  test("a process that was not spawned yet cannot be killed; one that is killed reports 0", async () => {
    const entry = fileURLToPath(new URL("./fake-clone.mjs", import.meta.url));
    const child = electron.utilityProcess.fork(entry, [], { env: { A: "1" } });
    expect(child.kill()).toBe(false);
    await once(child, "spawn");
    const exited = once(child, "exit");
    expect(child.kill()).toBe(true);
    expect(await exited).toEqual([0]);
  });

  test("what fork does not take is refused", () => {
    const entry = import.meta.filename;
    expect(() => electron.utilityProcess.fork("x.js", [], { env: { A: "1" } })).toThrow(/whatever folder/);
    expect(() => electron.utilityProcess.fork(entry, [], { env: {} })).toThrow(/inherit everything/);
    expect(() => electron.utilityProcess.fork(entry, [], { env: { A: "1" }, detached: true })).toThrow(/knows no/);
  });

  test("overhears quit() while it deals with will-quit, promises included", async () => {
    const events: string[] = [];
    electron.app.on("quit", () => events.push("quit"));
    electron.app.once("will-quit", (event: { preventDefault(): void }) => {
      event.preventDefault();
      events.push("prevented");
      void Promise.resolve().then(() => electron.app.quit());
    });
    for (const window of electron.BrowserWindow.all.slice()) window.destroy();
    electron.app.quit();
    await new Promise((done) => setImmediate(done));
    expect(events).toEqual(["prevented"]);
    electron.app.quit();
    await new Promise((done) => setImmediate(done));
    expect(events).toEqual(["prevented", "quit"]);
  });
});
