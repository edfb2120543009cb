import { once } from "node:events";
import { Worker } from "node:worker_threads";

import { type ErrorView, fromErrorView } from "../../shared/errors.ts";
import { connect } from "../../shared/rpc.ts";
import type { StoreOptions } from "./open-database.ts";
import { type StateApi, stateMethods } from "./reader-api.ts";
import { threadPort } from "./thread-port.ts";

/** The worker's first message. */
export type Opened = { readonly opened: true } | { readonly opened: false; readonly error: ErrorView };

export interface StateReader extends AsyncDisposable {
  readonly api: Omit<StateApi, "close">;
  /** Called once when the thread is gone, wanted or not; every call then fails with `studio-lost`. */
  onEnd(listener: () => void): void;
}

/**
 * Creates or opens the store of a folder in a thread of its own and makes it ready for guests.
 * `entry`: the file URL of `reader-worker`.
 * @throws StudioError `store-newer`, `store-damaged`, `store-not-writable`.
 */
export async function openStateReader(entry: URL, options: Omit<StoreOptions, "create">): Promise<StateReader> {
  const workerData: StoreOptions = { ...options, create: true };
  const worker = new Worker(entry, { workerData });
  try {
    const [first] = (await once(worker, "message")) as [Opened];
    if (!first.opened) throw fromErrorView(first.error);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  // The thread's end, which follows, is what tells the callers.
  worker.on("error", () => undefined);
  const port = threadPort(worker, () => void worker.terminate());
  const connection = connect<StateApi, Record<string, never>>(port, stateMethods);
  const { api } = connection;
  let ended: Promise<void> | undefined;
  const end = async () => {
    // A thread that is gone already has closed its store.
    await api.close().catch(() => undefined);
    await worker.terminate();
  };
  return { api, onEnd: (listener) => connection.onClose(listener), [Symbol.asyncDispose]: () => (ended ??= end()) };
}
