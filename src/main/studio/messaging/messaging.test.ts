import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { StudioError } from "../../../shared/errors.ts";
import type { MessageView } from "../../../shared/model.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";
import { messenger, worker } from "./fixtures/guests.ts";

const utf8 = {
  from: (text: string) => new TextEncoder().encode(text),
  to: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
};

const TO_BUS = { import: "wasmcloud:messaging", to: "bus" };

let studio: TestStudio;
beforeAll(async () => {
  const handler = await worker();
  const project = await testProject({
    components: {
      api: await messenger(),
      worker: handler,
      audit: handler,
      strict: handler,
      left: handler,
      right: handler,
      "no-handler": await messenger(),
    },
    settings: {
      ...Object.fromEntries(["worker", "audit", "left", "right"].map((name) => [name, { links: [TO_BUS] }])),
      strict: { limits: { guestTimeMs: 500 }, links: [TO_BUS] },
    },
    manifest: {
      backends: { bus: { kind: "messaging" }, other: { kind: "messaging", keep: 5 } },
      triggers: {
        messages: [
          { bus: "bus", subject: "work.*", component: "worker" },
          { bus: "bus", subject: "work.>", component: "audit" },
          { bus: "bus", subject: "strict", component: "strict", concurrency: 1 },
          { bus: "bus", subject: "shared", queue: "half", component: "left" },
          { bus: "bus", subject: "shared", queue: "half", component: "right" },
          { bus: "bus", subject: "ping", component: "left" },
          { bus: "bus", subject: "pong", component: "right" },
          { bus: "bus", subject: "deaf", component: "no-handler" },
          { bus: "other", subject: "work.*", component: "worker" },
        ],
      },
    },
  });
  studio = await openTestStudio(project);
  for (const { name } of (await studio.api.project()).components) await studio.ready(name);
});
afterAll(() => studio[Symbol.asyncDispose]());

/** The newest message with this subject and body, once it fits. */
function message(subject: string, body: string, fits: (message: MessageView) => boolean = over): Promise<MessageView> {
  return studio.until(async () => {
    const found = await studio.api.messages({ filter: `subject:"${subject}"`, limit: 500 });
    return found.find((each) => each.subject === subject && utf8.to(each.body.kept) === body && fits(each));
  });
}

function over({ deliveries }: MessageView): boolean {
  return deliveries.every(({ outcome, reason }) => outcome !== undefined || reason !== undefined);
}

const publish = (subject: string, body: string) =>
  studio.api.publish({ backend: "bus", subject, body: utf8.from(body) });
const request = (subject: string, body: string, timeoutMs = 60_000) =>
  studio.api.requestMessage({ backend: "bus", subject, body: utf8.from(body), timeoutMs });

describe("what a guest publishes", () => {
  // `api` has no link to a messaging backend of its own: with two of them its calls say so.
  it("needs a link where several backends could be meant", async () => {
    const args = [{ subject: "work.a", body: { text: "x" }, "reply-to": null }];
    const { outcome, invocation } = await studio.api.invoke({ component: "api", target: "publish", args });
    expect(outcome).toBe("trap");
    expect((await studio.ended(invocation)).reason).toContain("wasmcloud:messaging/consumer");
  });
});

describe("a message of a person", () => {
  it("goes to every subscription that matches, and its record shows who got it and how that went", async () => {
    await publish("work.one", "hello");
    const { kind, from, deliveries, problem } = await message("work.one", "hello");
    expect({ kind, from, problem }).toEqual({ kind: "publish", from: { kind: "person" }, problem: undefined });
    expect(deliveries).toMatchObject([
      { component: "worker", subscription: "work.*", outcome: "ok" },
      { component: "audit", subscription: "work.>", outcome: "ok" },
    ]);
    const [first] = deliveries;
    expect(await studio.ended(first?.invocation ?? 0)).toMatchObject({ kind: "message", title: "work.one" });
  });

  it("reaches only patterns that take its tokens", async () => {
    await publish("work.one.deep", "hello");
    expect((await message("work.one.deep", "hello")).deliveries.map(({ component }) => component)).toEqual(["audit"]);
  });

  it("that nobody listens to says so", async () => {
    await publish("nowhere", "hello");
    expect(await message("nowhere", "hello")).toMatchObject({ deliveries: [], problem: "no subscriber matched" });
  });

  it.each(["", "a..b", "a b", "a.*"])("cannot go to %j", async (subject) => {
    await expect(publish(subject, "x")).rejects.toThrow(/invalid subject/);
  });

  it("whose handler fails or traps is delivered once, with what came of it", async () => {
    await publish("work.one", "!no");
    expect((await message("work.one", "!no")).deliveries).toMatchObject([{ outcome: "error" }, { outcome: "error" }]);
    await publish("work.one", "Trap");
    expect((await message("work.one", "Trap")).deliveries).toMatchObject([{ outcome: "trap" }, { outcome: "trap" }]);
  });

  it("for a component that cannot handle it is marked, and the project says what to do", async () => {
    await publish("deaf", "hello");
    const { deliveries } = await message("deaf", "hello");
    expect(deliveries[0]?.reason).toContain("exports no wasmcloud:messaging/handler");
    expect((await studio.problem(/undeliverable:no-handler/)).detail).toContain("triggers.messages");
  });

  it("goes to one member of a queue group, in turns", async () => {
    for (let i = 0; i < 6; i++) {
      await publish("shared", `turn ${i}`);
      await message("shared", `turn ${i}`);
    }
    const got = await Promise.all(Array.from({ length: 6 }, (_, i) => message("shared", `turn ${i}`)));
    expect(got.map(({ deliveries }) => deliveries.map(({ component }) => component))).toEqual(
      Array.from({ length: 3 }, () => [["left"], ["right"]]).flat(),
    );
  });
});

describe("a request", () => {
  it("gets the first reply, and both messages name each other", async () => {
    const reply = await request("work.two", "answer me");
    expect(utf8.to(reply.body)).toBe("answer me");
    const asked = await message("work.two", "answer me", ({ paired }) => paired !== undefined);
    expect(asked).toMatchObject({ kind: "request", replyTo: reply.subject });
    expect(await studio.api.message(asked.paired ?? 0)).toMatchObject({
      kind: "reply",
      subject: reply.subject,
      paired: asked.id,
    });
  });

  it("without anybody to answer fails at once", async () => {
    await expect(request("nowhere", "?")).rejects.toThrow(/no responders/);
  });

  it("that is not answered in time fails, and the message says so", async () => {
    await expect(request("strict", "!silent", 50)).rejects.toThrow(/request timed out/);
    expect((await message("strict", "!silent", ({ problem }) => problem !== undefined)).problem).toContain("50 ms");
  });

  it("to itself does not wait for itself", async () => {
    await publish("work.three", "?work.three");
    expect((await message("work.three", "?work.three")).deliveries).toMatchObject([
      { outcome: "ok" },
      { outcome: "ok" },
    ]);
    expect(await message("answers", "answers")).toMatchObject({ from: { kind: "invocation" } });
  });
});

describe("handlers", () => {
  it("of a subscription with concurrency 1 run one after the other, in order", async () => {
    const bodies = Array.from({ length: 20 }, (_, i) => `n${i}`);
    for (const body of bodies) await publish("strict", body);
    const got = await Promise.all(bodies.map((body) => message("strict", body)));
    const ids = got.map(({ deliveries }) => deliveries[0]?.invocation ?? 0);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    const runs = await Promise.all(ids.map((id) => studio.ended(id)));
    for (const [i, run] of runs.entries()) {
      const before = runs[i - 1];
      if (before !== undefined) {
        expect(run.startedAt).toBeGreaterThanOrEqual(before.startedAt + Math.floor(before.durationMs ?? 0) - 1);
      }
    }
  });

  it("that never end are ended, and the next message is handled", async () => {
    await publish("strict", "Loop");
    await publish("strict", "after");
    expect((await message("strict", "Loop")).deliveries).toMatchObject([{ outcome: "timeout" }]);
    expect((await message("strict", "after")).deliveries).toMatchObject([{ outcome: "ok" }]);
  });

  it("that publish to each other without end are stopped, and the loop is named", async () => {
    // Each passes it on to the subject in its body: `ping` is left, which sends to `ping` again.
    await publish("ping", ">ping");
    const { title, detail } = await studio.problem(/:loop:/);
    expect(title).toContain("left → left");
    expect(detail).toContain('"ping"');
    expect(
      (await message("ping", ">ping", ({ deliveries }) => deliveries[0]?.outcome === "error")).deliveries,
    ).toMatchObject([{ outcome: "error" }]);
  });

  it("show what published the message that made them run", async () => {
    await publish("work.four", ">pong");
    const { deliveries } = await message("work.four", ">pong");
    const cause = await studio.until(async () => {
      const found = await studio.api.invocation(deliveries[0]?.invocation ?? 0);
      return found.caused.length > 0 && found;
    });
    const [caused] = cause.caused;
    expect(caused).toMatchObject({ component: "right", kind: "message", cause: { kind: "message", by: cause.id } });
    // It passes the message on to itself until that is stopped; what comes later begins with silence.
    await studio.problem(/:loop:right/);
  });
});

it("a subscription says where the project file declares it", async () => {
  const found = (await studio.api.subscriptions()).map(({ subject, at }) => `${subject} ${at}`);
  expect(found[0]).toMatch(/^work\.\* vitrine\.jsonc:\d+:\d+$/);
  expect(new Set(found.map((each) => each.split(" ")[1])).size).toBe(found.length);
});

it("the buses of the project are told with what they keep, also one that nobody has used", async () => {
  expect(await studio.api.buses()).toEqual([
    { name: "bus", keep: 10_000 },
    { name: "other", keep: 5 },
  ]);
});

it("whoever publishes or requests learns where that is on the record, also without a reply", async () => {
  const published = await studio.api.publish({ backend: "bus", subject: "work.id", body: utf8.from("a") });
  expect(await studio.api.message(published)).toMatchObject({ subject: "work.id", kind: "publish" });
  const { request: asked } = await request("work.id", "answer me");
  const { kind, paired } = await studio.api.message(asked);
  expect(kind).toBe("request");
  expect(await studio.api.message(paired ?? 0)).toMatchObject({ kind: "reply", paired: asked });
  const refused: unknown = await request("nowhere.else", "x").catch((error: unknown) => error);
  const { message: lost } = (refused as StudioError).details as { readonly message: number };
  expect(await studio.api.message(lost)).toMatchObject({ subject: "nowhere.else", problem: "no responders" });
});

it("messages are found by the invocation that sent them or ran for them, with as much of a body as is asked", async () => {
  // The worker publishes all of its body to `answers`; nobody listens there.
  await publish("work.lineage", ">answers");
  const cause = await message("work.lineage", ">answers");
  const handler = cause.deliveries.find(({ component }) => component === "worker")?.invocation;
  const found = await studio.api.messages({ filter: `inv:${handler}`, limit: 10, bodyBytes: 3 });
  expect(found.map(({ subject, body }) => [subject, utf8.to(body.kept), body.total])).toEqual([
    ["answers", ">an", 8],
    ["work.lineage", ">an", 8],
  ]);
  await expect(studio.api.messages({ filter: "inv:last", limit: 1 })).rejects.toThrow(/number of an invocation/);
});

it("subscriptions count what they did", async () => {
  const found = (await studio.api.subscriptions()).find(({ subject }) => subject === "work.>");
  expect(found).toMatchObject({ backend: "bus", component: "audit", origin: "project", waiting: 0 });
  expect(found?.delivered).toBeGreaterThan(0);
  expect(found?.failed).toBeGreaterThan(0);
});

it("backends do not hear each other", async () => {
  await studio.api.publish({ backend: "other", subject: "work.x", body: utf8.from("elsewhere") });
  expect((await message("work.x", "elsewhere")).deliveries.map(({ component }) => component)).toEqual(["worker"]);
});

it("messages are found by filter and cleared", async () => {
  const found = await studio.api.messages({ filter: "to:left kind:publish -subject:ping", limit: 500 });
  expect(found.length).toBeGreaterThan(0);
  expect(found.every(({ subject }) => subject === "shared")).toBe(true);
  await expect(studio.api.messages({ filter: "subjekt:x", limit: 1 })).rejects.toThrow(/Did you mean subject:/);
  await studio.api.clearMessages();
  expect(await studio.api.messages({ limit: 1 })).toEqual([]);
});

describe("a project that says nothing about messages", () => {
  let plain: TestStudio;
  beforeAll(async () => {
    plain = await openTestStudio(await testProject({ components: { api: await messenger(), worker: await worker() } }));
    for (const name of ["api", "worker"]) await plain.ready(name);
  });
  afterAll(() => plain[Symbol.asyncDispose]());

  it("subscribes what handles messages as wash dev does", async () => {
    const views = await plain.until(async () => {
      const all = await plain.api.subscriptions();
      return all.length > 0 && all;
    });
    expect(views).toMatchObject([
      { backend: "messaging", subject: "wasmcloud.dev", component: "worker", origin: "default" },
    ]);
  });

  it("lets guests publish and request", async () => {
    const call = (target: string, args: readonly unknown[]) => plain.api.invoke({ component: "api", target, args });
    const publishing = (subject: string) =>
      call("publish", [{ subject, body: { text: "x" }, "reply-to": null }]).then(({ outcome, error }) => [
        outcome,
        error,
      ]);
    expect(await publishing("wasmcloud.dev")).toEqual(["ok", undefined]);
    expect(await publishing("a..b")).toEqual(["error", expect.stringContaining("invalid subject") as string]);
    const asking = (subject: string, text: string, timeoutMs: number) =>
      call("request", [subject, { text }, timeoutMs]).then(({ outcome, value, error }) => ({ outcome, value, error }));
    expect(await asking("wasmcloud.dev", "hi", 60_000)).toMatchObject({
      outcome: "ok",
      value: { body: { base64: btoa("hi") }, "reply-to": null },
    });
    expect(await asking("nowhere", "hi", 60_000)).toMatchObject({ outcome: "error", error: "no responders" });
    expect(await asking("wasmcloud.dev", "!", 0)).toMatchObject({ outcome: "error", error: "request timed out" });
  });
});
