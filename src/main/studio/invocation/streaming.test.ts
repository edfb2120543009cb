import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";

import { afterAll, beforeAll, expect, it } from "vitest";

import { httpHello } from "../../../../test/guests/guests.ts";
import { echo } from "../fixtures/guests.ts";
import { openTestStudio, type TestProject, testProject, type TestStudio } from "../test-studio.ts";

let project: TestProject;
let studio: TestStudio;
beforeAll(async () => {
  project = await testProject({ components: { web: await echo() } });
  studio = await openTestStudio(project);
  await studio.ready("web");
});
afterAll(() => studio[Symbol.asyncDispose]());

/** A request whose body is written piece by piece, and its answer, which begins before that ends. */
async function converse(): Promise<{
  out: ClientRequest;
  answer: IncomingMessage;
  say: (text: string) => Promise<string>;
}> {
  const out = request(studio.http, { method: "POST", agent: false });
  out.flushHeaders();
  const [answer] = (await once(out, "response")) as [IncomingMessage];
  const say = async (text: string) => {
    const heard = once(answer, "data");
    out.write(text);
    return String((await heard)[0]);
  };
  return { out, answer, say };
}

const idOf = (answer: IncomingMessage) => Number(answer.headers["x-vitrine-invocation"]);

it("streams a request to the guest and its answer back at the same time", async () => {
  const { out, answer, say } = await converse();
  expect([await say("one"), await say("two")]).toEqual(["one", "two"]);
  out.end();
  await once(answer, "end");
  expect(await studio.ended(idOf(answer))).toMatchObject({
    outcome: "ok",
    status: 200,
    request: { body: { total: 6 } },
    response: { body: { total: 6, kept: new TextEncoder().encode("onetwo") } },
  });
});

it("carries megabytes both ways, and keeps of them what the project says", async () => {
  const body = Buffer.alloc(5_000_000, "0123456789");
  const answer = await fetch(studio.http, { method: "POST", body });
  expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), body)).toBe(0);
  const { request: sent, response } = await studio.ended(Number(answer.headers.get("x-vitrine-invocation")));
  expect([sent?.body.total, response?.body.total]).toEqual([body.length, body.length]);
  expect([sent?.body.kept.length, response?.body.kept.length]).toEqual([256 * 1024, 256 * 1024]);
});

it("tells a guest whose client goes away, ends it, and the record says why", async () => {
  const { out, answer, say } = await converse();
  await say("half");
  answer.on("error", () => undefined);
  out.destroy();
  const detail = await studio.ended(idOf(answer));
  expect(detail.reason).toBe("client disconnected");
  expect(detail.outcome).not.toBe("ok");
  expect(await (await fetch(studio.http, { method: "POST", body: "next" })).text()).toBe("next");
});

it("lets calls that run during a swap come to their end on the old build", async () => {
  const old = (await studio.ready("web")).build?.digest;
  const { out, answer, say } = await converse();
  await say("before");
  await project.replace("web", await httpHello({ text: "new" }));
  await studio.until(async () => (await studio.api.component("web")).build?.digest !== old);
  await studio.ready("web");
  expect(await (await fetch(studio.http)).text()).toBe("new 1\n");
  expect(await say("after")).toBe("after");
  out.end();
  await once(answer, "end");
  expect(await studio.ended(idOf(answer))).toMatchObject({ outcome: "ok", build: old });
  const [, newest] = await studio.api.invocations({ limit: 2 });
  expect(newest?.build).toBe(old);
});

it("loses no request to a swap, also none that waits for a worker", async () => {
  // Builds that were transpiled before come quickly: workers of the last one are still being started.
  const builds = await Promise.all(["a", "b"].map((text) => httpHello({ text })));
  const swapTo = async (bytes: Uint8Array) => {
    const before = (await studio.api.component("web")).build?.digest;
    await project.replace("web", bytes);
    await studio.until(async () => (await studio.api.component("web")).build?.digest !== before);
  };
  for (const bytes of builds) await swapTo(bytes);
  let swapping = true;
  const answers: string[] = [];
  const clients = Array.from({ length: 6 }, async () => {
    while (swapping) {
      const answer = await fetch(studio.http);
      answers.push(`${answer.status} ${(await answer.text()).split(" ")[0]}`);
    }
  });
  for (let round = 0; round < 6; round++) for (const bytes of builds) await swapTo(bytes);
  swapping = false;
  await Promise.all(clients);
  expect([...new Set(answers)].toSorted()).toEqual(["200 a", "200 b"]);
});
