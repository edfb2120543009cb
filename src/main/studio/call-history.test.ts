import { statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, describe, expect, test } from "vitest";

import { guest } from "../../../test/guests/guests.ts";
import { PinnedCalls } from "./pinned-calls.ts";
import { TempProject } from "./project/testing/temp-project.ts";
import { openTestStudio, testProject, type TestProject } from "./test-studio.ts";

const TITLE = "test:kv/ops@0.1.0#get";
let project: TestProject;
beforeAll(async () => {
  project = await testProject({ components: { kv: await guest("kv") } });
});

describe("the history of calls", () => {
  test("begins with invocation 1, is searched by what was sent, and outlives the studio and, pinned, the journal", async () => {
    let first: number;
    {
      await using studio = await openTestStudio(project);
      await studio.ready("kv");
      const { invocation } = await studio.api.invoke({ component: "kv", target: "get", args: ["alpha%"] });
      await studio.api.invoke({ component: "kv", target: "get", args: ["beta"], via: "command-line" });
      first = invocation;
      expect(first).toBe(1);
      await studio.ended(invocation + 1);
    }
    await using studio = await openTestStudio(project);
    const sent = (search: string, more: object = {}) =>
      studio.api.sentCalls({ kind: "function", search, limit: 10, ...more });
    expect((await sent("")).map(({ id, title, sent: text }) => [id, title, text])).toEqual([
      [first + 1, TITLE, '["beta"]'],
      [first, TITLE, '["alpha%"]'],
    ]);
    expect((await sent("GET alpha%")).map(({ id }) => id)).toEqual([first]);
    expect((await sent("alpha _")).map(({ id }) => id)).toEqual([]);
    expect((await sent("", { before: first + 1 })).map(({ id }) => id)).toEqual([first]);
    expect(await sent("", { component: "other" })).toEqual([]);
    expect(await sent("", { title: "set" })).toEqual([]);
    expect(await studio.api.sentCalls({ kind: "http", limit: 10 })).toEqual([]);

    const pin = await studio.api.pinCall(first);
    expect(await studio.api.pinCall(first)).toEqual(pin);
    await studio.api.clearJournal();
    expect(await sent("")).toEqual([]);
    expect(await studio.api.pinnedCalls()).toEqual([
      expect.objectContaining({ invocation: first, component: "kv", kind: "function", title: TITLE, args: ["alpha%"] }),
    ]);
    await expect(studio.api.pinCall(first + 1)).rejects.toMatchObject({ code: "request-invalid" });
    await studio.api.unpinCall(pin.id);
    await studio.api.unpinCall(pin.id);
    expect(await studio.api.pinnedCalls()).toEqual([]);
  });
});

const CALL = {
  id: 4,
  component: "api",
  build: "00",
  cause: { kind: "person", via: "window" },
  kind: "http",
  title: "POST /x",
  startedAt: 0,
  calls: 0,
  changes: 0,
  logs: 0,
  caused: [],
  aggregates: [],
} as const;
const request = (kept: Uint8Array, total = kept.length) => ({
  ...CALL,
  request: { method: "POST", target: "/x", headers: [["a", "b"]] as const, body: { kept, total } },
});

describe("pinned calls", () => {
  const open = (folder: TempProject) =>
    new PinnedCalls({ stateFolder: folder.root, now: () => 5, onChange: () => undefined });

  test("keep a request with its text, for nobody else to read", () => {
    using folder = new TempProject();
    open(folder).pin(request(new TextEncoder().encode("ä")));
    expect(open(folder).list()).toEqual([
      expect.objectContaining({ request: { method: "POST", target: "/x", headers: [["a", "b"]], body: "ä" } }),
    ]);
    if (process.platform !== "win32") expect(statSync(folder.path("pinned-calls.json")).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["was cut", request(Uint8Array.of(65), 2)],
    ["is no text", request(Uint8Array.of(0xff))],
    ["was not recorded", CALL],
  ])("refuse one whose body %s", (_what, call) => {
    using folder = new TempProject();
    expect(() => open(folder).pin(call)).toThrow(expect.objectContaining({ code: "request-invalid" }));
  });

  test("take nothing from a file that is damaged, foreign or a link", () => {
    using folder = new TempProject({ outside: '[{"id":"x"}]' });
    const file = folder.path("pinned-calls.json");
    writeFileSync(file, "[{");
    expect(open(folder).list()).toEqual([]);
    writeFileSync(file, JSON.stringify([null, 5, { id: "x", kind: "http" }, { id: 1, kind: "function", args: [] }]));
    expect(open(folder).list()).toEqual([]);
    using other = new TempProject();
    open(other).pin(request(Uint8Array.of(65)));
    using linked = new TempProject();
    symlinkSync(other.path("pinned-calls.json"), linked.path("pinned-calls.json"));
    expect([open(other).list().length, open(linked).list().length]).toEqual([1, 0]);
  });

  test("that cannot be written say so and stay as they were", () => {
    using folder = new TempProject();
    const pins = new PinnedCalls({
      stateFolder: join(folder.root, "absent"),
      now: () => 5,
      onChange: () => undefined,
    });
    expect(() => pins.pin(request(Uint8Array.of(65)))).toThrow(expect.objectContaining({ code: "store-not-writable" }));
    expect(pins.list()).toEqual([]);
  });
});
