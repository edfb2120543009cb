import { decode, encode } from "@msgpack/msgpack";
import { StudioError } from "../../shared/errors.ts";
import type { Port } from "../../shared/port.ts";

/** Opens the studio's WebSocket. A message is one binary frame of MessagePack; absent fields are left out of it. */
export function openSocketPort(url: string): Promise<Port> {
  const socket = new WebSocket(url);
  socket.binaryType = "arraybuffer";
  return new Promise((resolve, reject) => {
    const refused = () => reject(new StudioError("studio-lost", `No studio answers at ${url}.`));
    socket.addEventListener("error", refused, { once: true });
    socket.addEventListener("close", refused, { once: true });
    socket.addEventListener(
      "open",
      () => {
        socket.removeEventListener("close", refused);
        resolve(new SocketPort(socket));
      },
      { once: true },
    );
  });
}

class SocketPort implements Port {
  readonly #socket: WebSocket;
  readonly #early: unknown[] = [];
  #listener: ((message: unknown) => void) | undefined;
  #closeListener: (() => void) | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", (event: MessageEvent<unknown>) => {
      if (!(event.data instanceof ArrayBuffer)) return;
      const message = decode(event.data);
      if (this.#listener === undefined) this.#early.push(message);
      else this.#listener(message);
    });
    socket.addEventListener("close", () => this.#closeListener?.());
  }

  post(message: unknown): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(encode(message, { ignoreUndefined: true }));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
    for (const message of this.#early.splice(0)) listener(message);
  }

  onClose(listener: () => void): void {
    this.#closeListener = listener;
    if (this.#socket.readyState >= WebSocket.CLOSING) queueMicrotask(listener);
  }

  close(): void {
    this.#socket.close();
  }
}
