import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { guest } from "../../../../../test/guests/guests.ts";
import type { InvocationDetail } from "../../../../shared/model.ts";
import { openTestStudio, testProject, type TestStudio } from "../../test-studio.ts";
import { asker, echoes, echoRelay, environment, front, hopper, oracle, outer } from "./fixtures/guests.ts";

const toKv = { links: [{ import: "test:kv/ops", to: { component: "kv" } }] };

function invoke(studio: TestStudio, component: string, target: string, ...args: unknown[]) {
  return studio.api.invoke({ component, target, args });
}

/** The record of a call that is not to end well. */
async function ended(
  studio: TestStudio,
  component: string,
  target: string,
  ...args: unknown[]
): Promise<InvocationDetail> {
  return studio.ended((await invoke(studio, component, target, ...args)).invocation);
}

describe("a call from component to component", () => {
  it("answers with the callee's values and errors; what the callee does hangs below it, on the callee's links", async () => {
    const project = await testProject({
      components: { front: await front(), kv: await guest("kv") },
      settings: { front: toKv, kv: { links: [{ import: "wasi:keyvalue", to: "other" }] } },
      manifest: { backends: { keyvalue: { kind: "keyvalue" }, other: { kind: "keyvalue" } } },
    });
    await using studio = await openTestStudio(project);
    const reply = await invoke(studio, "front", "increment", "hits", 5);
    expect(reply).toMatchObject({ outcome: "ok", value: 5 });
    const calls = await studio.hostCalls(reply.invocation);
    const build = (await studio.ready("kv")).build?.digest;
    const [first] = calls;
    const inKv = { parent: first?.seq, component: "kv", build, backend: "other" };
    expect(
      calls.map(({ parent, function: name, component, build: of, backend }) => ({
        parent,
        name,
        component,
        build: of,
        backend,
      })),
    ).toEqual([
      { parent: 0, name: "increment", component: undefined, build: undefined, backend: "kv" },
      { name: "open", ...inKv },
      { name: "increment", ...inKv },
      { parent: 0, name: "log", component: undefined, build: undefined, backend: "" },
    ]);
    const { changed } = await studio.ended(reply.invocation);
    expect(changed.map(({ backend, key, writer }) => ({ backend, key, writer }))).toEqual([
      {
        backend: "other",
        key: "hits",
        writer: expect.objectContaining({ invocation: reply.invocation, component: "kv", build }) as object,
      },
    ]);
    await studio.api.setValue({ backend: "other", bucket: "default", key: "text", value: Buffer.from("x") });
    expect(await invoke(studio, "front", "increment", "text", 1)).toMatchObject({
      outcome: "error",
      error: expect.stringContaining("text") as string,
    });
  });

  it("goes through as many components as it takes; each line of the log names the one that wrote it", async () => {
    const project = await testProject({
      components: { outer: await outer(), front: await front(), kv: await guest("kv") },
    });
    await using studio = await openTestStudio(project);
    const { invocation, value } = await invoke(studio, "outer", "go", "hits");
    expect(value).toBe(1);
    const calls = await studio.hostCalls(invocation);
    expect(calls.map(({ function: name, component }) => `${component ?? "itself"}: ${name}`)).toEqual([
      "itself: increment",
      "front: increment",
      "kv: open",
      "kv: increment",
      "front: log",
    ]);
    const lines = await studio.api.logs({ invocation, limit: 10 });
    expect(lines.map(({ component, text }) => ({ component, text }))).toEqual([{ component: "front", text: "done" }]);
    expect(await studio.api.logs({ component: "outer", limit: 10 })).toEqual([]);
  });

  it("finds the environment of the component that is called, which hears of a change, too", async () => {
    const project = await testProject({
      components: { near: await environment("another's"), far: await environment("its own") },
      settings: { near: { env: { WHO: "near" } }, far: { env: { WHO: "far" } } },
    });
    await using studio = await openTestStudio(project);
    expect((await invoke(studio, "near", "environment")).value).toEqual([["WHO", "far"]]);
    const local = { components: { far: { env: { WHO: "afar" } } } };
    await writeFile(join(project.folder, "vitrine.local.jsonc"), JSON.stringify(local));
    await studio.until(async () => (await studio.api.component("far")).reloads.length === 2);
    expect((await invoke(studio, "near", "environment")).value).toEqual([["WHO", "afar"]]);
  });

  it("that traps ends the caller with the callee's name, and keeps what was written before", async () => {
    const project = await testProject({ components: { front: await front(), kv: await guest("kv") } });
    await using studio = await openTestStudio(project);
    const detail = await ended(studio, "front", "trap", "hits");
    expect(detail).toMatchObject({
      outcome: "trap",
      reason: "kv trapped in test:kv/ops@0.1.0#increment-then-trap: unreachable executed",
      trap: { kind: "unreachable" },
    });
    expect(detail.trap?.frames.length).toBeGreaterThan(1);
    expect(detail.changed).toHaveLength(1);
    expect(await invoke(studio, "front", "increment", "hits", 1)).toMatchObject({ value: 2 });
  });

  it("that never comes back is ended by the time limit of the component that was called first", async () => {
    const project = await testProject({
      components: { front: await front(), kv: await guest("kv") },
      settings: { front: { limits: { guestTimeMs: 1_000 } } },
    });
    await using studio = await openTestStudio(project);
    expect(await ended(studio, "front", "loop", "hits")).toMatchObject({
      outcome: "timeout",
      reason: "ran 1 s of guest time (limits.guestTimeMs)",
    });
  });

  it("in a circle goes as deep as the limit of the first allows, then traps with the circle", async () => {
    const bytes = await hopper();
    const project = await testProject({
      components: { ping: bytes, pong: bytes },
      settings: { pong: { limits: { depth: 3 } } },
    });
    await using studio = await openTestStudio(project);
    expect(await invoke(studio, "ping", "hop", 32)).toMatchObject({ outcome: "ok", value: 32 });
    expect(await invoke(studio, "pong", "hop", 3)).toMatchObject({ outcome: "ok", value: 3 });
    const { outcome, reason } = await ended(studio, "pong", "hop", 4);
    expect(outcome).toBe("trap");
    expect(reason).toMatch(
      /: 3 calls from component to component wait for each other \(limits\.depth\): pong → ping → pong$/,
    );
    expect(await ended(studio, "ping", "hop", 33)).toMatchObject({ outcome: "trap" });
  });

  it("in a circle waits for those that were linked after it", async () => {
    const bytes = await hopper();
    // Read later than the other, which waits for it then; so it is linked before there is the other.
    const project = await testProject({ components: { ping: padded(bytes, 16 * 1024 * 1024), pong: bytes } });
    await using studio = await openTestStudio(project);
    expect(await invoke(studio, "ping", "hop", 5)).toMatchObject({ outcome: "ok", value: 5 });
  });
});

it("values of every kind are the same on the other side", async () => {
  const declarations = `
    record point { x: s32, label: string, inner: option<list<string>> }
    variant shape { none, circle(f64), named(string), poly(list<point>) }
    enum color { red, dark-green }
    flags rights { read, write, run-it }`;
  const values: readonly (readonly [type: string, value: unknown])[] = [
    ["u64", "18446744073709551615"],
    ["s64", "-9223372036854775808"],
    ["u8", 255],
    ["f64", -1.5],
    ["f32", "NaN"],
    ["bool", true],
    ["char", "🦊"],
    ["string", "grün 🦊"],
    ["list<u8>", { base64: "AAH/" }],
    ["list<u64>", [1, "18446744073709551615"]],
    ["list<s16>", [-1, 2]],
    ["point", { x: -4, label: "p", inner: ["a", ""] }],
    ["shape", { tag: "poly", val: [{ x: 1, label: "", inner: null }] }],
    ["shape", { tag: "none" }],
    ["color", "dark-green"],
    ["rights", ["read", "run-it"]],
    ["option<option<u8>>", { some: null }],
    ["option<option<u8>>", null],
    ["option<option<u8>>", { some: 7 }],
    [
      "list<result<u8, string>>",
      [
        { tag: "ok", val: 1 },
        { tag: "err", val: "no" },
      ],
    ],
    ["result", { tag: "err" }],
    ["result<option<u8>, tuple<string, bool>>", { tag: "err", val: ["x", false] }],
    ["tuple<list<list<char>>, option<string>>", [[["a"], []], ""]],
  ];
  const types = values.map(([type]) => type);
  const project = await testProject({
    components: { near: await echoRelay(declarations, types), far: await echoes(declarations, types) },
    settings: { near: { links: [{ import: "test:values", to: { component: "far" } }] } },
  });
  await using studio = await openTestStudio(project);
  const padding = Array.from({ length: 16 }, (_, at) => at);
  const came = await Promise.all(
    values.map(async ([, value], at) => (await invoke(studio, "near", `values#echo${at}`, [value, ...padding])).value),
  );
  expect(came).toEqual(values.map(([, value]) => [value, ...padding]));
});

describe("a new build of a component", () => {
  it("is what its callers call from then on", async () => {
    const project = await testProject({ components: { asker: await asker(), oracle: await oracle(1) } });
    await using studio = await openTestStudio(project);
    expect((await invoke(studio, "asker", "ask")).value).toBe(1);
    for (const number of [2, 3]) {
      const next = await oracle(number);
      await project.replace("oracle", next);
      await studio.serving("oracle", next);
      expect((await invoke(studio, "asker", "ask")).value).toBe(number);
    }
    const [{ changes } = { changes: [] }] = (await studio.ready("asker")).reloads;
    expect(changes).toEqual(["the project changed links to oracle"]);
  });

  it("is no new build for those that only call its callers, and callers in a circle come to rest", async () => {
    const bytes = await hopper();
    const project = await testProject({ components: { ping: bytes, pong: bytes } });
    await using studio = await openTestStudio(project);
    expect((await invoke(studio, "ping", "hop", 5)).value).toBe(5);
    expect((await invoke(studio, "pong", "hop", 5)).value).toBe(5);
    const linked = (name: string) => studio.ready(name).then(({ reloads }) => reloads.length);
    // Whichever came first was linked again when the other was there.
    expect(new Set([await linked("ping"), await linked("pong")])).toEqual(new Set([1, 2]));
  });
});

describe("a component that is not there yet", () => {
  it("traps its callers with a problem that says so, and answers them once it is built", async () => {
    const project = await testProject({
      components: { asker: await asker(), oracle: undefined },
      settings: { asker: { links: [{ import: "test:oracle/answer", to: { component: "oracle" } }] } },
    });
    await using studio = await openTestStudio(project);
    expect(await ended(studio, "asker", "ask")).toMatchObject({
      outcome: "trap",
      reason:
        "test:oracle/answer@0.1.0#answer was called, but cannot be: " +
        "The component oracle has no build that serves; its card says why.",
    });
    const problem = await studio.problem(/^component:asker:build:import:test:oracle/);
    expect(problem.detail).toContain("The component oracle has no build that serves");
    const built = await oracle(7);
    await project.replace("oracle", built);
    await studio.serving("oracle", built);
    expect((await invoke(studio, "asker", "ask")).value).toBe(7);
    await studio.until(async () => !(await studio.api.project()).problems.some(({ id }) => id === problem.id));
  });

  it("or not any more leaves its last good build to its callers", async () => {
    const project = await testProject({ components: { asker: await asker(), oracle: await oracle(1) } });
    await using studio = await openTestStudio(project);
    await studio.ready("asker");
    await studio.ready("oracle");
    await project.replace("oracle", Buffer.from("no component"));
    await studio.component("oracle", "stale");
    expect((await invoke(studio, "asker", "ask")).value).toBe(1);
  });
});

/** The same with a custom section of so many zeros, which nothing reads. */
function padded(component: Uint8Array, size: number): Uint8Array {
  const length = [0, 7, 14, 21].map((shift) => ((size >> shift) & 0x7f) | (shift < 21 ? 0x80 : 0));
  return Buffer.concat([component, Buffer.from([0, ...length]), Buffer.alloc(size)]);
}
