import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";

import { courier } from "../studio/egress/fixtures/courier.ts";
import { openTestStudio, testProject, type TestProject } from "../studio/test-studio.ts";
import { vitrine } from "./fixtures/run-vitrine.ts";

const server = createServer((_request, response) => void response.writeHead(204).end()).listen(0, "127.0.0.1");
let authority: string;
let project: TestProject;
let args: readonly string[];
beforeAll(async () => {
  if (!server.listening) await once(server, "listening");
  authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  project = await testProject({ components: { courier: await courier() } });
  args = [project.folder, "get", JSON.stringify([false, authority, "/a"]), "--json"];
});
afterAll(() => server.close());

it("refuses a request that the project does not list, and names the flag and the line that would allow it", async () => {
  const { code, stdout, stderr } = await vitrine(["invoke", ...args]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "error", error: { tag: "HTTP-request-denied" } });
  expect(stderr).toContain(`--allow-egress http://${authority}`);
  expect(stderr).toContain(`"egress": { "allow": ["http://${authority}"] }`);
});

it("lets it through with the flag, which may be repeated and stand anywhere", async () => {
  const flags = ["--allow-egress", "https://other.example", "--allow-egress", authority];
  const { code, stdout, stderr } = await vitrine(["invoke", ...flags, ...args]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "ok", value: 204 });
});

it("says what a host looks like when it is given something else", async () => {
  const { code, stderr } = await vitrine(["invoke", "--allow-egress", "https://a.example/path", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain("https://api.example.com");
});

it("says that the flag has no effect where another studio hosts the project", async () => {
  await using studio = await openTestStudio(project);
  await studio.ready("courier");
  const { code, stderr } = await vitrine(["invoke", "--allow-egress", authority, ...args]);
  expect(code).toBe(1);
  expect(stderr).toContain("--allow-egress has no effect");
});
