import { decode, encode } from "@msgpack/msgpack";
import type { RawData, WebSocket } from "ws";

import type { StudioEvents } from "../../../shared/contract.ts";
import type { Port } from "../../../shared/port.ts";

/** Bytes the window has not taken yet: above, events wait; below again, they flow. Answers to calls always go. */
const SOCKET_PRESSURE = { highBytes: 4 * 1024 * 1024, lowBytes: 256 * 1024 } as const;
/** Above this, who serves hears no further call: answers that nobody takes would fill the memory. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Events that are neither lists nor whole views: each has the next part of something. */
const PARTS: ReadonlySet<string> = new Set(["build-printed"] satisfies (keyof StudioEvents)[]);

const CLOSE_UNSUPPORTED = 1003;
const CLOSE_INVALID = 1007;

/**
 * A `Port` over a WebSocket: one binary frame of MessagePack a message, absent fields left out. While the other side is
 * slow, an event that is a list or a part (news since the last one) is left out and counted, one that is a whole view is
 * kept in its newest form; when it has caught up it gets the kept ones and then `events-skipped` with the counts.
 */
export class SocketPort implements Port {
  readonly #socket: WebSocket;
  readonly #serves: boolean;
  readonly #early: unknown[] = [];
  readonly #kept = new Map<string, unknown>();
  readonly #skipped = new Map<string, number>();
  #listener: ((message: unknown) => void) | undefined;
  #closeListener: (() => void) | undefined;
  #slow = false;
  #ended = false;

  /** `serves`: one of the two sides always reads, or each could wait for the other. */
  constructor(socket: WebSocket, { serves }: { readonly serves: boolean }) {
    this.#socket = socket;
    this.#serves = serves;
    socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    socket.on("close", () => this.#end());
    // 'close' follows and tells the listener; without this the error would be thrown.
    socket.on("error", () => undefined);
  }

  post(message: unknown): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const event = asEvent(message);
    if (event !== undefined && this.#isSlow()) this.#hold(event.name, event.value);
    else this.#send(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
    for (const message of this.#early.splice(0)) listener(message);
  }

  onClose(listener: () => void): void {
    this.#closeListener = listener;
    if (this.#ended) queueMicrotask(listener);
  }

  close(): void {
    this.#socket.close(1000);
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (!isBinary) return this.#socket.close(CLOSE_UNSUPPORTED, "binary messages only");
    let message: unknown;
    try {
      message = decode(bytesOf(data));
    } catch {
      return this.#socket.close(CLOSE_INVALID, "not MessagePack");
    }
    if (this.#listener === undefined) this.#early.push(message);
    else this.#listener(message);
  }

  #send(message: unknown): void {
    this.#socket.send(encode(message, { ignoreUndefined: true }), () => this.#catchUp());
    if (this.#serves && this.#socket.bufferedAmount > MAX_ANSWER_BYTES) this.#socket.pause();
  }

  #isSlow(): boolean {
    this.#slow ||= this.#socket.bufferedAmount > SOCKET_PRESSURE.highBytes;
    return this.#slow;
  }

  #hold(name: string, value: unknown): void {
    if (Array.isArray(value) || PARTS.has(name)) this.#skipped.set(name, (this.#skipped.get(name) ?? 0) + 1);
    else this.#kept.set(name, value);
  }

  #catchUp(): void {
    if (this.#socket.isPaused && this.#socket.bufferedAmount <= SOCKET_PRESSURE.highBytes) this.#socket.resume();
    if (!this.#slow || this.#socket.bufferedAmount > SOCKET_PRESSURE.lowBytes) return;
    this.#slow = false;
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const kept = [...this.#kept];
    const skipped = Object.fromEntries(this.#skipped);
    const anySkipped = this.#skipped.size > 0;
    this.#kept.clear();
    this.#skipped.clear();
    for (const [name, value] of kept) this.#send({ t: "event", name, value });
    if (anySkipped) this.#send({ t: "event", name: "events-skipped", value: skipped });
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#closeListener?.();
  }
}

function asEvent(message: unknown): { name: string; value: unknown } | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { t, name, value } = message as Record<string, unknown>;
  return t === "event" && typeof name === "string" ? { name, value } : undefined;
}

/** Plain bytes: what is decoded from a Buffer would come out as Buffers, unlike on every other port. */
function bytesOf(data: RawData): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  const bytes = Array.isArray(data) ? Buffer.concat(data) : data;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
