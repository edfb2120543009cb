import type { Port } from "../../shared/port.ts";

/** The studio's `Port` over a MessagePort of the browser. */
export function portOver(port: MessagePort): Port {
  let closed = false;
  let onClose: (() => void) | undefined;
  const end = () => {
    if (closed) return;
    closed = true;
    onClose?.();
  };
  port.addEventListener("close", end);
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener("message", (event) => listener(event.data));
      port.start();
    },
    onClose: (listener) => {
      onClose = listener;
      if (closed) queueMicrotask(listener);
    },
    close: () => {
      port.close();
      queueMicrotask(end);
    },
  };
}
