import { setFlagsFromString } from "node:v8";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";

/** A guest worker that loads what every guest needs; whoever makes a `GuestThread` of it gives it its build. */
export interface StartingWorker {
  readonly worker: Worker;
  readonly port: MessagePort;
}

/** The workers of one build. The first starts at once, beside the making of the build; disposing ends it if nobody took it. */
export class WorkerSupply implements AsyncDisposable {
  readonly #entry: URL;
  readonly #component: string;
  #early: StartingWorker | undefined;

  constructor(entry: URL, component: string) {
    this.#entry = entry;
    this.#component = component;
    this.#early = startWorker(entry, component);
  }

  take(): StartingWorker {
    const early = this.#early;
    this.#early = undefined;
    return early ?? startWorker(this.#entry, this.#component);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#early?.worker.terminate();
  }
}

/**
 * V8 13 holds what instances keep outside its heap against the limit of the heap itself: a thread that makes many was
 * collected as a whole once in 60 to 100 of them, which took more time than making them. Later ones have their own
 * limit for it, and know no such flag.
 */
function weighInstancesFairly(): void {
  if (process.versions.v8.startsWith("13.")) setFlagsFromString("--external-memory-accounted-in-global-limit");
}

function startWorker(entry: URL, component: string): StartingWorker {
  weighInstancesFairly();
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
