import type { StudioApi } from "../src/shared/contract.ts";
import { guest } from "../test/guests/guests.ts";
import { copyOfExample, projectOf } from "./fixtures/project.ts";
import { expect, LOST_CONNECTION, test } from "./fixtures/studio.ts";

const KV = "test:kv/ops@0.1.0#";

test("a guest that loops is seen while it does, with what it did before", async ({ open, keep, picture }) => {
  // Ended by hand: however long the window takes to show it, it runs.
  const project = await keep(projectOf("counts", await guest("kv"), { limits: { guestTimeMs: 3_600_000 } }));
  const studio = await open(project);
  const { activity } = studio.window;
  const reply = studio.api.invoke({ component: "counts", target: `${KV}increment-then-loop`, args: ["steps", 3] });
  const row = activity.rows(/increment-then-loop/);
  await expect(activity.outcome(row)).toContainText("running");
  await expect(activity.killButton(row)).toBeVisible();
  await activity.choose(row);
  await expect(activity.span("atomics.increment")).toHaveText([/"steps" 1 → 1/, /"steps" 1 → 2/, /"steps" 1 → 3/]);
  await picture(studio, "looping");
  await activity.killButton(row).click();
  await reply;
  await expect(activity.killButton(row)).toHaveCount(0);
  await expect(activity.span("atomics.increment")).toHaveCount(3);
});

test("a guest that loops is ended by its time limit, and what it did before is on record", async ({
  open,
  keep,
  picture,
}) => {
  const project = await keep(projectOf("counts", await guest("kv"), { limits: { guestTimeMs: 2000 } }));
  const studio = await open(project);
  const { activity, call, keyvalue } = studio.window;
  await studio.window.go("Exports");
  await call.chooseFunction(`${KV}increment-then-loop`);
  await call.field("key").fill("steps");
  await call.field("times").fill("3");
  await call.callButton.click();

  await studio.window.go("Activity");
  const row = activity.rows(/increment-then-loop/);
  await activity.choose(row);
  await expect(activity.outcome(row)).toHaveText("timeout");
  await expect(activity.killButton(row)).toHaveCount(0);
  await expect(activity.reason).toContainText("guest time");
  await expect(activity.span("atomics.increment")).toHaveText([/"steps" 1 → 1/, /"steps" 1 → 2/, /"steps" 1 → 3/]);
  await picture(studio, "timed-out");

  await studio.window.go("Exports");
  await call.chooseFunction(`${KV}increment`);
  await call.field("key").fill("steps");
  await call.field("by").fill("4");
  await call.callButton.click();
  await expect(call.resultText).toHaveText("7");
  await studio.window.go("Key-value");
  await keyvalue.choose("steps");
  await expect(keyvalue.value).toContainText("7");
});

test("a request that loops answers its client with an error, and the next request is served", async ({
  open,
  keep,
}) => {
  const { window, http } = await open(await keep(copyOfExample({ guestTimeMs: 1500 })));
  const { activity } = window;
  expect((await fetch(`${http}/count`)).status).toBe(200);
  const looping = await fetch(`${http}/loop`);
  expect(looping.status).toBeGreaterThanOrEqual(500);
  const row = activity.rows(/^GET \/loop$/);
  await expect(activity.outcome(row)).toHaveText("timeout");
  await activity.choose(row);
  await activity.openTab("Logs");
  await expect(activity.logLines).toContainText("entering a loop that never ends");
  expect(await (await fetch(`${http}/count`)).json()).toEqual({ count: 2 });
});

test("a running invocation is killed from its row and from its detail", async ({ open, keep }) => {
  const project = await keep(projectOf("loop", await guest("loop")));
  const { window, api } = await open(project);
  const { activity } = window;
  const rows = activity.rows(/run/);
  for (const press of [
    async () => activity.killButton(rows.last()).click(),
    async () => {
      await activity.choose(rows.last());
      await activity.kill();
    },
  ]) {
    const before = await rows.count();
    const reply = api.invoke({ component: "loop", target: "run", args: [2] });
    await expect(rows).toHaveCount(before + 1);
    await expect(activity.outcome(rows.last())).toContainText("running");
    await press();
    await expect(activity.outcome(rows.last())).toHaveText("killed");
    expect((await reply).outcome).toBe("killed");
  }
});

test("a trap shows its reason, and keeps what was written before it", async ({ open, keep, picture }) => {
  const studio = await open(await keep(projectOf("counts", await guest("kv"))));
  const { activity, call } = studio.window;
  await studio.window.go("Exports");
  await call.chooseFunction(`${KV}increment-then-trap`);
  await call.field("key").fill("steps");
  await call.field("times").fill("2");
  await call.callButton.click();
  await expect(call.outcome).toHaveText("trap");
  await call.seeInvocation();
  const row = activity.rows(/increment-then-trap/);
  await expect(activity.outcome(row)).toHaveText("trap");
  await expect(activity.reason).toContainText("unreachable");
  await activity.openTab("Changes");
  await expect(activity.changes).toHaveCount(2);
  await picture(studio, "trap");
});

test("an import that nobody offers is a problem from the start, and traps by its name only where it is called", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(projectOf("stranger", await guest("unknown-import"))));
  const { activity, call, component, problems } = studio.window;
  await studio.window.go("Problems");
  await expect(problems.items).toContainText(["acme:thing/api@1.0.0"]);
  await studio.window.goToComponent("stranger");
  await expect(component.imports).toContainText([/acme:thing\/api@1\.0\.0.*calls of it trap/]);
  await component.openTab("Exports");
  await expect(component.exports.first()).toContainText("run");
  await picture(studio, "not-offered");

  await studio.window.go("Exports");
  await call.chooseFunction("answer");
  await call.callButton.click();
  await expect(call.outcome).toHaveText("ok");
  await call.chooseFunction("run");
  await call.callButton.click();
  await expect(call.outcome).toHaveText("trap");
  await call.seeInvocation();
  await expect(activity.outcome(activity.chosenRow)).toHaveText("trap");
  await expect(activity.reason).toContainText("acme:thing/api");
});

test("a studio that was killed in the middle of writes comes back with the count, the history and honest outcomes", async ({
  shell,
  openFragile,
  keep,
  complaints,
  picture,
}) => {
  test.skip(shell === "electron", "kills the process of a served studio, which the app does not have");
  complaints.expect(LOST_CONNECTION);
  const studio = await openFragile(
    await keep(projectOf("counts", await guest("kv"), { limits: { guestTimeMs: 60_000 } })),
  );
  const { window } = studio;
  const { activity, keyvalue } = window;
  await studio.api.invoke({ component: "counts", target: `${KV}increment`, args: ["before", 5] });
  const writing = studio.api.invoke({ component: "counts", target: `${KV}increment-times`, args: ["flood", 1e6] });
  const lost = expect(writing).rejects.toThrow();
  await expect(activity.outcome(activity.rows(/increment-times/))).toContainText("running");
  const seen = await countOf(studio.api, "flood", 100);

  await studio.kill();
  await lost;
  await window.inState("lost");
  await expect(window.lostBanner).toBeVisible();
  const { link, api } = await studio.restart();
  await expect(window.lostBanner).toContainText("The studio was started again");
  await picture(studio, "lost");
  await window.page.goto(link);
  await window.ready();

  await expect(activity.outcome(activity.rows(/\.increment$/))).toHaveText("ok");
  await expect(activity.outcome(activity.rows(/\.increment-times$/))).toHaveText("killed");
  await window.go("Key-value");
  await keyvalue.choose("before");
  await expect(keyvalue.value).toContainText("5");
  const kept = await countOf(api, "flood", seen);
  await keyvalue.choose("flood");
  await expect(keyvalue.value).toContainText(String(kept));
  await keyvalue.openHistory();
  await expect(keyvalue.versions.first()).toContainText(`"${kept}"`);
  await expect(keyvalue.versions.nth(1)).toContainText(`"${kept - 1}"`);
  await picture(studio, "back");

  const next = await api.invoke({ component: "counts", target: `${KV}increment`, args: ["flood", 1] });
  expect(next.value).toBe(kept + 1);
  await expect(keyvalue.versions.first()).toContainText(`"${kept + 1}"`);
});

/** What a counter of the guest stands at, as soon as that is at least `least`. */
async function countOf(api: StudioApi, key: string, least: number): Promise<number> {
  const read = async () => {
    const value = await api.value({ backend: "keyvalue", bucket: "default", key }).catch(() => undefined);
    return value === undefined ? 0 : Number(new TextDecoder().decode(value.bytes));
  };
  await expect.poll(read).toBeGreaterThanOrEqual(least);
  return read();
}
