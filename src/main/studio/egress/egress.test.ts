import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestStudio, testProject } from "../test-studio.ts";
import { courier } from "./fixtures/courier.ts";

let guest: Uint8Array;
beforeAll(async () => {
  guest = await courier();
});

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a component", () => {
  it("gets an answer from where the project lets it", async () => {
    const authority = await listen((_request, response) => response.writeHead(204).end());
    const project = await testProject({
      components: { courier: guest },
      settings: { courier: { egress: { allow: [`http://${authority}`] } } },
    });
    await using studio = await openTestStudio(project);
    await studio.ready("courier");
    const reply = await studio.api.invoke({ component: "courier", target: "get", args: [false, authority, "/a?b=1"] });
    expect(reply).toMatchObject({ outcome: "ok", value: 204 });
    console.log(JSON.stringify(await studio.hostCalls(reply.invocation), (k,v)=>v, 0).slice(0, 6000));
  });
});
