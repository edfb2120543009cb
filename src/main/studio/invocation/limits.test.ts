import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { guest, type GuestName } from "../../../../test/guests/guests.ts";
import { waiter } from "../fixtures/guests.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";

const GUESTS: readonly GuestName[] = ["grow-memory", "kv", "loop", "stack-overflow", "trap-unreachable"];
const GUEST_TIME_MS = 400;

let studio: TestStudio;
beforeAll(async () => {
  const built = await Promise.all(GUESTS.map(async (name) => [name, await guest(name)] as const));
  const project = await testProject({
    components: { ...Object.fromEntries(built), waiter: await waiter() },
    settings: {
      loop: { limits: { guestTimeMs: GUEST_TIME_MS } },
      waiter: { limits: { guestTimeMs: GUEST_TIME_MS } },
      "grow-memory": { limits: { memoryMiB: 16 } },
    },
  });
  studio = await openTestStudio(project);
  for (const name of [...GUESTS, "waiter"]) await studio.ready(name);
});
afterAll(() => studio[Symbol.asyncDispose]());

/** Calls an export and gives the reply with the record of the call. */
async function invoke(component: string, target: string, ...args: unknown[]) {
  const reply = await studio.api.invoke({ component, target, args });
  return { reply, detail: await studio.ended(reply.invocation) };
}

describe("a guest that loops", () => {
  it("is ended when its time is up; the calls it made before are in the record, and the next call works", async () => {
    for (let round = 0; round < 3; round++) {
      const { reply, detail } = await invoke("loop", "run", 3);
      expect(reply.outcome).toBe("timeout");
      expect(detail).toMatchObject({
        outcome: "timeout",
        reason: "ran 0.4 s of guest time (limits.guestTimeMs)",
        calls: 3,
        logs: 3,
      });
      const calls = await studio.hostCalls(reply.invocation);
      expect(calls.map((call) => [call.function, call.outcome])).toEqual(Array(3).fill(["log", "ok"]));
      const lines = await studio.api.logs({ invocation: reply.invocation, limit: 10 });
      expect(lines.map(({ text, level, context }) => [text, level, context])).toEqual(
        Array(3).fill(["about to loop", "info", "loop"]),
      );
    }
  });

  it("holds up only as many others as there are workers, and those get their turn", async () => {
    const many = await Promise.all(
      Array.from({ length: 12 }, () => studio.api.invoke({ component: "loop", target: "run", args: [1] })),
    );
    expect(many.map(({ outcome }) => outcome)).toEqual(Array(12).fill("timeout"));
    expect(new Set(many.map(({ invocation }) => invocation)).size).toBe(12);
    for (const { invocation } of many) expect(await studio.ended(invocation)).toMatchObject({ calls: 1 });
  });

  it("keeps a call waiting only as long as its caller wants", async () => {
    const running = new AbortController();
    const busy = Array.from({ length: 8 }, () =>
      studio.api.invoke({ component: "kv", target: "increment-then-loop", args: ["busy", 0] }, running.signal),
    );
    const caller = new AbortController();
    const waiting = studio.api.invoke({ component: "kv", target: "get", args: ["busy"] }, caller.signal);
    // Answered after every call above was taken on.
    await studio.api.project();
    caller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "invocation-aborted" });
    running.abort();
    for (const ended of await Promise.allSettled(busy)) {
      if (ended.status === "fulfilled") expect(ended.value.outcome).toBe("killed");
      else expect(ended.reason).toMatchObject({ code: "invocation-aborted" });
    }
    expect((await invoke("kv", "increment", "after", 1)).reply).toMatchObject({ outcome: "ok", value: 1 });
  });

  it("keeps what it wrote before", async () => {
    const call = studio.api.invoke({ component: "kv", target: "increment-then-loop", args: ["looped", 5] });
    const running = await studio.until(async () => {
      const [newest] = await studio.api.invocations({ limit: 1 });
      return newest?.title.includes("increment-then-loop") === true && newest.changes === 5 && newest;
    });
    await studio.api.kill(running.id);
    expect(await call).toMatchObject({ outcome: "killed", invocation: running.id });
    const detail = await studio.ended(running.id);
    expect(detail).toMatchObject({ outcome: "killed", reason: "ended by you", changes: 5 });
    expect(detail.changed).toHaveLength(5);
    expect((await invoke("kv", "increment", "looped", 1)).reply).toMatchObject({ outcome: "ok", value: 6 });
  });

  it("is killed when its caller gives up", async () => {
    const caller = new AbortController();
    const call = studio.api.invoke(
      { component: "kv", target: "increment-then-loop", args: ["abandoned", 1] },
      caller.signal,
    );
    await studio.invocation(({ title, changes }) => title.includes("increment-then-loop") && changes === 1);
    caller.abort();
    const reply = await call;
    expect(reply.outcome).toBe("killed");
    expect(await studio.ended(reply.invocation)).toMatchObject({ outcome: "killed", reason: "the caller gave up" });
  });

  it("cannot be killed once it is over, and saying so changes nothing", async () => {
    const { reply } = await invoke("kv", "get", "nothing");
    await expect(studio.api.kill(reply.invocation)).rejects.toMatchObject({ code: "request-invalid" });
    expect(await studio.ended(reply.invocation)).toMatchObject({ outcome: "ok" });
  });
});

describe("a guest that traps", () => {
  it("ends with the reason, keeps what it wrote, and the next call has a fresh instance", async () => {
    const { reply, detail } = await invoke("kv", "increment-then-trap", "trapped", 4);
    expect(reply.outcome).toBe("trap");
    expect(detail).toMatchObject({ outcome: "trap", reason: "unreachable executed", changes: 4 });
    expect((await invoke("kv", "increment", "trapped", 1)).reply).toMatchObject({ outcome: "ok", value: 5 });
  });

  it("says that its memory was at the limit", async () => {
    const { reply, detail } = await invoke("grow-memory", "run");
    expect(reply.outcome).toBe("trap");
    expect(detail.reason).toMatch(/^memory limit reached: the guest holds 16 of 16 MiB/);
    expect((await invoke("grow-memory", "grow-to", 10)).reply).toMatchObject({ outcome: "ok", value: 10 });
  });

  it("says that its stack was used up", async () => {
    const { reply, detail } = await invoke("stack-overflow", "run");
    expect([reply.outcome, detail.reason]).toEqual(["trap", "call stack exhausted"]);
  });
});

it("does not count waiting as a guest's time", async () => {
  const { reply, detail } = await invoke("waiter", "wait", GUEST_TIME_MS * 3 * 1_000_000);
  expect(reply.outcome).toBe("ok");
  expect(detail.durationMs).toBeGreaterThan(GUEST_TIME_MS * 3 - 1);
  expect(detail.guestMs).toBeLessThan(GUEST_TIME_MS);
  expect(await studio.callNames(reply.invocation)).toEqual([
    "wasi:clocks/monotonic-clock#subscribe-duration",
    "wasi:io/poll#pollable.block",
  ]);
});

it("can be killed while it waits", async () => {
  const call = studio.api.invoke({ component: "waiter", target: "wait", args: ["3600000000000"] });
  const waiting = await studio.until(async () => {
    const [newest] = await studio.api.invocations({ limit: 1 });
    if (newest?.outcome !== undefined || newest?.component !== "waiter") return false;
    return (await studio.hostCalls(newest.id)).length === 2 && newest;
  });
  const block = (await studio.hostCalls(waiting.id))[1];
  expect([block?.function, block?.outcome]).toEqual(["pollable.block", undefined]);
  await studio.api.kill(waiting.id);
  expect((await call).outcome).toBe("killed");
});
