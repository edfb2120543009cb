import { afterAll, beforeAll, expect, it } from "vitest";

import { guest } from "../../../../test/guests/guests.ts";
import { starter } from "../fixtures/guests.ts";
import { openTestStudio, type TestProject, testProject, type TestStudio } from "../test-studio.ts";

let project: TestProject;
let studio: TestStudio;
beforeAll(async () => {
  project = await testProject({
    components: { asks: await starter("asks the clock"), swapped: await guest("trap-unreachable"), late: undefined },
    settings: { swapped: { limits: { guestTimeMs: 300 } }, late: { limits: { guestTimeMs: 300 } } },
  });
  studio = await openTestStudio(project);
  await studio.ready("asks");
  await studio.ready("swapped");
});
afterAll(() => studio[Symbol.asyncDispose]());

it("is in the record: of the look whether a build links, and below its own span in each call", async () => {
  const linked = await studio.api.invocations({ limit: 10 });
  expect(linked.map(({ component, outcome, title, cause }) => [component, outcome, title, cause.kind])).toEqual([
    ["asks", "ok", "instantiate, to see whether it links", "reload"],
  ]);
  const reply = await studio.api.invoke({ component: "asks", target: "answer", args: [] });
  expect(reply).toMatchObject({ outcome: "ok", value: 7 });
  const calls = await studio.api.hostCalls({ invocation: reply.invocation, limit: 10 });
  expect(calls.map(({ seq, parent, function: name, outcome }) => [seq, parent, name, outcome])).toEqual([
    [1, 0, "instantiate", "ok"],
    [2, 1, "now", "ok"],
  ]);
});

it.each([
  ["traps", /cannot be instantiated: unreachable executed/],
  ["loops", /does not finish its initiali[sz]ation within 0\.3 s/],
] as const)("that %s keeps a build from taking over, and a first one from serving", async (how, says) => {
  const before = (await studio.api.component("swapped")).build?.digest;
  await project.replace("swapped", await starter(how));
  await project.replace("late", await starter(how));
  const stale = await studio.until(async () => {
    const component = await studio.api.component("swapped");
    return component.state === "stale" && says.test(component.why ?? "") && component;
  });
  expect(stale.build?.digest).toBe(before);
  expect(await studio.api.invoke({ component: "swapped", target: "answer", args: [] })).toMatchObject({ value: 7 });
  const failed = await studio.until(async () => {
    const component = await studio.api.component("late");
    return component.state === "failed" && says.test(component.why ?? "") && component;
  });
  expect(failed.build).toBeUndefined();
});
