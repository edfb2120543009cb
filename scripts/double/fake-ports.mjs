// MessageChannelMain and utilityProcess: ports are ports, get neutered, wait for start(); a process is a real thread.
import { isAbsolute } from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";

import { cloneAcross } from "./fake-clone.mjs";
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
    this.raw.postMessage(cloneAcross(message), raws);
  }

  set onmessage(_listener) {
    throw new TypeError("A MessagePortMain has no onmessage: it is an emitter");
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

const FORK_OPTIONS = new Set(["env", "execArgv", "cwd", "stdio", "serviceName"]);

class Utility extends Emitter {
  pid;
  stdout = null;
  stderr = null;
  #thread;
  #spawned = false;
  #killed = false;

  constructor(entry, args, options) {
    super();
    after("utilityProcess.fork");
    for (const [name, value] of Object.entries(options.env ?? {})) {
      if (typeof value !== "string") throw new TypeError(`env ${name} is no string`);
    }
    for (const name of Object.keys(options)) {
      if (!FORK_OPTIONS.has(name)) throw new TypeError(`utilityProcess.fork knows no ${name}`);
    }
    if (!isAbsolute(entry)) throw new Error(`${entry} would be looked for in whatever folder the app was started from`);
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
    this.#thread.on("message", (message) => this.emit("message", message));
    this.#thread.on("online", () => {
      this.#spawned = true;
      this.pid = children.indexOf(this) + 1;
      this.emit("spawn");
    });
    this.#thread.on("exit", (code) => {
      this.pid = undefined;
      // Electron reports 0 for a process that was killed.
      this.emit("exit", this.#killed ? 0 : code);
    });
    children.push(this);
  }

  postMessage(message, transfer = []) {
    const ports = takePorts(transfer);
    this.#thread.postMessage({ message: cloneAcross(message), ports }, ports);
  }

  kill() {
    // There is no process yet, or none any more, and Electron remembers nothing for later.
    if (!this.#spawned || this.pid === undefined) return false;
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
