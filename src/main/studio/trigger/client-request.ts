import type { IncomingMessage, ServerResponse } from "node:http";
import type { HeaderList, RequestBody, RequestHead } from "./invoker.ts";

export function requestHead(request: IncomingMessage): RequestHead {
  const { socket } = request;
  const target = splitTarget(request.url ?? "/");
  return {
    method: request.method ?? "GET",
    scheme: "http",
    authority:
      target.authority ??
      request.headers.host ??
      `${bracketed(socket.localAddress ?? "localhost")}:${socket.localPort ?? 80}`,
    pathWithQuery: target.pathWithQuery,
    headers: pairs(request.rawHeaders),
    client: `${bracketed(socket.remoteAddress ?? "unknown")}:${socket.remotePort ?? 0}`,
  };
}

/** A proxy's client names the whole URL in the request line; everybody else the path alone. */
function splitTarget(target: string): { authority?: string; pathWithQuery: string } {
  const absolute = /^https?:\/\/([^/?#]+)([^#]*)$/i.exec(target);
  if (absolute === null) return { pathWithQuery: target };
  const [, authority = "", rest = ""] = absolute;
  return { authority, pathWithQuery: rest.startsWith("/") ? rest : `/${rest}` };
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

function pairs(raw: readonly string[]): HeaderList {
  const list: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) list.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return list;
}

/** The body of a client's request, read only as far as it is asked for. */
export class ClientRequestBody implements RequestBody {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #idleMs: number;
  readonly #bodyless: boolean;
  #held: boolean;
  #cancelled = false;

  constructor(request: IncomingMessage, response: ServerResponse, idleMs: number, held: boolean) {
    this.#request = request;
    this.#response = response;
    this.#idleMs = idleMs;
    this.#held = held;
    this.#bodyless = declaresNoBody(request);
  }

  get ended(): boolean {
    return this.#bodyless;
  }

  async next(): Promise<Uint8Array | undefined> {
    const request = this.#request;
    if (this.#bodyless) {
      request.resume();
      return undefined;
    }
    if (this.#held && !this.#response.headersSent) {
      this.#held = false;
      this.#response.writeContinue();
    }
    for (;;) {
      const chunk = request.read() as Buffer | null;
      if (this.#cancelled) {
        request.resume();
        return undefined;
      }
      if (chunk !== null) return chunk;
      if (request.readableEnded) return undefined;
      if (request.destroyed) throw request.errored ?? new Error("the client closed the connection");
      await this.#moreOrEnd();
    }
  }

  get trailers(): HeaderList {
    return pairs(this.#request.rawTrailers);
  }

  /** The client still waits to be told to send. */
  get held(): boolean {
    return this.#held;
  }

  cancel(): void {
    this.#cancelled = true;
    this.#request.resume();
  }

  #moreOrEnd(): Promise<void> {
    const request = this.#request;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        for (const event of MORE_OR_END) request.off(event, onEvent);
        act();
      };
      const onEvent = () => settle(resolve);
      const late = () => settle(() => reject(new Error(`the client sent nothing for ${this.#idleMs} ms`)));
      const timer = setTimeout(late, this.#idleMs);
      for (const event of MORE_OR_END) request.on(event, onEvent);
    });
  }
}

/** What a reader that found nothing waits for. */
const MORE_OR_END = ["readable", "end", "close"] as const;

/** By its head: HTTP/1.1 has a request without these end with its headers. */
function declaresNoBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] === undefined && (headers["content-length"] ?? "0") === "0";
}
