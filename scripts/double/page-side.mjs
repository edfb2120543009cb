// What runs in a real page before its own scripts: the built preload with what a sandbox gives it.
import { crossBridge, isPlain, onlyMessage } from "./fake-bridge.mjs";
import { decodeText, encodeText } from "./wire-text.mjs";

/** The script of a page whose calls arrive at the binding `__shell(kind, name, text)`. */
export function pageScript(preload) {
  const helpers = [crossBridge, isPlain, onlyMessage, encodeText, decodeText].map(String).join("\n");
  return `(() => {\n${helpers}\n(${String(install)})();\n(${String(runPreload)})(function (require, module, exports) {\n${preload}\n});\n})();`;
}

/* oxlint-disable no-undef -- the two functions below run in the page, beside the helpers above */

function install() {
  const ports = new Map();
  const listeners = new Map();
  window.__listeners = listeners;
  window.__deliver = (channel, ids, text) => {
    const handed = ids.map((id) => {
      const { port1, port2 } = new MessageChannel();
      ports.set(id, port1);
      port1.onmessage = ({ data }) => window.__shell("port", String(id), encodeText(data));
      port1.addEventListener("close", () => window.__shell("port-closed", String(id), "null"));
      return port2;
    });
    for (const listener of listeners.get(channel) ?? []) listener({ ports: handed }, ...decodeText(text));
  };
  window.__port = (id, text) => ports.get(id)?.postMessage(decodeText(text));
  window.__portClosed = (id) => ports.get(id)?.close();
}

function runPreload(preload) {
  const listeners = window.__listeners;
  const ipcRenderer = {
    send: (channel, ...args) => void window.__shell("send", channel, encodeText(args)),
    invoke: async (channel, ...args) => {
      const { error, value } = decodeText(await window.__shell("invoke", channel, encodeText(args)));
      if (error !== undefined) throw new Error(`Error invoking remote method '${channel}': ${error}`);
      return value;
    },
    on: (channel, listener) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    off: (channel, listener) =>
      void listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((each) => each !== listener),
      ),
  };
  const contextBridge = {
    exposeInMainWorld: (name, api) => void Object.defineProperty(window, name, { value: crossBridge(api) }),
  };
  const webUtils = { getPathForFile: () => "" };
  preload(() => ({ contextBridge, ipcRenderer, webUtils }), {}, {});
}
