import { request } from "node:http";

import { afterEach, beforeEach, expect, it } from "vitest";

import { componentFrom, httpHello } from "../../../../test/guests/guests.ts";
import { openTestStudio, type TestProject, testProject, type TestStudio } from "../test-studio.ts";

/** An HTTP handler that traps, and an export that does nothing. */
function crasher(): Promise<Uint8Array> {
  return componentFrom(
    `(module
      (import "wasi:http/types@0.2.12" "[constructor]fields" (func (result i32)))
      {{prelude}}
      (func (export "wasi:http/incoming-handler@0.2.12#handle") (param i32 i32) unreachable)
      (func (export "break") unreachable)
      (func (export "fine")))`,
    `package test:crasher;
     world crasher {
       import wasi:http/types@0.2.12;
       export wasi:http/incoming-handler@0.2.12;
       export break: func();
       export fine: func();
     }`,
    "crasher",
  );
}

let now: number;
let project: TestProject;
let studio: TestStudio;
beforeEach(async () => {
  now = Date.now();
  project = await testProject({ components: { api: await crasher() } });
  studio = await openTestStudio(project, { now: () => now });
  await studio.ready("api");
});
afterEach(() => studio[Symbol.asyncDispose]());

interface Answer {
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

function get(): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(`${studio.http}/`, { agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode, retryAfter: response.headers["retry-after"], text }),
      );
    })
      .on("error", reject)
      .end();
  });
}

/** Requests one after the other until one is not run any more. */
async function flood(): Promise<Answer> {
  for (;;) {
    const answer = await get();
    if (answer.status === 503) return answer;
    expect(answer.status).toBe(500);
  }
}

async function invocations(): Promise<number> {
  return (await studio.api.invocations({ filter: "kind:http", limit: 100 })).length;
}

async function crashLoop() {
  return (await studio.api.component("api")).crashLoop;
}

it("pauses a component whose requests all trap, says so in Problems, on its card and to the client, and tries again", async () => {
  const refused = await flood();
  expect(refused.text).toMatch(/^Crash loop: api failed 10 times in a row, at last with trap: unreachable executed\./);
  expect(refused.retryAfter).toBe("1");
  const problem = await studio.problem(/^component:api:crash-loop:$/);
  expect(problem).toMatchObject({ severity: "error", component: "api" });
  expect(problem.title).toMatch(/^api: crash loop, paused until \d\d:\d\d:\d\d$/);
  expect(await crashLoop()).toEqual({
    failures: 10,
    reason: "trap: unreachable executed",
    since: now,
    pausedUntil: now + 1_000,
  });
  const run = await invocations();
  expect(run).toBe(10);
  // Nothing is run while it is paused, however many ask.
  expect((await Promise.all(Array.from({ length: 20 }, get))).map(({ status }) => status)).toEqual(Array(20).fill(503));
  expect(await invocations()).toBe(run);
  now += 1_000;
  expect((await get()).status).toBe(500);
  expect(await get()).toMatchObject({ status: 503, retryAfter: "2" });
  expect(await invocations()).toBe(run + 1);
});

it("runs what a person does by hand all the while, and is calm again when that goes well", async () => {
  await flood();
  for (let clicked = 0; clicked < 5; clicked++) {
    expect((await studio.api.invoke({ component: "api", target: "break", args: [] })).outcome).toBe("trap");
  }
  const sent = await studio.api.send({ component: "api", method: "GET", target: "/", headers: [] });
  expect(sent.status).toBe(500);
  expect((await crashLoop())?.failures).toBe(16);
  expect((await studio.api.invoke({ component: "api", target: "fine", args: [] })).outcome).toBe("ok");
  expect(await crashLoop()).toBeUndefined();
  expect((await studio.api.project()).problems).toEqual([]);
  expect((await get()).status).toBe(500);
});

it("tries at once when a person reloads the component", async () => {
  await flood();
  await studio.api.reload("api");
  expect(await crashLoop()).toBeUndefined();
  expect((await studio.api.project()).problems).toEqual([]);
  expect((await get()).status).toBe(500);
});

it("is over with a new build", async () => {
  await flood();
  const mended = await httpHello();
  await project.replace("api", mended);
  await studio.serving("api", mended);
  expect((await studio.api.project()).problems).toEqual([]);
  expect((await get()).status).toBe(200);
});

it("turns away those that wait for a worker when the loop is noticed", async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, get));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([500, 503]));
  // Those that had a worker when it was noticed came to their end.
  expect(await invocations()).toBeLessThan(10 + 16);
});
