import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

import type { WebSocket, WebSocketServer } from "ws";

// The largest single message is a value being set; streams go in chunks of 256 KiB.
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const CLOSE_GOING_AWAY = 1001;
const CLOSE_WAIT_MS = 1000;

/**
 * The WebSockets of the windows. What makes them is loaded for the first one: it brings TLS and compression along, which
 * a start would wait for and this server has no use for.
 */
export class WindowSockets {
  readonly #onOpened: (socket: WebSocket) => void;
  #server: Promise<WebSocketServer> | undefined;
  #closed = false;

  constructor(onOpened: (socket: WebSocket) => void) {
    this.#onOpened = onOpened;
  }

  /** Answers a request that may have a socket. */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const give = () => stream.destroy();
    // The other side may go while nobody else listens yet.
    stream.on("error", give);
    this.#server ??= openServer();
    this.#server.then((server) => {
      if (this.#closed) return give();
      stream.off("error", give);
      server.handleUpgrade(request, stream, head, this.#onOpened);
    }, give);
  }

  /** Tells every window that the studio ends. */
  async close(): Promise<void> {
    this.#closed = true;
    // Where it could not be loaded there are none.
    const server = await this.#server?.catch(() => undefined);
    for (const socket of server?.clients ?? []) {
      socket.close(CLOSE_GOING_AWAY, "the studio ends");
      // A window that does not answer the close must not keep the studio alive.
      const timer = setTimeout(() => socket.terminate(), CLOSE_WAIT_MS);
      socket.once("close", () => clearTimeout(timer));
    }
  }
}

async function openServer(): Promise<WebSocketServer> {
  const { WebSocketServer: Server } = await import("ws");
  return new Server({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
}
