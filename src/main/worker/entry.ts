import { type MessagePort, workerData } from "node:worker_threads";
import type { FromWorker, GuestPart, ToWorker, WorkerBoot } from "../../shared/worker-protocol.ts";
import { GuestWorker } from "./guest-worker.ts";
import type { TranspiledModule } from "./instantiate.ts";
import type { LoadedPart } from "./linked-components.ts";

/** The thread that runs one guest at a time. It loads what every guest needs while its studio still makes the build. */
const { port } = workerData as { readonly port: MessagePort };

// Ten frames, V8's default, do not show which functions call each other in a circle.
Error.stackTraceLimit = 48;

const post = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

let worker: GuestWorker | undefined;
port.on("message", (message: ToWorker) => {
  if (message.t === "boot") void start(message.boot);
  else worker?.receive(message);
});

async function start(boot: WorkerBoot): Promise<void> {
  let loaded: [LoadedPart, ...LoadedPart[]];
  try {
    loaded = [await load(boot), ...(await Promise.all(boot.parts.map(load)))];
  } catch (error) {
    post({ t: "broken", reason: error instanceof Error ? error.message : String(error) });
    return;
  }
  worker = new GuestWorker(boot, loaded, port, post);
  post({ t: "ready" });
  worker.prepare();
}

async function load(part: GuestPart): Promise<LoadedPart> {
  return { part, transpiled: (await import(part.moduleUrl)) as TranspiledModule };
}
