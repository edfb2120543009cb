// MessageChannelMain and utilityProcess: ports are ports, get neutered, wait for start(); a process is a real thread.
import { MessageChannel, Worker } from "node:worker_threads";

import { after, Emitter, note } from "./strict.mjs";

class PortMain extends Emitter {
  #started = false;

  constructor(raw) {
    super();
    this.raw = raw;
    this.neutered = false;
    raw.on("close", () => this.emit("close"));
  }

  start() {
    this.#use();
    if (this.#started) return;
    this.#started = true;
    this.raw.on("message", (data) => this.emit("message", { data, ports: [] }));
  }

  postMessage(message, transfer = []) {
    this.#use();
    const raws = takePorts(transfer);
    this.raw.postMessage(message, raws);
  }

  close() {
    this.#use();
    this.raw.close();
  }

  #use() {
    if (this.neutered) throw new Error("This port was handed over: it is neutered.");
  }
}

/** What Electron demands of a transfer list: MessagePortMain and nothing else, each once. */
export function takePorts(transfer) {
  return transfer.map((port, index) => {
    if (!(port instanceof PortMain)) throw new TypeError(`Port at index ${index} is not a valid port`);
    if (port.neutered) throw new Error(`Port at index ${index} is already neutered`);
    port.neutered = true;
    return port.raw;
  });
}

export class MessageChannelMain {
  constructor() {
    after("new MessageChannelMain");
    const { port1, port2 } = new MessageChannel();
    this.port1 = new PortMain(port1);
    this.port2 = new PortMain(port2);
  }
}

export const children = [];

class Utility extends Emitter {
  pid;
  stdout = null;
  stderr = null;
  #thread;
  #killed = false;

  constructor(entry, args, options) {
    super();
    after("utilityProcess.fork");
    for (const [name, value] of Object.entries(options.env ?? {})) {
      if (typeof value !== "string") throw new TypeError(`env ${name} is no string`);
    }
    if (Object.keys(options.env ?? {}).length === 0) throw new Error("An empty env means: inherit everything.");
    note("fork", entry, args, options);
    this.#thread = new Worker(new URL("./utility-bootstrap.mjs", import.meta.url), {
      workerData: { entry },
      env: options.env,
      stdout: true,
      stderr: true,
    });
    this.stdout = this.#thread.stdout;
    this.stderr = this.#thread.stderr;
    this.pid = 1 + children.length;
    this.#thread.on("message", (message) => this.emit("message", message));
    this.#thread.on("online", () => this.emit("spawn"));
    this.#thread.on("exit", (code) => {
      this.pid = undefined;
      // Electron reports 0 for a process that was killed.
      this.emit("exit", this.#killed ? 0 : code);
    });
    children.push(this);
  }

  postMessage(message, transfer = []) {
    const ports = takePorts(transfer);
    this.#thread.postMessage({ message, ports }, ports);
  }

  kill() {
    this.#killed = true;
    void this.#thread.terminate();
    return true;
  }

  /** Not Electron's: the process ends although nobody asked it to. */
  crash() {
    void this.#thread.terminate();
  }
}

export const utilityProcess = { fork: (entry, args = [], options = {}) => new Utility(entry, args, options) };
