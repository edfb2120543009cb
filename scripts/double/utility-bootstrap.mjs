// Runs a built entry as a utility process would: `process.parentPort` and nothing else of Electron.
import { EventEmitter } from "node:events";
import { pathToFileURL } from "node:url";
import { parentPort as thread, workerData } from "node:worker_threads";

import { cloneAcross } from "./fake-clone.mjs";

class PortMain extends EventEmitter {
  #raw;
  constructor(raw) {
    super();
    this.#raw = raw;
    raw.on("close", () => this.emit("close"));
  }
  start() {
    this.#raw.on("message", (data) => this.emit("message", { data, ports: [] }));
  }
  postMessage(message, transfer = []) {
    if (transfer.length > 0) throw new TypeError("Port at index 0 is not a valid port");
    this.#raw.postMessage(cloneAcross(message));
  }
  close() {
    this.#raw.close();
  }
}

const parentPort = new EventEmitter();
parentPort.postMessage = (...args) => {
  if (args.length !== 1) throw new TypeError("parentPort.postMessage takes one argument");
  thread.postMessage(cloneAcross(args[0]));
};
// Messages wait until there is a listener.
const queue = [];
let open = false;
const deliver = ({ message, ports }) =>
  parentPort.emit("message", { data: message, ports: ports.map((port) => new PortMain(port)) });
thread.on("message", (received) => (open ? deliver(received) : queue.push(received)));
parentPort.on("newListener", (name) => {
  if (name !== "message" || open) return;
  open = true;
  queueMicrotask(() => queue.splice(0).forEach(deliver));
});
Object.defineProperty(process, "parentPort", { value: parentPort });
await import(pathToFileURL(workerData.entry).href);
