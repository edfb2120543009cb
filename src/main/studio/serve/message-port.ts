import type { Port } from "../../../shared/port.ts";
import { tightViews } from "./tight-views.ts";

/** The part of Electron's `MessagePortMain` that is used; the studio itself imports nothing from Electron. */
export interface ElectronPort {
  on(event: "message", listener: (event: { data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

export interface MessagePortHooks {
  /** Called once: the window's side works. */
  onFirstMessage(): void;
  /** Called once, beside the listener that the port's user sets. */
  onClosed(): void;
}

/** A `Port` over a window's end that was handed to this process. Keeps what arrives before there is a listener. */
export function messagePort(port: ElectronPort, hooks: MessagePortHooks): Port {
  const early: unknown[] = [];
  let listener: ((message: unknown) => void) | undefined;
  let closeListener: (() => void) | undefined;
  let heard = false;
  let closed = false;
  const end = () => {
    if (closed) return;
    closed = true;
    closeListener?.();
    hooks.onClosed();
  };
  port.on("message", ({ data }) => {
    if (!heard) {
      heard = true;
      hooks.onFirstMessage();
    }
    if (listener === undefined) early.push(data);
    else listener(data);
  });
  port.on("close", end);
  // An unstarted port that nobody refers to is collected, which closes the channel.
  port.start();
  return {
    post: (message) => {
      if (!closed) port.postMessage(tightViews(message));
    },
    onMessage: (next) => {
      listener = next;
      for (const message of early.splice(0)) next(message);
    },
    onClose: (next) => {
      closeListener = next;
      if (closed) queueMicrotask(next);
    },
    close: () => {
      port.close();
      queueMicrotask(end);
    },
  };
}
