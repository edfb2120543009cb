import { type MessagePort, workerData } from "node:worker_threads";
import type { FromWorker, ToWorker, WorkerBoot } from "../../shared/worker-protocol.ts";
import { GuestWorker } from "./guest-worker.ts";
import type { TranspiledModule } from "./instantiate.ts";

/** The thread that runs one guest at a time. Everything it needs comes with its start. */
const { boot, port } = workerData as { readonly boot: WorkerBoot; readonly port: MessagePort };

const post = (message: FromWorker, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

async function start(): Promise<void> {
  let transpiled: TranspiledModule;
  try {
    transpiled = (await import(boot.moduleUrl)) as TranspiledModule;
  } catch (error) {
    post({ t: "broken", reason: error instanceof Error ? error.message : String(error) });
    return;
  }
  const worker = new GuestWorker(boot, transpiled, port, post);
  port.on("message", (message: ToWorker) => worker.receive(message));
  post({ t: "ready" });
  worker.prepare();
}

await start();
