/** The thread in which the studio reads and edits the store. Says how opening it went, then serves `StateApi`. */
import { parentPort, workerData } from "node:worker_threads";

import { toErrorView } from "../../shared/errors.ts";
import { serve } from "../../shared/rpc.ts";
import type { StoreOptions } from "./open-database.ts";
import { stateMethods } from "./reader-api.ts";
import type { Opened } from "./reader.ts";
import { StateService } from "./state-service.ts";
import { threadPort } from "./thread-port.ts";

if (parentPort === null) throw new Error("This file runs as a worker thread.");
const parent = parentPort;
try {
  const service = new StateService(workerData as StoreOptions);
  parent.postMessage({ opened: true } satisfies Opened);
  serve(
    threadPort(parent, () => parent.close()),
    service,
    stateMethods,
  );
} catch (error) {
  parent.postMessage({ opened: false, error: toErrorView(error) } satisfies Opened);
}
