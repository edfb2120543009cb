import type { Worker } from "node:worker_threads";

import { fromErrorView } from "../../shared/errors.ts";
import type { FromJournal, JournalOpened } from "./protocol.ts";

/** What the journal's worker says first. @throws what kept it from opening its file, or from starting. */
export function journalOpened(worker: Worker, signal: AbortSignal | undefined): Promise<JournalOpened> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      signal?.removeEventListener("abort", onAbort);
      act();
    };
    const onMessage = (message: FromJournal) => {
      if (message.t === "opened") settle(() => resolve(message));
      if (message.t === "refused") settle(() => reject(fromErrorView(message.error)));
    };
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = () => settle(() => reject(new Error("The journal's worker ended before it was open.")));
    const onAbort = () => settle(() => reject(signal?.reason as Error));
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
