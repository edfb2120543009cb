import {
  Agent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type RequestOptions,
} from "node:http";
import { connect, type Socket } from "node:net";
import { type HttpTrigger, type HttpTriggerOptions, openHttpTrigger } from "./http-trigger.ts";
import type { HttpEnd, HttpExchange, Invoker } from "./invoker.ts";

/** What a component does with a request; an id was given before. */
export type Handler = (exchange: HttpExchange) => Promise<HttpEnd> | HttpEnd;

export const OK: HttpEnd = { outcome: "ok" };

/** A trigger on a free port whose components are functions; ids count from 1. */
export async function testTrigger(
  components: Readonly<Record<string, Handler>>,
  options: Partial<HttpTriggerOptions> = {},
): Promise<{ trigger: HttpTrigger; faults: unknown[] } & AsyncDisposable> {
  const faults: unknown[] = [];
  let lastId = 0;
  const invoker: Invoker = {
    http: async (component, exchange) => {
      const handler = components[component];
      if (handler === undefined) throw new Error(`no component ${component}`);
      exchange.started(++lastId);
      return handler(exchange);
    },
  };
  const routes = Object.keys(components).map((name) => ({ path: `/${name === "root" ? "" : name}`, component: name }));
  const trigger = await openHttpTrigger(
    {
      name: "web",
      host: "127.0.0.1",
      port: 0,
      ifBusy: "fail",
      routes,
      onFault: (error) => void faults.push(error),
      ...options,
    },
    invoker,
  );
  return { trigger, faults, [Symbol.asyncDispose]: () => trigger.close() };
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly trailers: readonly string[];
}

export async function send(
  trigger: HttpTrigger,
  path: string,
  options: RequestOptions = {},
  body?: string,
): Promise<Reply> {
  const sent = open(trigger, path, options);
  sent.end(body);
  return reply(await answered(sent));
}

/** A request whose body the test writes. */
export function open(trigger: HttpTrigger, path: string, options: RequestOptions = {}): ClientRequest {
  return request(`${trigger.url}${path}`, { agent: new Agent({ keepAlive: false }), ...options });
}

export function answered(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once("response", resolve);
    sent.once("error", reject);
  });
}

/** Rejects when the response is not whole. */
export async function reply(response: IncomingMessage): Promise<Reply> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: Buffer.concat(parts).toString(),
    trailers: response.rawTrailers,
  };
}

/** Writes these bytes to the port and gives all that comes back, until the server closes. */
export async function raw(trigger: HttpTrigger, text: string): Promise<{ text: string; reset: boolean }> {
  const socket = connect(trigger.port, "127.0.0.1");
  socket.write(text, "latin1");
  return drain(socket);
}

export async function drain(socket: Socket): Promise<{ text: string; reset: boolean }> {
  const parts: Buffer[] = [];
  try {
    for await (const part of socket) parts.push(part as Buffer);
  } catch {
    return { text: Buffer.concat(parts).toString("latin1"), reset: true };
  }
  return { text: Buffer.concat(parts).toString("latin1"), reset: false };
}

export async function readAll(exchange: HttpExchange): Promise<string> {
  const parts: Uint8Array[] = [];
  for (let part = await exchange.body.next(); part !== undefined; part = await exchange.body.next()) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Resolves when a count stands still although the loop turned many times: whoever moved it is held back. */
export async function stalled(count: () => number): Promise<number> {
  let still = 0;
  for (let last = count(); still < 200;) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    still = count() === last ? still + 1 : 0;
    last = count();
  }
  return count();
}

export function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const tell = () => resolve((signal.reason as Error).message);
    if (signal.aborted) tell();
    else signal.addEventListener("abort", tell, { once: true });
  });
}
