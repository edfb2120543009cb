import { describe, expect, test } from "vitest";
import { StudioError } from "../../../shared/errors.ts";
import type { HttpEnd, RequestHead } from "./invoker.ts";
import { type Handler, OK, raw, readAll, send, testTrigger } from "./test-trigger.ts";

const hello: Handler = async (exchange) => {
  const body = exchange.respond(
    200,
    [
      ["Content-Type", "text/plain"],
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2"],
    ],
    true,
  );
  await body.write(Buffer.from("hello"));
  body.finish();
  return OK;
};

function ends(end: HttpEnd): Handler {
  return () => end;
}

describe("a request", () => {
  test("reaches its component as the client wrote it, and its answer the client", async () => {
    let head: RequestHead | undefined;
    await using made = await testTrigger({
      root: (exchange) => {
        head = exchange.request;
        return hello(exchange);
      },
    });
    const { port, url } = made.trigger;
    const got = await send(made.trigger, "/a%20b?c=d", { method: "PUT", headers: { "X-Mixed-Case": "a, b" } }, "x");
    expect({ ...head, client: head?.client.replace(/:\d+$/, "") }).toEqual({
      method: "PUT",
      scheme: "http",
      authority: `127.0.0.1:${port}`,
      pathWithQuery: "/a%20b?c=d",
      headers: expect.arrayContaining([
        ["X-Mixed-Case", "a, b"],
        ["Host", `127.0.0.1:${port}`],
      ]),
      client: "127.0.0.1",
    });
    expect([got.status, got.text, got.headers["set-cookie"], got.headers["x-vitrine-invocation"]]).toEqual([
      200,
      "hello",
      ["a=1", "b=2"],
      "1",
    ]);
    expect(made.trigger.view).toEqual({ kind: "http", name: "web", url, routes: [{ path: "/", component: "root" }] });
  });

  test("and its answer carry the bytes of their fields unchanged", async () => {
    const value = "caf\u00e9 \u00ff";
    await using made = await testTrigger({
      root: (exchange) => {
        const echoed = exchange.request.headers.find(([name]) => name === "X-In")?.[1] ?? "";
        exchange.respond(200, [["X-Out", echoed]], false).finish();
        return OK;
      },
    });
    const got = await raw(made.trigger, `GET / HTTP/1.1\r\nHost: x\r\nX-In: ${value}\r\nConnection: close\r\n\r\n`);
    expect(got.text).toContain(`X-Out: ${value}\r\n`);
  });

  test("goes to the component of its route, also after the routes changed", async () => {
    const names: string[] = [];
    const note =
      (name: string): Handler =>
      (exchange) => {
        names.push(name);
        return hello(exchange);
      };
    await using made = await testTrigger({ a: note("a"), b: note("b") });
    await send(made.trigger, "/a/x");
    await send(made.trigger, "/b");
    made.trigger.setRoutes([{ path: "/a", component: "b" }]);
    await send(made.trigger, "/a/x");
    const lost = await send(made.trigger, "/b");
    expect(names).toEqual(["a", "b", "b"]);
    expect([lost.status, lost.text]).toEqual([404, "No route leads from /b to a component. Routes: /a → b.\n"]);
  });

  test("that names a whole URL, as to a proxy, gives its authority and path", async () => {
    let head: RequestHead | undefined;
    await using made = await testTrigger({
      root: (exchange) => {
        head = exchange.request;
        return hello(exchange);
      },
    });
    await raw(made.trigger, "GET http://example.test:81?q HTTP/1.1\r\nHost: ignored\r\nConnection: close\r\n\r\n");
    expect([head?.authority, head?.pathWithQuery]).toEqual(["example.test:81", "/?q"]);
  });

  test("for everything (OPTIONS *) goes to the root", async () => {
    let path: string | undefined;
    await using made = await testTrigger({
      root: (exchange) => {
        path = exchange.request.pathWithQuery;
        return hello(exchange);
      },
    });
    await raw(made.trigger, "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect(path).toBe("*");
  });
});

describe("a component that does not answer", () => {
  test.each<[string, HttpEnd, number, string]>([
    ["trapped", { outcome: "trap", reason: "unreachable" }, 500, "The component trapped before it set a response"],
    ["timed out", { outcome: "timeout", reason: "30 s" }, 504, "The component used up its time"],
    ["was ended", { outcome: "killed", reason: "reload" }, 503, "The invocation was ended"],
    ["returned", { outcome: "ok" }, 500, "it set no response"],
  ])(
    "because it %s is told of by status and in words, with its name and invocation",
    async (_name, end, status, words) => {
      await using made = await testTrigger({ counter: ends(end) });
      const got = await send(made.trigger, "/counter");
      expect([got.status, got.headers["x-vitrine-invocation"], got.headers["content-type"]]).toEqual([
        status,
        "1",
        "text/plain; charset=utf-8",
      ]);
      for (const part of [words, "component counter, invocation 1", end.reason ?? ""]) expect(got.text).toContain(part);
    },
  );

  test("because it set an error says which", async () => {
    await using made = await testTrigger({
      root: (exchange) => {
        exchange.refuse("internal-error: no database");
        return { outcome: "error", reason: "internal-error: no database" };
      },
    });
    const got = await send(made.trigger, "/");
    expect([got.status, got.text]).toEqual([500, expect.stringContaining("internal-error: no database")]);
  });

  test("because no build is ready is a 503 to try again, with the reason", async () => {
    await using made = await testTrigger({
      root: () => {
        throw new StudioError("component-not-ready", "The build of web failed: no such file.");
      },
    });
    const got = await send(made.trigger, "/");
    expect([got.status, got.headers["retry-after"], got.text]).toEqual([
      503,
      "1",
      "The build of web failed: no such file.\n",
    ]);
    expect(made.faults).toEqual([]);
  });

  test("because it could not be run at all is a 500 with the reason, and no fault of ours", async () => {
    await using made = await testTrigger({
      root: () => {
        throw new StudioError("instance-lost", "Its worker died.");
      },
    });
    const got = await send(made.trigger, "/");
    expect([got.status, got.text]).toEqual([500, "Component root could not be run: Its worker died.\n"]);
    expect(made.faults).toEqual([]);
  });

  test("because of a fault of ours is a 500 that says so; the fault is told and the server goes on", async () => {
    const fault = new Error("broken pipe table");
    let calls = 0;
    await using made = await testTrigger({
      root: (exchange) => {
        if (calls++ === 0) throw fault;
        return hello(exchange);
      },
    });
    const got = await send(made.trigger, "/");
    expect([got.status, got.text, made.faults]).toEqual([500, expect.stringContaining("broken pipe table"), [fault]]);
    expect((await send(made.trigger, "/")).text).toBe("hello");
  });

  test.each([
    ["a header with a line break", [["x", "a\r\nSet-Cookie: forged"]]],
    [
      "two lengths",
      [
        ["content-length", "1"],
        ["content-length", "2"],
      ],
    ],
  ] as const)("with %s gets a 500 instead of a head that HTTP cannot carry", async (_name, headers) => {
    await using made = await testTrigger({
      root: async (exchange) => {
        const body = exchange.respond(200, headers, true);
        await body.write(Buffer.from("x"));
        body.finish();
        return OK;
      },
    });
    const got = await send(made.trigger, "/");
    expect([got.status, got.text, got.headers["set-cookie"]]).toEqual([
      500,
      expect.stringContaining("HTTP cannot carry this response"),
      undefined,
    ]);
  });
});

describe("a client that sends nonsense", () => {
  const GOOD = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  test.each([
    ["no HTTP at all", "\x00\x01\x02\r\n\r\n", "400"],
    ["no host", "GET / HTTP/1.1\r\n\r\n", "400"],
    ["a bad header", "GET / HTTP/1.1\r\nHost: x\r\nbad header: y\r\n\r\n", "400"],
    [
      "two lengths of one body",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      "400",
    ],
    [
      "a length and chunks",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "400",
    ],
    ["a head that is too large", `GET / HTTP/1.1\r\nHost: x\r\nx: ${"y".repeat(10_000)}\r\n\r\n`, "431"],
    ["a head that never ends", "GET / HTTP/1.1\r\nHost: x\r\n", "408"],
    ["a tunnel", "CONNECT example.test:443 HTTP/1.1\r\nHost: example.test:443\r\n\r\n", "501"],
    ["an expectation nobody knows", "GET / HTTP/1.1\r\nHost: x\r\nExpect: cake\r\nConnection: close\r\n\r\n", "417"],
  ])("(%s) is refused, and others are served", async (_name, text, status) => {
    // Where time is no matter a busy machine may take as long as it needs to read what is wrong.
    const headTimeoutMs = status === "408" ? 500 : 60_000;
    let calls = 0;
    await using made = await testTrigger(
      {
        root: (exchange) => {
          calls++;
          return hello(exchange);
        },
      },
      { limits: { maxHeadBytes: 8_000, headTimeoutMs } },
    );
    expect((await raw(made.trigger, text)).text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(calls).toBe(0);
    expect((await raw(made.trigger, GOOD)).text).toContain("hello");
  });

  test("inside a chunked body fails the component's read", async () => {
    let failure: unknown;
    await using made = await testTrigger({
      root: async (exchange) => {
        failure = await readAll(exchange).catch((error: unknown) => error);
        return { outcome: "killed", reason: "client disconnected" };
      },
    });
    await raw(made.trigger, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n");
    expect(failure).toBeInstanceOf(Error);
    expect((await raw(made.trigger, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).text).toContain("503");
  });
});
