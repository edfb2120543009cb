// Load on an HTTP server from a process of its own, so that what is measured does not share a loop with who measures.
// Started with `fork`; one order at a time comes as a message, one report goes back for each. It speaks just enough of
// HTTP/1.1: what the load costs is taken from both sides, and hurts the one more that uses every core.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export interface LoadOrder {
  readonly host: string;
  readonly port: number;
  /** Each sends its next request when it has the whole answer, on a connection it keeps. */
  readonly connections: number;
  readonly durationMs: number;
  /** Between an answer and the next request. */
  readonly pauseMs: number;
}

export interface LoadReport {
  readonly perSecond: number;
  /** Of each answer, from the request to its last byte. */
  readonly latenciesMs: readonly number[];
  /** What was not a 200 with a body. */
  readonly failed: number;
}

async function run(order: LoadOrder): Promise<LoadReport> {
  const { connections, durationMs, pauseMs } = order;
  const latenciesMs: number[] = [];
  let failed = 0;
  const clients = await Promise.all(Array.from({ length: connections }, () => Client.open(order)));
  const began = performance.now();
  const until = began + durationMs;
  const one = async (client: Client): Promise<void> => {
    while (performance.now() < until) {
      const sent = performance.now();
      if (await client.ask()) latenciesMs.push(performance.now() - sent);
      else failed++;
      if (pauseMs > 0) await pause(pauseMs);
    }
  };
  await Promise.all(clients.map(one));
  const seconds = (performance.now() - began) / 1000;
  for (const client of clients) client.close();
  return { perSecond: latenciesMs.length / seconds, latenciesMs, failed };
}

/** One kept connection. */
class Client {
  readonly #socket: Socket;
  readonly #request: Buffer;
  #received = "";
  #answered: ((good: boolean) => void) | undefined;

  static async open({ host, port }: LoadOrder): Promise<Client> {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, "connect");
    return new Client(socket, Buffer.from(`GET / HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: keep-alive\r\n\r\n`));
  }

  private constructor(socket: Socket, request: Buffer) {
    this.#socket = socket;
    this.#request = request;
    socket.on("data", (bytes) => this.#receive(bytes.toString("latin1")));
    socket.on("error", () => this.#answer(false));
    socket.on("close", () => this.#answer(false));
  }

  /** Resolves when the whole answer is there; false: it is not a 200 with a body, or the connection is gone. */
  ask(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#socket.write(this.#request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = this.#received.slice(0, headEnd).toLowerCase();
    const body = this.#received.slice(headEnd + 4);
    const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
    const whole = length === undefined ? body.endsWith("0\r\n\r\n") : body.length >= Number(length);
    if (whole) this.#answer(head.startsWith("http/1.1 200") && body.length > (length === undefined ? 5 : 0));
  }

  #answer(good: boolean): void {
    const answered = this.#answered;
    this.#answered = undefined;
    this.#received = "";
    answered?.(good);
  }
}

process.on("message", (order: LoadOrder) => {
  void run(order).then((report) => process.send?.(report));
});
