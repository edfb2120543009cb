import { once } from "node:events";
import { type IncomingMessage, request as httpRequest, type ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenStudioOptions } from "../open-studio.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";
import { courier } from "./fixtures/courier.ts";
import { Servers } from "./fixtures/servers.ts";

const servers = new Servers();
let guest: Uint8Array;
beforeAll(async () => {
  guest = await courier();
});
afterAll(() => servers[Symbol.asyncDispose]());

/** A studio with the courier, which may go to these places. */
async function open(
  allow: readonly string[],
  options: Partial<OpenStudioOptions> = {},
  limits: object = {},
): Promise<TestStudio> {
  const settings = { courier: { egress: { allow }, limits } };
  const project = await testProject({ components: { courier: guest }, settings });
  const studio = await openTestStudio(project, options);
  await studio.ready("courier");
  return studio;
}

function invoke(studio: TestStudio, target: string, ...args: readonly unknown[]) {
  return studio.api.invoke({ component: "courier", target, args });
}

const noContent = (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(204).end();

describe("a component", () => {
  it("gets an answer from where the project lets it, and the record says from where", async () => {
    const authority = await servers.http(noContent);
    await using studio = await open([`http://${authority}`]);
    const reply = await invoke(studio, "get", false, authority, "/a?b=1");
    expect(reply).toMatchObject({ outcome: "ok", value: 204 });
    const calls = await studio.hostCalls(reply.invocation);
    const label = `GET http://${authority}/a?b=1`;
    expect(calls.find((call) => call.function === "handle")).toMatchObject({
      interface: "wasi:http/outgoing-handler@0.2.12",
      args: [{ name: "request", value: { t: "resource", type: "outgoing-request", label } }, { name: "options" }],
      outcome: "ok",
      result: { t: "resource", type: "future-incoming-response", label },
    });
    expect(calls.find((call) => call.function === "future-incoming-response.get")).toMatchObject({
      args: [{ name: "self", value: { label } }],
      result: { tag: "ok", value: { tag: "ok", value: { type: "incoming-response", label: "204" } } },
    });
  });

  it("gets the WIT's word for a failure, of the request and of a body that breaks off", async () => {
    const nobody = await servers.nobody();
    const cut = await servers.raw("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello", "close");
    await using studio = await open(["http://127.0.0.1:*"]);
    expect(await invoke(studio, "get", false, nobody, "/")).toMatchObject({
      outcome: "error",
      error: { tag: "connection-refused" },
    });
    expect(await invoke(studio, "read", cut, "/")).toMatchObject({
      outcome: "error",
      error: { tag: "HTTP-response-incomplete" },
    });
    expect(await invoke(studio, "get", false, "127.0.0.1:1@x", "/")).toMatchObject({
      error: { tag: "HTTP-request-URI-invalid" },
    });
  });

  it("waits for many requests together", async () => {
    const waiting: ServerResponse[] = [];
    const authority = await servers.http((_request, response) => {
      waiting.push(response);
      // Nobody is answered before all have come.
      if (waiting.length === 20) for (const each of waiting) each.end();
    });
    await using studio = await open([`http://${authority}`]);
    expect(await invoke(studio, "gather", authority, "/", 20)).toMatchObject({ outcome: "ok", value: 20 });
  });

  it("streams bodies of any size both ways, with their trailers", async () => {
    const authority = await servers.http((incoming, response) => {
      response.writeHead(201, { trailer: "x-back" });
      incoming.pipe(response, { end: false });
      incoming.on("end", () => {
        response.addTrailers({ "x-back": incoming.trailers["x-sum"] ?? "" });
        response.end();
      });
    });
    await using studio = await open([`http://${authority}`]);
    const { hostname, port } = new URL(studio.http);
    // More than the echo keeps: it only goes on because both directions flow.
    const part = Buffer.alloc(256 * 1024, "x");
    const request = httpRequest({
      hostname,
      port,
      path: `/${authority}/echo`,
      method: "POST",
      headers: { trailer: "x-sum" },
    });
    for (let sent = 0; sent < 4; sent++) if (!request.write(part)) await once(request, "drain");
    request.addTrailers({ "x-sum": "4" });
    request.end();
    const [response] = (await once(request, "response")) as [IncomingMessage];
    let total = 0;
    for await (const chunk of response) total += (chunk as Buffer).length;
    expect([response.statusCode, total, response.trailers["x-back"]]).toEqual([201, 4 * part.length, "4"]);
  });

  it("ends its requests when it ends, is killed, or runs out of time", async () => {
    const closed: Promise<unknown>[] = [];
    const come = { wake: () => {} };
    const authority = await servers.tcp((socket) => {
      closed.push(
        once(
          socket.resume().on("end", () => socket.end()),
          "close",
        ),
      );
      come.wake();
    });
    const came = () => new Promise<void>((resolve) => (come.wake = resolve));
    await using studio = await open([`http://${authority}`], {}, { guestTimeMs: 200 });
    expect((await invoke(studio, "forget", authority, "/")).outcome).toBe("ok");
    expect((await invoke(studio, "hang", authority, "/")).outcome).toBe("timeout");

    const second = came();
    const killed = invoke(studio, "get", false, authority, "/");
    await second;
    const { id } = await studio.invocation(({ title, outcome }) => title.includes("get") && outcome === undefined);
    await studio.api.kill(id);
    expect((await killed).outcome).toBe("killed");
    await Promise.all(closed);
  });
});

describe("a request to where the project does not let it", () => {
  it("is refused when nobody is there to be asked, and what would allow it is said once", async () => {
    const authority = await servers.http(() => expect.unreachable("the request left"));
    const said: string[] = [];
    await using studio = await open([], { onEgressRefused: (text) => said.push(text) });
    for (let time = 0; time < 2; time++) {
      const reply = await invoke(studio, "get", false, authority, "/secret");
      expect(reply).toMatchObject({ outcome: "error", error: { tag: "HTTP-request-denied" } });
    }
    expect(said).toEqual([expect.stringContaining(`--allow-egress http://${authority}`)]);
    expect(said[0]).toContain(`"egress": { "allow": ["http://${authority}"] }`);
    const problem = await studio.problem(/^egress:courier:refused:/);
    expect(problem).toMatchObject({ severity: "warning", component: "courier" });
  });

  it("leaves when the command line allows it", async () => {
    const authority = await servers.http(noContent);
    await using studio = await open([], { allowEgress: ["127.0.0.1:*"] });
    expect(await invoke(studio, "get", false, authority, "/")).toMatchObject({ outcome: "ok", value: 204 });
  });

  it("is no host, and the studio does not open", async () => {
    await expect(open([], { allowEgress: ["https://a/path"] })).rejects.toMatchObject({ code: "usage" });
  });

  it("is said to be listed in vain when nobody understands the entry", async () => {
    await using studio = await open(["https://api.example.com/v1"]);
    expect(await studio.problem(/^egress-entry:courier:/)).toMatchObject({ severity: "warning" });
  });
});

describe("a request to ourselves", () => {
  it("is another invocation, made by the first", async () => {
    const authority = await servers.http(noContent);
    await using studio = await open(["http://127.0.0.1:*"]);
    const { host } = new URL(studio.http);
    const answer = await fetch(`${studio.http}/${host}/${authority}/end`);
    expect(answer.status).toBe(204);
    const outer = await studio.ended(Number(answer.headers.get("x-vitrine-invocation")));
    expect(outer.caused).toMatchObject([
      { cause: { kind: "invocation", id: outer.id }, title: `GET /${authority}/end` },
    ]);
  });

  it("does not wait for those who wait for it, however many they are", async () => {
    const authority = await servers.http(noContent);
    await using studio = await open(["http://127.0.0.1:*"]);
    const { host } = new URL(studio.http);
    const path = `/${host}/${host}/${authority}/end`;
    const answers = await Promise.all(Array.from({ length: 12 }, () => fetch(`${studio.http}${path}`)));
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(204));
  });

  it("is refused as a loop when it goes on and on", async () => {
    const authority = await servers.http(noContent);
    await using studio = await open(["http://127.0.0.1:*"]);
    const { host } = new URL(studio.http);
    const path = `/${Array(17).fill(host).join("/")}/${authority}/end`;
    expect((await fetch(`${studio.http}${path}`)).status).toBe(502);
    const codes: unknown[] = [];
    for (const { id } of await studio.api.invocations({ limit: 50 })) {
      await studio.ended(id);
      for (const call of await studio.hostCalls(id)) {
        if (call.function === "future-incoming-response.get") codes.push(JSON.stringify(call.result));
      }
    }
    expect(codes.filter((code) => String(code).includes("loop-detected"))).toHaveLength(1);
    expect((await studio.api.invocations({ limit: 50 })).length).toBe(17);
  });

  it("is refused sooner where the component has a lower limit of depth", async () => {
    const authority = await servers.http(noContent);
    await using studio = await open(["http://127.0.0.1:*"], {}, { depth: 3 });
    const { host } = new URL(studio.http);
    const path = (times: number) => `/${Array(times).fill(host).join("/")}/${authority}/end`;
    expect((await fetch(`${studio.http}${path(3)}`)).status).toBe(204);
    expect((await fetch(`${studio.http}${path(4)}`)).status).toBe(502);
    expect((await studio.api.invocations({ limit: 50 })).length).toBe(8);
  });
});
