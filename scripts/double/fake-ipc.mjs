// ipcMain: one handler a channel, arguments and results by structured clone.
import { cloneAcross } from "./fake-clone.mjs";
import { Emitter } from "./strict.mjs";

class Ipc extends Emitter {
  #handlers = new Map();

  /** Nobody but Electron calls the listeners: what one of them throws is caught by nobody. */
  emit(channel, ...args) {
    try {
      return super.emit(channel, ...args);
    } catch (error) {
      return process.emit("uncaughtException", error);
    }
  }

  handle(channel, handler) {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  async invoke(senderFrame, sender, channel, ...args) {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return cloneAcross(await handler({ senderFrame, sender, type: "frame" }, ...cloneAcross(args)));
  }
}

export const ipcMain = new Ipc();
