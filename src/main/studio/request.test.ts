import { expect, it } from "vitest";

import { httpHello } from "../../../test/guests/guests.ts";
import { openTestStudio, testProject } from "./test-studio.ts";

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

it("answers a request, counts in the store, and has all of it in the record", async () => {
  const project = await testProject({ components: { hello: await httpHello({ text: "hi" }) } });
  await using studio = await openTestStudio(project);
  await studio.ready("hello");
  const answers = [];
  for (let i = 0; i < 2; i++) answers.push(await fetch(`${studio.http}/count?by=1`, { method: "POST", body: "in" }));
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(["hi 1\n", "hi 2\n"]);

  const second = Number(answers[1]?.headers.get("x-vitrine-invocation"));
  const detail = await studio.ended(second);
  expect(detail).toMatchObject({
    id: second,
    component: "hello",
    kind: "http",
    title: "POST /count?by=1",
    cause: { kind: "request" },
    outcome: "ok",
    status: 200,
    changes: 1,
    request: { method: "POST", target: "/count?by=1", body: { total: 2 } },
    response: { status: 200, body: { total: 5 } },
  });
  expect(text(detail.response?.body.kept)).toBe("hi 2\n");
  expect(detail.changed).toMatchObject([
    { backend: "keyvalue", bucket: "default", key: "hits", writer: { kind: "invocation", invocation: second } },
  ]);
  const [change] = detail.changed;
  expect([text(change?.before?.kept), text(change?.after?.kept)]).toEqual(["1", "2"]);
  expect(detail.build).toBe((await studio.api.component("hello")).build?.digest);
  expect(await studio.callNames(second)).toEqual([
    "wasi:keyvalue/store#open",
    "wasi:keyvalue/atomics#increment",
    "wasi:http/types#fields.constructor",
    "wasi:http/types#outgoing-response.constructor",
    "wasi:http/types#outgoing-response.body",
    "wasi:http/types#outgoing-body.write",
    "wasi:http/types#response-outparam.set",
    "wasi:io/streams#output-stream.blocking-write-and-flush",
    "wasi:io/streams#output-stream.blocking-write-and-flush",
    "wasi:http/types#outgoing-body.finish",
  ]);
  const increment = (await studio.hostCalls(second)).find((call) => call.function === "increment");
  expect(increment).toMatchObject({
    link: "default",
    backend: "keyvalue",
    outcome: "ok",
    args: [
      { name: "bucket" },
      { name: "key", value: { t: "string", v: "hits" } },
      { name: "delta", value: { t: "number", v: 1 } },
    ],
    result: { t: "number", v: 2 },
    versions: [change?.version],
  });
});

it("sends a request of a person the same way, and tells its reply and its invocation", async () => {
  const project = await testProject({ components: { hello: await httpHello() } });
  await using studio = await openTestStudio(project);
  await studio.ready("hello");
  const reply = await studio.api.send({ component: "hello", method: "GET", target: "/", headers: [["x-a", "b"]] });
  expect({ status: reply.status, text: text(reply.body.kept) }).toEqual({ status: 200, text: "hello 1\n" });
  expect(await studio.ended(reply.invocation ?? 0)).toMatchObject({
    cause: { kind: "person", via: "window" },
    outcome: "ok",
    request: { headers: expect.arrayContaining([["x-a", "b"]]) as unknown },
  });
});

it("keeps what was counted when the studio is closed and opened again", async () => {
  const project = await testProject({ components: { hello: await httpHello() } });
  for (const expected of ["hello 1\n", "hello 2\n"]) {
    await using studio = await openTestStudio(project);
    await studio.ready("hello");
    expect(await (await fetch(studio.http)).text()).toBe(expected);
  }
  await using studio = await openTestStudio(project);
  expect(await studio.api.invocations({ limit: 10 })).toHaveLength(2);
  const history = await studio.api.keyHistory({ backend: "keyvalue", bucket: "default", key: "hits" }, 10);
  expect(history.map(({ writer }) => writer.kind)).toEqual(["invocation", "invocation"]);
});

it("begins anew when asked to, and throws nothing away", async () => {
  const project = await testProject({ components: { hello: await httpHello() } });
  for (const fresh of [false, true]) {
    await using studio = await openTestStudio(project, { fresh });
    await studio.ready("hello");
    expect(await (await fetch(studio.http)).text()).toBe("hello 1\n");
  }
});

it("answers many at once, each with a count of its own", async () => {
  const project = await testProject({ components: { hello: await httpHello() } });
  await using studio = await openTestStudio(project);
  await studio.ready("hello");
  const answers = await Promise.all(
    Array.from({ length: 150 }, async () => Number((await (await fetch(studio.http)).text()).slice("hello ".length))),
  );
  expect(answers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, at) => at + 1));
  // A client has its answer before its invocation has come to its end.
  const invocations = await studio.until(async () => {
    const all = await studio.api.invocations({ limit: 1_000 });
    return all.every(({ outcome }) => outcome !== undefined) && all;
  });
  expect(invocations.map(({ outcome, calls, changes }) => [outcome, calls, changes])).toEqual(
    Array.from({ length: 150 }, () => ["ok", 10, 1]),
  );
});
