import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";

/** A guest worker that loads what every guest needs; whoever makes a `GuestThread` of it gives it its build. */
export interface StartingWorker {
  readonly worker: Worker;
  readonly port: MessagePort;
}

/** Workers that start before there are the builds they will serve; disposing ends those that nobody took. */
export class EarlyWorkers implements AsyncDisposable {
  readonly #entry: URL;
  readonly #early = new Map<string, StartingWorker>();
  #disposed = false;

  /** `entry`: the guest worker's module, or what it was built to. */
  constructor(entry: URL) {
    this.#entry = entry;
  }

  /** Starts one for a component, unless one waits for its build already. Disposing ends it if nobody took it. */
  begin(component: string): AsyncDisposable {
    if (!this.#disposed && !this.#early.has(component)) this.#early.set(component, startWorker(this.#entry, component));
    return { [Symbol.asyncDispose]: () => this.#end(component) };
  }

  /** The one that was started, or one that starts now. Whoever takes it ends it. */
  take(component: string): StartingWorker {
    const early = this.#early.get(component);
    this.#early.delete(component);
    return early ?? startWorker(this.#entry, component);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await Promise.all([...this.#early.keys()].map((component) => this.#end(component)));
  }

  async #end(component: string): Promise<void> {
    const early = this.#early.get(component);
    this.#early.delete(component);
    await early?.worker.terminate();
  }
}

function startWorker(entry: URL, component: string): StartingWorker {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  const worker = new Worker(entry, {
    name: `guest ${component}`,
    workerData: { port: port2 },
    transferList: [port2],
    stdout: false,
    stderr: false,
  });
  worker.unref();
  // One that fails before it has a build is found dead when it is given one.
  worker.on("error", () => undefined);
  return { worker, port: port1 };
}
