import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type IncomingMessage, request } from "node:http";
import { connect as connectSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { decode, encode } from "@msgpack/msgpack";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";

import type { Port } from "../../../shared/port.ts";
import { connect, type EventSink, namesOf, serve } from "../../../shared/rpc.ts";
import { connectToServer } from "./client.ts";
import type { StudioConnector } from "./connector.ts";
import { startServer, type StudioServer } from "./server.ts";

interface Api {
  echo(value: unknown): Promise<unknown>;
  wait(signal?: AbortSignal): Promise<string>;
}
interface Events {
  news: readonly Uint8Array[];
  view: { readonly n: number; readonly pad: Uint8Array };
  "build-printed": { readonly bytes: Uint8Array };
  "events-skipped": Readonly<Record<string, number>>;
}
const methods = namesOf<Api>()("echo", "wait");

/** A studio as small as can be; the test sees its windows come and go. */
class EchoStudio implements StudioConnector {
  readonly windows: EventSink<Events>[] = [];
  readonly aborted = Promise.withResolvers<void>();
  echoes = 0;

  connect(port: Port): Disposable {
    const service: Api = {
      echo: (value) => {
        this.echoes++;
        return Promise.resolve(value);
      },
      wait: (signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => {
            this.aborted.resolve();
            reject(new Error("aborted"));
          });
        }),
    };
    const served = serve<Api, Events>(port, service, methods);
    this.windows.push(served.emit);
    return { [Symbol.dispose]: () => served.dispose() };
  }
}

let rendererRoot: string;
let studio: EchoStudio;
let server: StudioServer;
let cookie: string;

beforeAll(async () => {
  rendererRoot = await mkdtemp(join(tmpdir(), "vitrine-serve-"));
  await writeFile(join(rendererRoot, "index.html"), "<!doctype html>the studio");
});
afterAll(() => rm(rendererRoot, { recursive: true }));
beforeEach(async () => {
  studio = new EchoStudio();
  server = await startServer({ studio, rendererRoot });
  cookie = `vitrine-${server.port}=${server.token}`;
});
afterEach(() => server[Symbol.asyncDispose]());

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Unlike fetch, sends any Host, Origin and Cookie. */
async function send(method: string, path: string, headers: Record<string, string> = {}): Promise<Reply> {
  const call = request({ host: "127.0.0.1", port: server.port, method, path, headers, agent: false }).end();
  const [response] = (await once(call, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() };
}

/** The status of the answer to an upgrade: 101 when it was let in. */
function upgrade(headers: Record<string, string>, path = "/studio"): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
  return new Promise((resolve) => {
    socket.on("unexpected-response", (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on("error", () => undefined);
    socket.on("open", () => {
      resolve(101);
      socket.terminate();
    });
  });
}

describe("the page", () => {
  test("without a session it is the entry page and its script, nothing of the studio", async () => {
    const [page, script, file] = await Promise.all([
      send("GET", "/"),
      send("GET", "/session.js"),
      send("GET", "/index.html"),
    ]);
    expect([page.status, script.status, file.status]).toEqual([200, 200, 401]);
    expect(page.body).toContain('src="/session.js"');
    expect(file.body).toContain("Open the whole link");
  });

  test("with the session it is the studio's, under a policy that lets it reach its own socket only", async () => {
    const page = await send("GET", "/", { cookie });
    expect([page.status, page.body]).toEqual([200, "<!doctype html>the studio"]);
    const self = `127.0.0.1:${server.port}`;
    expect(page.headers["content-security-policy"]).toContain(`connect-src 'self' ws://${self} wss://${self};`);
    expect(page.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("the token buys a cookie that scripts cannot read", async () => {
    const reply = await send("POST", "/session", { origin: server.origin, "x-vitrine-token": server.token });
    expect([reply.status, reply.headers["set-cookie"]]).toEqual([
      204,
      [`${cookie}; HttpOnly; SameSite=Strict; Path=/`],
    ]);
  });

  test("a wrong token buys nothing", async () => {
    const reply = await send("POST", "/session", { origin: server.origin, "x-vitrine-token": "wrong" });
    expect([reply.status, reply.headers["set-cookie"]]).toEqual([401, undefined]);
  });

  test.each<[string, string, Record<string, string>, number]>([
    ["a foreign host", "/", { host: "evil.example" }, 421],
    ["a foreign page", "/", { origin: "http://evil.example" }, 403],
    ["a path out of the page", "/..%2f..%2fpackage.json", {}, 404],
    ["a request target that is an address", "http://evil.example/index.html", {}, 200],
    ["a request target that is none", "//", {}, 400],
  ])("%s", async (_name, path, headers, status) => {
    expect((await send("GET", path, { cookie, ...headers })).status).toBe(status);
  });

  test("a method other than GET is refused without a session and unknown with one", async () => {
    const origin = server.origin;
    const [without, withSession] = await Promise.all([
      send("POST", "/", { origin }),
      send("POST", "/", { origin, cookie }),
    ]);
    expect([without.status, withSession.status]).toEqual([401, 405]);
  });
});

describe("the socket", () => {
  test("is open to our page with its cookie, at any loopback port, and to a program with the token", async () => {
    const tunnel = { host: "localhost:9", origin: "http://localhost:9", cookie: `vitrine-9=${server.token}` };
    expect(await upgrade({ origin: server.origin, cookie })).toBe(101);
    expect(await upgrade(tunnel)).toBe(101);
    expect(await upgrade({ "x-vitrine-token": server.token })).toBe(101);
  });

  test.each<[string, () => Record<string, string>, number]>([
    ["a foreign origin", () => ({ origin: "http://evil.example", cookie }), 403],
    ["no origin", () => ({ cookie }), 403],
    ["a foreign host", () => ({ host: "evil.example", origin: "http://evil.example", cookie }), 421],
    ["no cookie", () => ({ origin: server.origin }), 401],
    ["a wrong cookie", () => ({ origin: server.origin, cookie: `vitrine-${server.port}=x` }), 401],
    ["a cross-site request", () => ({ origin: server.origin, cookie, "sec-fetch-site": "cross-site" }), 403],
  ])("refuses %s", async (_name, headers, status) => {
    expect(await upgrade(headers())).toBe(status);
    expect(studio.windows).toEqual([]);
  });

  test("is at one path only", async () => {
    expect(await upgrade({ origin: server.origin, cookie }, "/other")).toBe(403);
  });

  test("carries calls both ways with bytes, absent fields and numbers unchanged", async () => {
    const connection = connect<Api, Events>(await connectToServer(server.origin, server.token), methods);
    const value = {
      bytes: new Uint8Array([0, 255]),
      text: "é\0",
      big: 2 ** 53 - 1,
      float: -1.5,
      none: null,
      list: [[]],
    };
    expect(await connection.api.echo({ ...value, absent: undefined })).toEqual(value);
    connection.close();
  });

  test("carries events to the window", async () => {
    const connection = connect<Api, Events>(await connectToServer(server.origin, server.token), methods);
    const got = new Promise((resolve) => connection.on("news", resolve));
    studio.windows[0]?.("news", [new Uint8Array([7])]);
    expect(await got).toEqual([new Uint8Array([7])]);
    connection.close();
  });

  test("a window that goes away aborts its calls", async () => {
    const connection = connect<Api, Events>(await connectToServer(server.origin, server.token), methods);
    const waiting = connection.api.wait();
    await connection.api.echo(1);
    connection.close();
    await expect(waiting).rejects.toMatchObject({ code: "studio-lost" });
    await studio.aborted.promise;
  });

  test.each([
    ["text", "hello", 1003],
    ["bytes that are no MessagePack", new Uint8Array([0xc1]), 1007],
  ])("ends a window that sends %s", async (_name, message, code) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/studio`, {
      headers: { "x-vitrine-token": server.token },
    });
    await once(socket, "open");
    socket.send(message);
    expect((await once(socket, "close"))[0]).toBe(code);
  });
});

test("a window that reads too slowly loses no answer; it gets the newest view and learns what was left out", async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/studio`, {
    headers: { "x-vitrine-token": server.token },
    perMessageDeflate: false,
  });
  await once(socket, "open");
  socket.pause();
  const emit = studio.windows[0];
  const rounds = 40;
  for (let n = 0; n < rounds; n++) {
    emit?.("news", [new Uint8Array(1024 * 1024)]);
    emit?.("view", { n, pad: new Uint8Array(1024) });
    emit?.("build-printed", { bytes: new Uint8Array(1024) });
  }
  socket.send(encode({ t: "call", id: 1, method: "echo", args: ["still here"] }));
  const names: string[] = [];
  let lastView = -1;
  let answered: unknown;
  const skipped = await new Promise<Record<string, number>>((resolve) => {
    socket.on("message", (data: Buffer) => {
      const message = decode(data) as { t: string; name: string; value: never };
      if (message.t === "ok") answered = message.value;
      else names.push(message.name);
      if (message.name === "view") lastView = (message.value as { n: number }).n;
      if (message.name === "events-skipped") resolve(message.value);
    });
    socket.resume();
  });
  const [news = 0, parts = 0] = ["news", "build-printed"].map((name) => names.filter((each) => each === name).length);
  expect(skipped).toEqual({ news: rounds - news, "build-printed": rounds - parts });
  expect([news < rounds, lastView, answered]).toEqual([true, rounds - 1, "still here"]);
  socket.terminate();
});

test("a window that asks on and on and reads nothing is not heard any more, until it reads again", async () => {
  const calls = 60;
  const [asking, other] = [0, 0].map(
    () =>
      new WebSocket(`ws://127.0.0.1:${server.port}/studio`, {
        headers: { "x-vitrine-token": server.token },
        perMessageDeflate: false,
      }),
  );
  if (asking === undefined || other === undefined) throw new Error("there are two of them");
  await Promise.all([once(asking, "open"), once(other, "open")]);
  asking.pause();
  const value = new Uint8Array(1024 * 1024);
  for (let id = 0; id < calls; id++) asking.send(encode({ t: "call", id, method: "echo", args: [value] }));
  // In the time in which a window that reads has as many answers, all is heard that will be.
  for (let id = 0; id < calls; id++) {
    other.send(encode({ t: "call", id, method: "echo", args: [value.subarray(0, 256 * 1024)] }));
    await once(other, "message");
  }
  expect(studio.echoes - calls).toBeLessThan(calls - 20);
  let answers = 0;
  const all = new Promise<void>((resolve) => asking.on("message", () => ++answers === calls && resolve()));
  asking.resume();
  await all;
  for (const socket of [asking, other]) socket.terminate();
});

test("a port in use is an error that names it", async () => {
  await expect(startServer({ studio, rendererRoot, port: server.port })).rejects.toMatchObject({
    code: "port-in-use",
    message: expect.stringContaining(String(server.port)) as string,
  });
});

test("an address this machine does not have is wrong usage", async () => {
  await expect(startServer({ studio, rendererRoot, host: "192.0.2.1" })).rejects.toMatchObject({ code: "usage" });
});

test("a name is served only when it was allowed", async () => {
  await using named = await startServer({ studio, rendererRoot, allowHosts: ["Studio.Example"] });
  const headers = { host: "studio.example", cookie: `vitrine-80=${named.token}` };
  const call = request({ host: "127.0.0.1", port: named.port, headers, agent: false }).end();
  const [response] = (await once(call, "response")) as [IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(200);
});

test("closing tells the windows, ends idle connections, and may be done twice", async () => {
  const connection = connect<Api, Events>(await connectToServer(server.origin, server.token), methods);
  const idle = connectSocket(server.port, "127.0.0.1");
  await once(idle, "connect");
  const idleEnded = once(idle, "close");
  const lost = new Promise<void>((resolve) => connection.onClose(resolve));
  await server[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await lost;
  await idleEnded;
});
