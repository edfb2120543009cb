import { afterAll, beforeAll, expect, it } from "vitest";

import { guest, httpHello } from "../../../test/guests/guests.ts";
import { studioMethods } from "../../shared/contract.ts";
import type { StudioEvents } from "../../shared/contract.ts";
import { pairedPorts } from "../../shared/port.ts";
import { openTestStudio, type TestProject, testProject, type TestStudio, windowOf } from "./test-studio.ts";

let project: TestProject;
let studio: TestStudio;
beforeAll(async () => {
  project = await testProject({
    components: { kv: await guest("kv"), flood: await guest("log-flood"), hello: await httpHello() },
  });
  studio = await openTestStudio(project);
  for (const name of ["kv", "flood", "hello"]) await studio.ready(name);
});
afterAll(() => studio[Symbol.asyncDispose]());

/** The first event that fits, of those told from now on. */
function told<K extends keyof StudioEvents>(
  name: K,
  fits: (value: StudioEvents[K]) => boolean,
  window = studio.window,
) {
  return new Promise<StudioEvents[K]>((resolve) => {
    const stop = window.on(name, (value) => {
      if (!fits(value)) return;
      stop();
      resolve(value);
    });
  });
}

it("tells every window of an invocation that runs, ends, logs and changes state", async () => {
  const other = windowOf(studio.studio);
  const ended = told(
    "invocations-changed",
    (all) => all.some(({ title, outcome }) => title.includes("increment") && outcome === "ok"),
    other,
  );
  const changed = told("state-changed", (all) => all.length > 0, other);
  const reply = await studio.api.invoke({ component: "kv", target: "increment", args: ["told", 1] });
  expect((await ended).find(({ id }) => id === reply.invocation)).toMatchObject({ outcome: "ok", changes: 1 });
  expect(await changed).toEqual([{ backend: "keyvalue", kind: "keyvalue", bucket: "default" }]);

  const logged = told("logs-appended", (lines) => lines.length > 0, other);
  await studio.api.invoke({ component: "flood", target: "run", args: [1, 5] });
  expect(await logged).toMatchObject([{ component: "flood", source: "logging", context: "flood", text: "xxxxx" }]);
  other.close();
});

it("tells of what a person edits, and undoes it", async () => {
  const ref = { backend: "keyvalue", bucket: "edited", key: "k" };
  const changed = told("state-changed", (all) => all.some(({ bucket }) => bucket === "edited"));
  const version = await studio.api.setValue({ ...ref, value: new Uint8Array([1, 2]), expected: 0 });
  await changed;
  await expect(studio.api.setValue({ ...ref, value: new Uint8Array(), expected: 0 })).rejects.toMatchObject({
    code: "state-conflict",
  });
  const removed = await studio.api.deleteKeys("keyvalue", "edited", ["k"]);
  await expect(studio.api.value(ref)).rejects.toMatchObject({ code: "state-not-found" });
  await studio.api.undo(removed);
  expect((await studio.api.value(ref)).bytes).toEqual(new Uint8Array([1, 2]));
  expect((await studio.api.keyHistory(ref, 10)).map(({ writer }) => writer)).toEqual([
    { kind: "person", action: "undone" },
    { kind: "person", action: "deleted" },
    { kind: "person", action: "edited" },
  ]);
  expect((await studio.api.keyHistory(ref, 10)).at(-1)?.version).toBe(version);
});

it("tells of a new build, and of the journal when it is cleared", async () => {
  const bytes = await httpHello({ text: "another" });
  const size = bytes.length;
  const swapped = told("project-changed", ({ components }) =>
    components.some(({ name, state, build }) => name === "hello" && state === "ready" && build?.size === size),
  );
  await project.replace("hello", bytes);
  await swapped;
  await studio.api.invoke({ component: "kv", target: "get", args: ["told"] });
  const cleared = told("journal-cleared", () => true);
  await studio.api.clearJournal();
  await cleared;
  expect(await studio.api.invocations({ limit: 10 })).toEqual([]);
  expect(await studio.api.invoke({ component: "kv", target: "increment", args: ["told", 1] })).toMatchObject({
    value: 2,
  });
});

it("keeps up with a guest that floods the log, and says what was left out", async () => {
  const reply = await studio.api.invoke({ component: "flood", target: "run", args: [30_000, 40] });
  expect(reply.outcome).toBe("ok");
  const { calls, aggregates } = await studio.ended(reply.invocation);
  expect(calls).toBe(30_000);
  const kept = await studio.hostCalls(reply.invocation);

  const summed = aggregates.reduce((sum, each) => sum + each.calls, 0);
  expect(kept.length + summed).toBe(30_000);
});

it("answers nonsense on its port with an error or not at all, and goes on", async () => {
  const [port, theirs] = pairedPorts();
  using _window = studio.studio.connect(theirs);
  const answers = new Map<unknown, { t: string }>();
  port.onMessage((message) => {
    const { t, id } = message as { t: string; id?: number };
    if (id !== undefined) answers.set(id, { t });
  });
  const garbage = [undefined, null, 0, "", "call", [], {}, new Uint8Array(9), new Map(), { t: "call" }, { t: 7 }];
  const shapeless = [
    { t: "call", id: "1", method: "project", args: [] },
    { t: "call", id: 1, method: ["project"], args: [] },
    { t: "call", id: 1, method: "project", args: "none" },
    { t: "abort", id: 99 },
    { t: "ok", id: 1, value: 1 },
    { t: "event", name: "project-changed" },
  ];
  for (const message of [...garbage, ...shapeless]) port.post(message);
  const inputs: unknown[][] = [
    [],
    [null],
    [Number.NaN, -1],
    ["__proto__", "constructor", "x"],
    [{ limit: "many", before: {}, filter: 7, component: [], invocation: "1" }],
    [{ limit: 1e308, backend: {}, bucket: 1, key: [], version: -1, run: {}, args: {}, target: {}, method: 1 }],
    [[], [[]], [Number.MAX_SAFE_INTEGER + 2]],
    ["keyvalue", "default", ["\ud800"], 1, 2, 3, 4],
  ];
  let id = 0;
  // Answered only when the window goes.
  const methods = [...studioMethods].filter((method) => method !== "attendEgress");
  for (const method of [...methods, "constructor", "toString", "__proto__", ""]) {
    for (const args of inputs) port.post({ t: "call", id: ++id, method, args });
  }
  const window = windowOf(studio.studio);
  await studio.until(
    async () =>
      answers.size === id ||
      (await window.api.invoke({ component: "kv", target: "increment", args: ["nonsense", 1] })).outcome !== "ok",
  );
  expect(answers.size).toBe(id);
  expect((await window.api.project()).components.map(({ state }) => state)).toEqual(["ready", "ready", "ready"]);
  expect(await window.api.invoke({ component: "kv", target: "get", args: ["nonsense"] })).toMatchObject({
    outcome: "ok",
  });
  expect((await window.api.project()).problems).toEqual([]);
  window.close();
});
