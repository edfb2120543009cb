import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { TriggerView } from "../../../shared/model.ts";
import { createServer } from "../node-http.ts";
import { ClientExchange } from "./client-exchange.ts";
import { answerFailure, closing, noRoute } from "./failure-page.ts";
import type { Invoker } from "./invoker.ts";
import { DEFAULT_LIMITS, type TriggerLimits } from "./limits.ts";
import { listen, type ListenAddress, type Listening } from "./listen.ts";
import { type Route, RouteTable } from "./routes.ts";

export interface HttpTriggerOptions extends ListenAddress {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly limits?: Partial<TriggerLimits>;
  /** What the project file says of the address, where that does not count. */
  readonly instead?: string;
  /** A fault of ours while answering; the client got a 500, the server goes on. */
  readonly onFault: (error: unknown) => void;
}

/**
 * Listens and gives every request to the component its route names. Dispose with `close`.
 * @throws StudioError `port-in-use`, `address-unavailable`
 */
export async function openHttpTrigger(options: HttpTriggerOptions, invoker: Invoker): Promise<HttpTrigger> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const server = createServer({
    maxHeaderSize: limits.maxHeadBytes,
    headersTimeout: limits.headTimeoutMs,
    connectionsCheckingInterval: Math.max(1, Math.min(limits.headTimeoutMs / 4, 5_000)),
    // A body may stream as long as it likes; a client that stops inside one is ended by `bodyIdleMs`.
    requestTimeout: 0,
  });
  const listening = await listen(server, options);
  return new HttpTrigger(options, limits, server, listening, invoker);
}

export class HttpTrigger implements AsyncDisposable {
  readonly #options: HttpTriggerOptions;
  readonly #limits: TriggerLimits;
  readonly #server: Server;
  readonly #listening: Listening;
  readonly #invoker: Invoker;
  readonly #running = new Map<ClientExchange, Promise<void>>();
  #routes: RouteTable;
  #closed: Promise<void> | undefined;

  /** `server` listens already and is the trigger's from now on. */
  constructor(
    options: HttpTriggerOptions,
    limits: TriggerLimits,
    server: Server,
    listening: Listening,
    invoker: Invoker,
  ) {
    this.#options = options;
    this.#limits = limits;
    this.#server = server;
    this.#listening = listening;
    this.#invoker = invoker;
    this.#routes = new RouteTable(options.routes);
    server.on("request", (request, response) => this.#answer(request, response, false));
    server.on("checkContinue", (request, response) => this.#answer(request, response, true));
    server.on("connect", refuseTunnel);
    // Accepting can fail later, when the process has no file handles left; those who are connected are still served.
    server.on("error", options.onFault);
  }

  get view(): TriggerView {
    const { moved } = this.#listening;
    const { instead } = this.#options;
    return {
      kind: "http",
      name: this.#options.name,
      url: this.url,
      routes: this.#routes.routes,
      ...(moved === undefined ? {} : { moved }),
      ...(instead === undefined ? {} : { instead }),
    };
  }

  /** `http://127.0.0.1:8000` */
  get url(): string {
    const { host } = this.#options;
    return `http://${host.includes(":") ? `[${host}]` : host}:${this.#listening.port}`;
  }

  get port(): number {
    return this.#listening.port;
  }

  /** Running requests stay with the component they began with. */
  setRoutes(routes: readonly Route[]): void {
    this.#routes = new RouteTable(routes);
  }

  /** Takes no new requests, lets running ones end for at most `drainMs`, then ends them. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #answer(request: IncomingMessage, response: ServerResponse, held: boolean): void {
    const component = this.#closed === undefined ? this.#routes.find(request.url ?? "/") : undefined;
    if (component === undefined) {
      response.shouldKeepAlive &&= this.#closed === undefined && !held;
      answerFailure(
        response,
        this.#closed === undefined ? noRoute(request.url ?? "/", this.#routes.describe()) : closing(),
      );
      request.resume();
      return;
    }
    const { bodyIdleMs } = this.#limits;
    const exchange = new ClientExchange(request, response, { bodyIdleMs, held, onFault: this.#options.onFault });
    const routed = () => this.#routes.find(request.url ?? "/");
    const done = exchange.run(component, this.#invoker, routed).finally(() => this.#running.delete(exchange));
    this.#running.set(exchange, done);
  }

  async #close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    const ended = Promise.all(this.#running.values());
    if (!(await within(ended, this.#limits.drainMs))) {
      for (const exchange of this.#running.keys()) exchange.abort("the studio stopped listening");
    }
    this.#server.closeAllConnections();
    await closed;
  }
}

function refuseTunnel(_request: IncomingMessage, socket: Duplex): void {
  socket.on("error", () => undefined);
  socket.end(
    "HTTP/1.1 501 Not Implemented\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\nThis is not a proxy.\n",
  );
}

/** False: the time was up first. */
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timeUp = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => timeUp.resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true), timeUp.promise]);
  } finally {
    clearTimeout(timer);
  }
}
