import { once } from "node:events";
import { Agent } from "node:http";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import {
  answered,
  drain,
  type Handler,
  OK,
  open,
  raw,
  readAll,
  reply,
  send,
  stalled,
  testTrigger,
} from "./test-trigger.ts";

const PART_BYTES = 256 * 1024;
const PARTS = 256;

const echo: Handler = async (exchange) => {
  const sink = exchange.respond(200, [], true);
  for (let part = await exchange.body.next(); part !== undefined; part = await exchange.body.next())
    await sink.write(part);
  sink.finish(exchange.body.trailers);
  return OK;
};

describe("bodies", () => {
  test("stream both ways at once: each part is answered before the next is sent", async () => {
    await using made = await testTrigger({ root: echo });
    const sent = open(made.trigger, "/", { method: "POST" });
    sent.write("one");
    const response = await answered(sent);
    const parts = [String((await once(response, "data"))[0])];
    sent.write("two");
    parts.push(String((await once(response, "data"))[0]));
    sent.end();
    await once(response, "end");
    expect(parts).toEqual(["one", "two"]);
  });

  test("carry trailers both ways", async () => {
    await using made = await testTrigger({ root: echo });
    const sent = open(made.trigger, "/", { method: "POST", headers: { "Transfer-Encoding": "chunked" } });
    sent.write("x");
    sent.addTrailers({ "X-Sum": "42" });
    sent.end();
    expect(await reply(await answered(sent))).toMatchObject({ text: "x", trailers: ["X-Sum", "42"] });
  });

  test("of a response are not taken faster than the client reads", async () => {
    let written = 0;
    await using made = await testTrigger({
      root: async (exchange) => {
        const sink = exchange.respond(200, [], true);
        for (let part = 0; part < PARTS; part++) {
          await sink.write(new Uint8Array(PART_BYTES).fill(part));
          written += PART_BYTES;
        }
        sink.finish();
        return OK;
      },
    });
    const sent = open(made.trigger, "/");
    sent.end();
    const response = await answered(sent);
    expect(await stalled(() => written)).toBeLessThan(PARTS * PART_BYTES);
    let read = 0;
    for await (const part of response) read += (part as Buffer).length;
    expect(read).toBe(PARTS * PART_BYTES);
  });

  test("of a request are not read faster than the component takes them", async () => {
    const go = Promise.withResolvers<void>();
    await using made = await testTrigger({
      root: async (exchange) => {
        const sink = exchange.respond(200, [], true);
        await go.promise;
        let read = 0;
        for (let part = await exchange.body.next(); part !== undefined; part = await exchange.body.next())
          read += part.length;
        await sink.write(Buffer.from(String(read)));
        sink.finish();
        return OK;
      },
    });
    const sent = open(made.trigger, "/", { method: "POST" });
    let pushed = 0;
    const pushing = (async () => {
      for (let part = 0; part < PARTS; part++) {
        if (!sent.write(Buffer.alloc(PART_BYTES))) await once(sent, "drain");
        pushed += PART_BYTES;
      }
      sent.end();
    })();
    const response = await answered(sent);
    expect(await stalled(() => pushed)).toBeLessThan(PARTS * PART_BYTES);
    go.resolve();
    await pushing;
    expect((await reply(response)).text).toBe(String(PARTS * PART_BYTES));
  });

  test.each<[string, number]>([
    ["does not take", 0],
    ["takes in part", 1],
  ])("that the component %s do not stop the next request on the connection", async (_name, parts) => {
    const clients: string[] = [];
    await using made = await testTrigger({
      root: async (exchange) => {
        clients.push(exchange.request.client);
        for (let part = 0; part < parts; part++) await exchange.body.next();
        exchange.respond(200, [], false).finish();
        return OK;
      },
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await send(made.trigger, "/", { agent, method: "POST" }, "x".repeat(1_000_000));
    await send(made.trigger, "/", { agent });
    agent.destroy();
    expect(clients[1]).toBe(clients[0]);
  });

  test("that stop coming fail the read that waits for them", async () => {
    let failure: unknown;
    await using made = await testTrigger(
      {
        root: async (exchange) => {
          failure = await readAll(exchange).catch((error: unknown) => error);
          return { outcome: "error", reason: "no body" };
        },
      },
      { limits: { bodyIdleMs: 20 } },
    );
    const sent = open(made.trigger, "/", { method: "POST" });
    sent.write("half");
    const response = await answered(sent);
    expect([response.statusCode, (failure as Error).message]).toEqual([500, "the client sent nothing for 20 ms"]);
    sent.destroy();
  });
});

describe("a client that waits to be told to send its body", () => {
  test("gets the 100 before the answer of a component that reads first", async () => {
    await using made = await testTrigger({
      root: async (exchange) => {
        const text = await readAll(exchange);
        const sink = exchange.respond(200, [], true);
        await sink.write(Buffer.from(text));
        sink.finish();
        return OK;
      },
    });
    const socket = connect(made.trigger.port, "127.0.0.1");
    socket.write(
      "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n",
    );
    const [first] = (await once(socket, "data")) as [Buffer];
    expect(first.toString()).toBe("HTTP/1.1 100 Continue\r\n\r\n");
    socket.write("body");
    expect((await drain(socket)).text).toContain("body");
  });

  test.each<[string, Handler]>([
    ["answers", (exchange) => (exchange.respond(413, [], false).finish(), OK)],
    ["fails", () => ({ outcome: "trap", reason: "unreachable" })],
  ])("gets the answer alone when the component %s without reading, and the connection ends", async (_name, handler) => {
    await using made = await testTrigger({ root: handler });
    const got = await raw(
      made.trigger,
      "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n",
    );
    expect(got.text).toMatch(/^HTTP\/1.1 (413|500) /);
    expect(got.text).toMatch(/connection: close/i);
  });
});

describe("a response without a body", () => {
  const written: Handler = async (exchange) => {
    const status = Number(exchange.request.pathWithQuery.slice(1));
    const sink = exchange.respond(status, [["Content-Length", "5"]], true);
    await sink.write(Buffer.from("hello"));
    sink.finish();
    return OK;
  };

  test.each([
    ["HEAD", "/200", "content-length: 5"],
    ["GET", "/304", "content-length: 5"],
    ["GET", "/204", undefined],
  ])("to %s %s has none on the wire, and the connection stays usable", async (method, path, length) => {
    await using made = await testTrigger({ root: written });
    const two = `${method} ${path} HTTP/1.1\r\nHost: x\r\n\r\nGET /200 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    const got = await raw(made.trigger, two);
    const [first = "", rest = ""] = got.text.split(/\r\n\r\n(.*)/s);
    expect(first.toLowerCase().includes("content-length: 5")).toBe(length !== undefined);
    expect(first.toLowerCase()).not.toContain("transfer-encoding");
    expect(rest).toMatch(/^HTTP\/1.1 200 .*hello$/s);
  });

  test("because the guest made none says so with its length", async () => {
    await using made = await testTrigger({
      root: (exchange) => {
        exchange.respond(200, [], false).finish();
        return OK;
      },
    });
    const got = await send(made.trigger, "/");
    expect([got.headers["content-length"], got.text]).toEqual(["0", ""]);
  });
});

test("informational responses reach the client before the answer", async () => {
  await using made = await testTrigger({
    root: (exchange) => {
      exchange.inform(103, [["Link", "</a.css>; rel=preload"]]);
      exchange.respond(200, [], false).finish();
      exchange.inform(103, [["Link", "too late"]]);
      return OK;
    },
  });
  const sent = open(made.trigger, "/");
  const infos: unknown[] = [];
  sent.on("information", (info) => infos.push([info.statusCode, info.headers]));
  sent.end();
  const got = await reply(await answered(sent));
  expect([infos, got.status]).toEqual([[[103, { link: "</a.css>; rel=preload" }]], 200]);
});
