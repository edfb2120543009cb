/** Served mode: the page and a WebSocket to the studio on one port of this machine. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

import type { WebSocket } from "ws";

import { StudioError } from "../../../shared/errors.ts";
import { pageHeaders } from "../../serve-static/page-headers.ts";
import { serveStatic } from "../../serve-static/serve-static.ts";
import { createServer } from "../node-http.ts";
import type { StudioConnector } from "./connector.ts";
import { ENTRY_PAGE, ENTRY_SCRIPT, ENTRY_SCRIPT_PATH } from "./entry-page.ts";
import { cookieName, type GuardRules, hasTokenHeader, type Refusal, refuseOrigin, refuseSession } from "./guard.ts";
import { keepAlive } from "./keep-alive.ts";
import { SocketPort } from "./socket-port.ts";
import { WindowSockets } from "./window-sockets.ts";

export interface ServeOptions {
  readonly studio: StudioConnector;
  /** Absolute folder of the built renderer. */
  readonly rendererRoot: string;
  /** Address to listen on; loopback unless the person says otherwise. */
  readonly host?: string;
  /** 0, the default, takes any free one. */
  readonly port?: number;
  /** Names that browsers may use beside the loopback ones. */
  readonly allowHosts?: readonly string[];
  /** The secret in the link; random unless given. */
  readonly token?: string;
}

export interface StudioServer extends AsyncDisposable {
  /** The link to open, token included. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly token: string;
}

/** Path of the WebSocket. */
export const STUDIO_PATH = "/studio";

/** Listens and answers until disposed. Rejects with `port-in-use`, or `usage` for an address this machine does not have. */
export async function startServer(options: ServeOptions): Promise<StudioServer> {
  const host = options.host ?? "127.0.0.1";
  const token = options.token ?? randomBytes(32).toString("base64url");
  const rules: GuardRules = { token, allowHosts: (options.allowHosts ?? []).map((name) => name.toLowerCase()) };
  const server = createServer((request, response) => {
    answer(request, response, rules, options.rendererRoot).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  const sockets = new WindowSockets((socket) => attach(socket, options.studio));
  server.on("upgrade", (request, stream, head) => {
    const refusal = refuseUpgrade(request, rules);
    if (refusal !== undefined) return refuseStream(stream, refusal);
    sockets.accept(request, stream, head);
  });
  await listen(server, host, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const origin = `http://${linkHost(host)}:${port}`;
  return {
    url: `${origin}/#t=${token}`,
    origin,
    port,
    token,
    [Symbol.asyncDispose]: () => close(server, sockets),
  };
}

function attach(socket: WebSocket, studio: StudioConnector): void {
  const port = new SocketPort(socket, { serves: true });
  const window = studio.connect(port);
  keepAlive(socket);
  socket.once("close", () => window[Symbol.dispose]());
}

async function answer(request: IncomingMessage, response: ServerResponse, rules: GuardRules, root: string) {
  const method = request.method ?? "";
  const guarded = { method, headers: request.headers };
  const foreign = refuseOrigin(guarded, rules);
  if (foreign !== undefined) return refuse(response, foreign);
  const host = request.headers.host ?? "";
  const url = URL.parse(request.url ?? "", `http://${host}`);
  if (url === null) return reply(response, 400, "text/plain; charset=utf-8", "This is not an address.\n");
  if (url.pathname === "/session" && method === "POST") return openSession(response, host, rules, guarded);
  const stranger = refuseSession(guarded, rules);
  if (stranger !== undefined) {
    if (method !== "GET") return refuse(response, stranger);
    if (url.pathname === "/") return reply(response, 200, "text/html; charset=utf-8", ENTRY_PAGE);
    if (url.pathname === ENTRY_SCRIPT_PATH) return reply(response, 200, "text/javascript; charset=utf-8", ENTRY_SCRIPT);
    return refuse(response, stranger);
  }
  const connect = [`ws://${host}`, `wss://${host}`];
  await send(response, await serveStatic(root, new Request(url, { method }), { connect }));
}

function openSession(
  response: ServerResponse,
  host: string,
  rules: GuardRules,
  request: Parameters<typeof hasTokenHeader>[0],
): void {
  if (!hasTokenHeader(request, rules)) {
    return refuse(response, { status: 401, reason: "The token is not the one of this studio." });
  }
  response.setHeader("set-cookie", `${cookieName(host)}=${rules.token}; HttpOnly; SameSite=Strict; Path=/`);
  response.writeHead(204, pageHeaders()).end();
}

function refuseUpgrade(request: IncomingMessage, rules: GuardRules): Refusal | undefined {
  const guarded = { method: request.method ?? "", headers: request.headers, upgrade: true };
  const path = URL.parse(request.url ?? "", "http://localhost")?.pathname;
  if (path !== STUDIO_PATH) return { status: 403, reason: `The studio is at ${STUDIO_PATH}.` };
  return refuseOrigin(guarded, rules) ?? refuseSession(guarded, rules);
}

function refuse(response: ServerResponse, { status, reason }: Refusal): void {
  reply(response, status, "text/plain; charset=utf-8", `${reason}\n`);
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...pageHeaders(), "content-type": type, "cache-control": "no-store" }).end(body);
}

function refuseStream(stream: Duplex, { status, reason }: Refusal): void {
  // The other side may be gone already.
  stream.on("error", () => stream.destroy());
  const body = `${reason}\n`;
  stream.end(
    `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

async function send(response: ServerResponse, answered: Response): Promise<void> {
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  response.end(answered.body === null ? undefined : new Uint8Array(await answered.arrayBuffer()));
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === "EADDRINUSE"
          ? new StudioError("port-in-use", `Port ${port} is in use. Choose another with --port, or leave it out.`, {
              cause,
            })
          : new StudioError("usage", `Vitrine cannot listen on ${host} port ${port}: ${cause.message}.`, { cause }),
      );
    });
    server.listen({ host, port }, resolve);
  });
}

async function close(server: Server, sockets: WindowSockets): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  await sockets.close();
  server.closeAllConnections();
  await closed;
}

/** A host to put in a link: "every address" is no address. */
function linkHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
