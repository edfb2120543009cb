import { isIP, type Socket, connect as connectTcp } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Destination } from "./destination.ts";
import { failureOf, type RequestPhase } from "./error-codes.ts";
import { RequestFailure } from "./request-failure.ts";

export interface ConnectOptions {
  /** For name, connection and handshake together. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * A connection of its own for one request, as real hosts make it: an idle one that is used again may have been closed
 * by the server, and the guest would see an error that is none of its doing. The caller destroys it.
 * @throws RequestFailure
 */
export async function connect(to: Destination, { timeoutMs, signal }: ConnectOptions): Promise<Socket> {
  const socket = to.scheme === "https" ? openTls(to) : connectTcp({ host: to.host, port: to.port, noDelay: true });
  // Whoever uses the connection hears of errors by the promise and by `close`; without a listener they would be ours.
  socket.on("error", () => undefined);
  let phase: RequestPhase = "resolve";
  socket.once("lookup", () => (phase = "connect"));
  socket.once("connect", () => (phase = "handshake"));
  const connected = Promise.withResolvers<void>();
  const fail = (failure: RequestFailure) => {
    connected.reject(failure);
    socket.destroy();
  };
  socket.once(to.scheme === "https" ? "secureConnect" : "connect", () => connected.resolve());
  socket.once("error", (error) => fail(connectFailure(socket, error, phase)));
  socket.once("close", () => fail(new RequestFailure({ tag: "connection-terminated" }, "the connection was closed")));
  const onAbort = () => fail(failureOf(signal.reason, phase));
  const timer = setTimeout(() => fail(timedOut(phase, isIP(to.host) !== 0)), timeoutMs);
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  try {
    await connected.promise;
    return socket;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

function openTls({ host, port }: Destination): TLSSocket {
  // Loaded for the first one: most projects never have any.
  const socket = process.getBuiltinModule("node:tls").connect({
    host,
    port,
    // Names of certificates are never IP addresses; those are compared with the host.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ["http/1.1"],
  });
  socket.setNoDelay(true);
  return socket;
}

function connectFailure(socket: Socket, error: Error, phase: RequestPhase): RequestFailure {
  // Set when, and only when, it was the certificate that was refused.
  const { authorizationError } = socket as Partial<TLSSocket>;
  if (authorizationError !== undefined && authorizationError !== null) {
    return new RequestFailure({ tag: "TLS-certificate-error" }, error.message, { cause: error });
  }
  return failureOf(error, phase);
}

function timedOut(phase: RequestPhase, numeric: boolean): RequestFailure {
  return phase === "resolve" && !numeric
    ? new RequestFailure({ tag: "DNS-timeout" }, "the name was not resolved in time")
    : new RequestFailure({ tag: "connection-timeout" }, "there was no connection in time");
}
