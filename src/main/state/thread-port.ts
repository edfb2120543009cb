import type { MessagePort, Worker } from "node:worker_threads";

import type { Port } from "../../shared/port.ts";

/** A `Port` over a thread's own channel: a `Worker` on one side, its `parentPort` on the other. */
export function threadPort(thread: MessagePort | Worker, close: () => void): Port {
  const early: unknown[] = [];
  let listener: ((message: unknown) => void) | undefined;
  thread.on("message", (message: unknown) => {
    if (listener === undefined) early.push(message);
    else listener(message);
  });
  return {
    post: (message) => thread.postMessage(message),
    onMessage: (given) => {
      listener = given;
      for (const message of early.splice(0)) given(message);
    },
    // A worker that ends and a parent that lets go are told apart by nobody here.
    onClose: (given) => void thread.once("terminate" in thread ? "exit" : "close", given),
    close,
  };
}
