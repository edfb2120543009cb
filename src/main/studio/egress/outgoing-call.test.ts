import { once } from "node:events";
import { createServer } from "node:https";
import { setImmediate as nextTurn } from "node:timers/promises";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import type { AddressInfo } from "node:net";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, expect, it, vi } from "vitest";
import { PIPE_WINDOW_BYTES } from "../../../shared/pipe-window.ts";
import { CallGuest } from "./fixtures/call-guest.ts";
import { selfSigned } from "./fixtures/self-signed.ts";
import { Servers } from "./fixtures/servers.ts";

const servers = new Servers();
afterAll(() => servers[Symbol.asyncDispose]());

const MEBIBYTE = 1024 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("latin1");
}

/** A server that answers with what it was asked: its request line, its fields, its body and its trailers. */
function mirror(): Promise<string> {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request);
    const { method, url, rawHeaders, rawTrailers } = request;
    response.end(JSON.stringify({ line: `${method} ${url}`, fields: rawHeaders, body, trailers: rawTrailers }));
  };
  return servers.http((request, response) => void answer(request, response));
}

interface Seen {
  readonly line: string;
  readonly fields: readonly string[];
  readonly body: string;
  readonly trailers: readonly string[];
}

async function seen(guest: CallGuest): Promise<Seen> {
  expect((await guest.answer).tag).toBe("ok");
  expect((await guest.end).kind).toBe("finished");
  return JSON.parse(Buffer.from(guest.text, "latin1").toString()) as Seen;
}

it("sends what the guest says, byte for byte, and beside it only what HTTP needs", async () => {
  const authority = await mirror();
  const headers = [
    ["X-Name", "caf\u00e9"],
    ["accept", "a"],
    ["Accept", "b"],
  ] as const;
  const guest = new CallGuest({ authority, method: "QUERY", pathWithQuery: "/a/../b?c=%20", headers, hasBody: true });
  guest.send("one");
  guest.send("two");
  guest.finish([["X-Sum", "6"]]);
  expect(await seen(guest)).toEqual({
    line: "QUERY /a/../b?c=%20",
    fields: ["Host", authority, "Connection", "close", ...headers.flat(), "Transfer-Encoding", "chunked"],
    body: "onetwo",
    trailers: ["X-Sum", "6"],
  });
});

it("frames bodies as each method wants it", async () => {
  const authority = await mirror();
  const framing = async (method: string, body: string | undefined, length?: number) => {
    const headers = length === undefined ? [] : ([["content-length", String(length)]] as const);
    const guest = new CallGuest({ authority, method, headers, hasBody: body !== undefined });
    if (body !== undefined && body !== "") guest.send(body);
    if (body !== undefined) guest.finish();
    const { fields, body: got } = await seen(guest);
    expect(got).toBe(body ?? "");
    return fields.slice(4).join(": ");
  };
  expect([
    await framing("GET", undefined),
    await framing("GET", ""),
    await framing("GET", "x"),
    await framing("POST", undefined),
    await framing("POST", ""),
    await framing("POST", "xyz", 3),
    await framing("PROPFIND", undefined),
  ]).toEqual([
    "",
    "",
    "Transfer-Encoding: chunked",
    "Content-Length: 0",
    "Content-Length: 0",
    "content-length: 3",
    "Content-Length: 0",
  ]);
});

it("gives the response as it came: no redirect followed, nothing unpacked, fields one by one, trailers at the end", async () => {
  const authority = await servers.raw(
    "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" +
      "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=1\r\nset-cookie: b=\xe9\r\ncontent-encoding: gzip\r\n" +
      "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 5\r\nx-sum: 6\r\n\r\n",
    "close",
  );
  const guest = new CallGuest({ authority });
  expect(await guest.answer).toEqual({
    tag: "ok",
    status: 302,
    headers: [
      ["Location", "/elsewhere"],
      ["Set-Cookie", "a=1"],
      ["set-cookie", "b=\xe9"],
      ["content-encoding", "gzip"],
      ["Transfer-Encoding", "chunked"],
    ],
  });
  const trailers = [
    ["X-Sum", "5"],
    ["x-sum", "6"],
  ];
  expect([await guest.end, guest.text]).toEqual([{ kind: "finished", value: trailers }, "hello"]);
});

it("takes the answer to a HEAD, and one that only ends with its connection", async () => {
  const head = new CallGuest({
    authority: await servers.raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n", "stay"),
    method: "HEAD",
  });
  const old = new CallGuest({ authority: await servers.raw("HTTP/1.0 200 OK\r\n\r\nold", "close") });
  expect([(await head.end).kind, head.text, (await old.end).kind, old.text]).toEqual([
    "finished",
    "",
    "finished",
    "old",
  ]);
});

it("lets a guest and a server talk in turns: the head of each leaves before its body", async () => {
  const authority = await servers.http((request, response) => {
    response.flushHeaders();
    request.on("data", (chunk: Buffer) => response.write(`${chunk.toString()}!`));
    request.on("end", () => response.end());
  });
  const guest = new CallGuest({ authority, method: "POST", hasBody: true });
  expect((await guest.answer).tag).toBe("ok");
  for (const [word, all] of [
    ["one", "one!"],
    ["two", "one!two!"],
  ] as const) {
    guest.send(word);
    while (guest.text !== all) await guest.heard();
  }
  guest.finish();
  expect((await guest.end).kind).toBe("finished");
});

it("takes a request body no faster than the server reads it", async () => {
  const total = 64 * MEBIBYTE;
  let read = 0;
  const authority = await servers.http((request, response) => {
    const drink = async () => {
      for await (const chunk of request) {
        read += (chunk as Buffer).length;
        await nextTurn();
      }
      response.end();
    };
    void drink();
  });
  const guest = new CallGuest({ authority, method: "POST", hasBody: true });
  const chunk = new Uint8Array(64 * 1024);
  let ahead = 0;
  for (let sent = 0; sent < total; sent += chunk.length) {
    while (sent + chunk.length - guest.taken > PIPE_WINDOW_BYTES) await guest.heard();
    guest.send(chunk);
    ahead = Math.max(ahead, guest.taken - read);
  }
  guest.finish();
  expect((await guest.end).kind).toBe("finished");
  expect(read).toBe(total);
  // What the system keeps between two sockets of one machine, and not the body.
  expect(ahead).toBeLessThan(24 * MEBIBYTE);
});

it("takes a response no faster than the guest reads it", async () => {
  const total = 32 * MEBIBYTE;
  const authority = await servers.http((_request, response) => {
    const pour = async () => {
      for (let sent = 0; sent < total; sent += MEBIBYTE) {
        if (!response.write(new Uint8Array(MEBIBYTE))) await once(response, "drain");
      }
      response.end();
    };
    void pour();
  });
  const guest = new CallGuest({ authority }, false);
  let taken = 0;
  let ended = false;
  void guest.end.then(() => (ended = true));
  while (!ended) {
    await guest.heard();
    expect(guest.received - taken).toBeLessThanOrEqual(PIPE_WINDOW_BYTES);
    taken = guest.received;
    guest.take();
  }
  expect([guest.received, await guest.end]).toEqual([total, { kind: "finished", value: [] }]);
});

it("does not count the time the guest takes as the server's", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const came = Promise.withResolvers<void>();
    const authority = await servers.http((request, response) => {
      came.resolve();
      request.resume().on("end", () => response.end("thanks"));
    });
    const guest = new CallGuest({ authority, method: "POST", hasBody: true, timeouts: { firstByteMs: 20 } });
    await came.promise;
    vi.advanceTimersByTime(60_000);
    guest.send("late");
    guest.finish();
    expect([await guest.end, guest.text]).toEqual([{ kind: "finished", value: [] }, "thanks"]);
  } finally {
    vi.useRealTimers();
  }
});

it("gives a response that comes before the request is whole, and takes no more of that", async () => {
  const authority = await servers.raw(
    "HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\nconnection: close\r\n\r\nno!",
    "close",
  );
  const guest = new CallGuest({ authority, method: "POST", hasBody: true });
  guest.send("much");
  expect(await guest.answer).toMatchObject({ tag: "ok", status: 413 });
  expect([(await guest.end).kind, guest.text]).toEqual(["finished", "no!"]);
  await guest.done;
  expect(guest.refused).toEqual(expect.any(String));
});

it("hangs up when the guest reads no further, and when the request is given up", async () => {
  const closed: Promise<unknown>[] = [];
  const authority = await servers.http((request, response) => {
    closed.push(once(request.socket, "close"));
    response.write("some");
  });
  const reader = new CallGuest({ authority });
  await reader.answer;
  reader.stopReading();
  await reader.done;

  const silent = await servers.tcp((socket) => {
    closed.push(once(socket, "close"));
    socket.resume().on("end", () => socket.end());
  });
  const given = new CallGuest({ authority: silent });
  while (closed.length < 2) await nextTurn();
  given.aborter.abort(new Error("enough"));
  expect((await given.answer).tag).toBe("err");
  await given.done;
  await Promise.all(closed);
});

it("trusts the certificates that Node trusts, by name and by address", async () => {
  const own = selfSigned();
  const server = createServer(own, (_request, response) => response.end("safe")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const before = getCACertificates("default");
  setDefaultCACertificates([...before, own.cert]);
  try {
    for (const host of ["localhost", "127.0.0.1"]) {
      const guest = new CallGuest({ authority: `${host}:${port}`, scheme: "https" });
      expect([await guest.end, guest.text]).toEqual([{ kind: "finished", value: [] }, "safe"]);
    }
  } finally {
    setDefaultCACertificates(before);
    server.close();
  }
});
