import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";

import { afterAll, beforeAll, expect, it } from "vitest";

import { guest, httpHello } from "../../../../test/guests/guests.ts";
import { echo, unanswering } from "../fixtures/guests.ts";
import { openTestStudio, type TestProject, testProject, type TestStudio } from "../test-studio.ts";

const PATHS = { loops: "/loops", traps: "/traps", typed: "/typed", echo: "/echo", late: "/late", hello: "/" } as const;

let project: TestProject;
let studio: TestStudio;
beforeAll(async () => {
  project = await testProject({
    components: {
      loops: await unanswering("loops"),
      spins: await unanswering("loops"),
      traps: await unanswering("traps"),
      typed: await guest("typed"),
      echo: await echo(),
      hello: await httpHello(),
      late: undefined,
    },
    settings: { loops: { limits: { guestTimeMs: 300 } } },
    manifest: {
      triggers: {
        http: [
          { listen: "127.0.0.1:0", routes: Object.entries(PATHS).map(([component, path]) => ({ component, path })) },
        ],
      },
    },
  });
  studio = await openTestStudio(project);
  for (const name of ["loops", "spins", "traps", "typed", "echo", "hello"]) await studio.ready(name);
});
afterAll(() => studio[Symbol.asyncDispose]());

it.each([
  ["loops", 504, "timeout", /limits\.guestTimeMs/],
  ["traps", 500, "trap", /unreachable executed/],
] as const)(
  "a handler that %s gets its client an answer that says so; the next request works",
  async (name, status, outcome, says) => {
    const answer = await fetch(`${studio.http}${PATHS[name]}`);
    expect([answer.status, says.test(await answer.text())]).toEqual([status, true]);
    const detail = await studio.ended(Number(answer.headers.get("x-vitrine-invocation")));
    expect(detail).toMatchObject({ component: name, outcome, calls: 1, reason: expect.stringMatching(says) as string });
    expect((await fetch(studio.http)).status).toBe(200);
  },
);

it("a component that is not there yet or answers no HTTP is said to be so", async () => {
  const late = await fetch(`${studio.http}/late`);
  expect([late.status, (await late.text()).includes(project.wasm("late"))]).toEqual([503, true]);
  const typed = await fetch(`${studio.http}/typed`);
  expect([typed.status, (await typed.text()).includes("incoming-handler")]).toEqual([500, true]);
});

it("a person who cancels a request ends the guest, however busy it is", async () => {
  const spinning = new AbortController();
  const answer = studio.api.send({ component: "spins", method: "GET", target: "/", headers: [] }, spinning.signal);
  const running = await studio.invocation(({ component, outcome }) => component === "spins" && outcome === undefined);
  spinning.abort();
  await answer.catch(() => undefined);
  expect(await studio.ended(running.id)).toMatchObject({ outcome: "killed", reason: "cancelled by you" });
});

it("a person who sends a request gets the same answer, and can take it back", async () => {
  const reply = await studio.api.send({ component: "traps", method: "GET", target: "/", headers: [] });
  expect([reply.status, new TextDecoder().decode(reply.body.kept)]).toEqual([500, "unreachable executed\n"]);
  const caller = new AbortController();
  const sent = studio.api.send({ component: "loops", method: "GET", target: "/back", headers: [] }, caller.signal);
  await studio.invocation(({ title, calls }) => title === "GET /back" && calls === 1);
  caller.abort();
  const back = await sent;
  expect(await studio.ended(back.invocation ?? 0)).toMatchObject({ title: "GET /back" });
  for (const wrong of [{ method: "BAD METHOD" }, { target: "no-slash" }]) {
    const input = { component: "hello", method: "GET", target: "/", headers: [], ...wrong };
    await expect(studio.api.send(input)).rejects.toMatchObject({ code: "request-invalid" });
  }
});

it("a request that runs when the studio closes is ended and on record", async () => {
  const own = await testProject({ components: { echo: await echo() } });
  const first = await openTestStudio(own);
  await first.ready("echo");
  const out = request(first.http, { method: "POST", agent: false });
  out.on("error", () => undefined);
  out.flushHeaders();
  const [answer] = (await once(out, "response")) as [IncomingMessage];
  answer.on("error", () => undefined);
  const id = Number(answer.headers["x-vitrine-invocation"]);
  await first[Symbol.asyncDispose]();
  await using again = await openTestStudio(own);
  const detail = await again.api.invocation(id);
  expect(detail.outcome).not.toBe(undefined);
  expect(detail.outcome).not.toBe("ok");
  expect((await again.api.project()).problems).toEqual([]);
});
