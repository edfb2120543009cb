import { afterAll, beforeAll, expect, it } from "vitest";

import type { InvocationDetail, InvocationId } from "../../../shared/model.ts";
import { heavy } from "../fixtures/heavy.ts";
import { openTestStudio, testProject, type TestStudio } from "../test-studio.ts";

/** A million of anything takes a while where the machine is busy; nothing below depends on how long. */
const PATIENCE_MS = 10 * 60_000;
const MILLION = 1_000_000;
const MIB = 1024 * 1024;
/** What the journal may hold: however slow a flood is, and so however much of it is kept one by one. */
const MAX_JOURNAL_BYTES = 256 * MIB;

let studio: TestStudio;
beforeAll(async () => {
  const settings = { heavy: { limits: { guestTimeMs: PATIENCE_MS, memoryMiB: 1024 } } };
  studio = await openTestStudio(await testProject({ components: { heavy: await heavy() }, settings }));
  await studio.ready("heavy");
});
afterAll(() => studio[Symbol.asyncDispose]());

function call(target: string, ...args: readonly unknown[]) {
  return studio.api.invoke({ component: "heavy", target, args });
}

/** The record of the newest invocation once it runs and has made so many calls. */
function runningWith(target: string, calls: number): Promise<InvocationDetail> {
  return studio.invocation(
    (newest) => newest.title.includes(target) && newest.outcome === undefined && newest.calls >= calls,
  );
}

/** Another call is served, and what the project is can be asked. */
async function expectUnnoticed(): Promise<void> {
  expect((await studio.api.project()).components).toHaveLength(1);
  expect(await call("length", "next")).toMatchObject({ outcome: "ok", value: 4 });
}

/** Every call was counted, the first and the last are there to be looked at, and the journal is no larger than it may be. */
async function expectKept(id: InvocationId, calls: number): Promise<void> {
  const detail = await studio.ended(id);
  expect(detail.calls).toBe(calls);
  const page = async (after: number) =>
    (await studio.api.hostCalls({ invocation: id, after, limit: 1_000 })).filter((call) => call.interface !== "")
      .length;
  expect([await page(0), await page(calls - 4_000)]).toEqual([
    expect.toSatisfy((kept: number) => kept >= 999) as number,
    1_000,
  ]);
  expect(await journalBytes()).toBeLessThan(MAX_JOURNAL_BYTES);
}

async function journalBytes(): Promise<number> {
  return (await studio.until(async () => (await studio.api.project()).journal)).bytes;
}

it(
  "a million host calls: window and next call do not wait, every call is counted, the record is bounded",
  async () => {
    const flood = call("log-then-loop", MILLION);
    const { id } = await runningWith("log-then-loop", 1);
    await expectUnnoticed();
    // An error is told at once, also where calls are only counted.
    await studio.until(async () => {
      const [refused] = await studio.api.hostCalls({ invocation: id, after: MILLION + 1, limit: 1 });
      return refused?.outcome === "err";
    });
    // It ends only because it is killed: all of this is answered while it runs.
    await expectUnnoticed();
    await studio.api.kill(id);
    expect((await flood).outcome).toBe("killed");
    await expectKept(id, MILLION + 2);
  },
  PATIENCE_MS,
);

it.each([
  ["make-fields", true, 512],
  ["make-fields", false, 2_048],
])(
  "%s, a million of them, dropped: %s: window and next call do not wait, memory and record stay bounded",
  async (target, drop, growthMiB) => {
    const before = process.memoryUsage().rss;
    const made = call(target, MILLION, drop);
    const { id } = await runningWith(target, 1_000);
    await studio.api.project();
    expect((await studio.api.invocation(id)).outcome).toBeUndefined();
    await expectUnnoticed();
    expect(await made).toMatchObject({ outcome: "ok", invocation: id });
    expect((process.memoryUsage().rss - before) / MIB).toBeLessThan(growthMiB);
    await expectKept(id, MILLION);
    await expectUnnoticed();
  },
  PATIENCE_MS,
);

it(
  "a message of 64 MiB and values of 100 MB: answers come meanwhile, the record keeps their beginning",
  async () => {
    const before = await journalBytes();
    const long = "z".repeat(100_000_000);
    for (const [target, arg] of [
      ["log-once", 64 * MIB],
      ["length", long],
      ["bytes", long.length],
    ] as const) {
      const whole = call(target, arg);
      const first = await Promise.race([whole.then(() => "the call"), studio.api.project().then(() => "the project")]);
      expect(first).toBe("the project");
      const { outcome, invocation, value } = await whole;
      expect(outcome).toBe("ok");
      if (target === "length") expect(value).toBe(long.length);
      if (target === "bytes") expect(String(value).length).toBe(long.length);
      const { args, value: kept } = await studio.ended(invocation);
      expect(JSON.stringify([args, kept]).length).toBeLessThan(300 * 1024);
      const [line] = await studio.api.logs({ invocation, limit: 1 });
      if (target === "log-once") {
        expect([line?.cut, (line?.text.length ?? 0) < 64 * 1024]).toEqual([true, true]);
      }
      await expectUnnoticed();
    }
    expect((await journalBytes()) - before).toBeLessThan(4 * MIB);
  },
  PATIENCE_MS,
);

it("a million headers: the guest is ended before they are a burden to anybody, and told why", async () => {
  const reply = await call("append-headers", MILLION);
  const detail = await studio.ended(reply.invocation);
  expect([detail.outcome, detail.trap?.kind]).toEqual(["trap", "host"]);
  expect(detail.reason).toMatch(/^fields of more than \d+ bytes$/);
  const answer = await fetch(studio.http);
  expect(answer.status).toBe(500);
  expect(await answer.text()).toContain("fields of more than");
  await expectUnnoticed();
});

it("recursion without an end: the next call does not notice", async () => {
  for (let round = 0; round < 3; round++) {
    const reply = await call("recurse");
    expect((await studio.ended(reply.invocation)).trap?.repeating).toEqual(["recurse"]);
    await expectUnnoticed();
  }
});
