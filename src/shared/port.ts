/**
 * A two-way pipe for structured data. Everything above it (the RPC, the renderer) is the same over Electron's
 * MessagePort, a WebSocket and a pair in a test. Holding the port is the permission to use what answers on it.
 */
export interface Port {
  /** Sends plain data (no class instances, no functions). Never transfers: Electron loses transferred buffers. */
  post(message: unknown): void;
  /** One listener; messages that arrive before it is set are kept. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the other side is gone or `close` was called. */
  onClose(listener: () => void): void;
  close(): void;
}

/** Two ports joined in memory, delivering asynchronously and by structured clone, as a real one does. */
export function pairedPorts(): [Port, Port] {
  const a = new PairedPort();
  const b = new PairedPort();
  a.join(b);
  b.join(a);
  return [a, b];
}

class PairedPort implements Port {
  #peer: PairedPort | undefined;
  #listener: ((message: unknown) => void) | undefined;
  #closeListener: (() => void) | undefined;
  #closed = false;
  readonly #early: unknown[] = [];

  join(peer: PairedPort): void {
    this.#peer = peer;
  }

  post(message: unknown): void {
    if (this.#closed) return;
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => this.#peer?.receive(copy));
  }

  receive(message: unknown): void {
    if (this.#closed) return;
    if (this.#listener === undefined) this.#early.push(message);
    else this.#listener(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
    for (const message of this.#early.splice(0)) listener(message);
  }

  onClose(listener: () => void): void {
    this.#closeListener = listener;
    if (this.#closed) queueMicrotask(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const listener = this.#closeListener;
    if (listener !== undefined) queueMicrotask(listener);
    queueMicrotask(() => this.#peer?.close());
  }
}
