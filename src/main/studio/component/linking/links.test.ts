import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { guest } from "../../../../../test/guests/guests.ts";
import type { LinkView } from "../../../../shared/model.ts";
import { openTestStudio, testProject, type TestProject, type TestStudio } from "../../test-studio.ts";
import { asker, busError, chooser, depot, front, oracle, signedOracle, switcher } from "./fixtures/guests.ts";

function invoke(studio: TestStudio, component: string, target: string, ...args: unknown[]) {
  return studio.api.invoke({ component, target, args });
}

function linkTo(component: string, name?: string) {
  return { import: "test:oracle", to: { component }, ...(name === undefined ? {} : { name }) };
}

async function importOf(studio: TestStudio, component: string, name: string) {
  const found = (await studio.ready(component)).imports.find((each) => each.name.startsWith(name));
  return { status: found?.status, note: found?.note };
}

/** What the project file says of one component from now on, beside its artefact. */
async function say(project: TestProject, component: string, settings: object): Promise<void> {
  const path = join(project.folder, "vitrine.jsonc");
  const file = JSON.parse(await readFile(path, "utf8")) as { components: Record<string, { wasm: string }> };
  file.components[component] = { wasm: file.components[component]?.wasm ?? "", ...settings };
  await writeFile(path, JSON.stringify(file));
}

describe("an import that no link names", () => {
  it("goes to the only component that exports it, under a version that satisfies it", async () => {
    const project = await testProject({
      components: { asker: await asker("0.1.2"), old: await oracle(1, "0.2.0"), right: await oracle(2, "0.1.7") },
    });
    await using studio = await openTestStudio(project);
    expect((await invoke(studio, "asker", "ask")).value).toBe(2);
    expect(await importOf(studio, "asker", "test:oracle")).toEqual({
      status: "offered",
      note: "The component right answers it with test:oracle/answer@0.1.7, the only one of this project that exports it.",
    });
    expect((await studio.api.project()).problems).toEqual([]);
  });

  it("is not satisfied by another track or by a pre-release, and the card says what there is", async () => {
    const project = await testProject({
      components: { asker: await asker("0.1.0"), oracle: await oracle(1, "0.1.0-rc.1") },
    });
    await using studio = await openTestStudio(project);
    expect(await importOf(studio, "asker", "test:oracle")).toEqual({
      status: "linkable",
      note: "The component oracle exports test:oracle/answer@0.1.0-rc.1, which does not satisfy 0.1.0. Calls of it trap.",
    });
    const { invocation } = await invoke(studio, "asker", "ask");
    expect((await studio.ended(invocation)).reason).toContain("test:oracle/answer@0.1.0#answer was called, but nobody");
  });

  it("waits for the project file to choose where several components export it, and follows what it says", async () => {
    const project = await testProject({
      components: { asker: await asker(), one: await oracle(1), two: await oracle(2) },
    });
    await using studio = await openTestStudio(project);
    expect((await importOf(studio, "asker", "test:oracle")).note).toMatch(/^Several components .*: one, two\./);
    for (const [name, number] of [
      ["two", 2],
      ["one", 1],
    ] as const) {
      await say(project, "asker", { links: [linkTo(name)] });
      await studio.until(async () =>
        (await importOf(studio, "asker", "test:oracle")).note?.includes(`component ${name} `),
      );
      expect((await invoke(studio, "asker", "ask")).value).toBe(number);
    }
  });
});

describe("a link to a component", () => {
  it("with another shape of the interface is refused with the function and the type that differ", async () => {
    const project = await testProject({
      components: { asker: await asker(), oracle: await signedOracle() },
      settings: { asker: { links: [linkTo("oracle")] } },
    });
    await using studio = await openTestStudio(project);
    const { detail } = await studio.problem(/^component:asker:build:import:/);
    expect(detail).toMatch(/`answer` is imported with the result as `u32`, offered with `s32`/);
  });

  it("whose interface has resources is refused with the function that passes one", async () => {
    const project = await testProject({ components: { user: await depot("imports"), depot: await depot("exports") } });
    await using studio = await openTestStudio(project);
    const { detail } = await studio.problem(/^component:user:build:import:acme:depot/);
    expect(detail).toContain("`open` passes the resource `box`, which cannot cross from component to component");
    const { invocation } = await invoke(studio, "user", "go");
    expect((await studio.ended(invocation)).reason).toContain("acme:depot/boxes@1.0.0#open was called, but cannot be");
  });

  it("under another name leaves what the host serves to the host", async () => {
    const project = await testProject({
      components: { front: await front(), kv: await guest("kv") },
      settings: { front: { links: [{ import: "wasi:logging/logging", name: "second", to: { component: "kv" } }] } },
    });
    await using studio = await openTestStudio(project);
    const { invocation, value } = await invoke(studio, "front", "increment", "hits", 1);
    expect(value).toBe(1);
    expect((await studio.hostCalls(invocation)).at(-1)).toMatchObject({ function: "log", backend: "", outcome: "ok" });
    const { detail } = await studio.problem(/^component:front:build:import:wasi:logging/);
    expect(detail).toContain("As `second`: The component kv exports no wasi:logging/logging");
  });

  it("is one of several under names that the component chooses between", async () => {
    const project = await testProject({
      components: { chooser: await chooser(), one: await oracle(1), two: await oracle(2) },
      settings: { chooser: { links: [linkTo("one"), linkTo("two", "second")] } },
    });
    await using studio = await openTestStudio(project);
    const asked = await Promise.all(
      ["second", "default", "third"].map((name) => invoke(studio, "chooser", "ask", name)),
    );
    expect(asked.map(({ value, error }) => value ?? error)).toEqual([
      2,
      1,
      "interface `test:oracle/answer` does not have an existing link with name `third`",
    ]);
    const calls = await studio.hostCalls(asked[0]?.invocation ?? 0);
    expect(calls.at(-1)).toMatchObject({ function: "answer", link: "second", backend: "two" });
  });
});

describe("wasmcloud:bus/lattice", () => {
  const settings = {
    switcher: {
      links: [
        { import: "wasi:keyvalue", to: "first" },
        { import: "wasi:keyvalue/store", name: "second", to: "other" },
      ],
    },
  };
  const manifest = { backends: { first: { kind: "keyvalue" }, other: { kind: "keyvalue" } } };

  it.each(["2.0.0", "2.0.1"] as const)(
    "1.0.0 and %s switch an open bucket between backends; the later one refuses a name that is not linked",
    async (version) => {
      const project = await testProject({ components: { switcher: await switcher(version) }, settings, manifest });
      await using studio = await openTestStudio(project);
      const reply = await invoke(studio, "switcher", "walk");
      expect(reply).toMatchObject({
        outcome: "error",
        error: "interface `wasi:keyvalue/store` does not have an existing link with name `nobody`",
      });
      const keysOf = async (backend: string) =>
        (await studio.api.keys({ backend, bucket: "default", limit: 10 })).map(({ key }) => key);
      expect({ first: await keysOf("first"), other: await keysOf("other") }).toEqual({
        first: ["3rd", "4th", "first"],
        other: ["2nd"],
      });
      const sets = (await studio.hostCalls(reply.invocation)).filter(({ function: name }) => name === "bucket.set");
      expect(sets.map(({ link, backend }) => `${link}: ${backend}`)).toEqual([
        "default: first",
        "second: other",
        "default: first",
        "default: first",
      ]);
    },
  );

  it("1.0.0 takes a name that is not linked; the next call traps with those that are", async () => {
    const project = await testProject({ components: { switcher: await switcher() }, settings, manifest });
    await using studio = await openTestStudio(project);
    const { invocation } = await invoke(studio, "switcher", "lost");
    expect(await studio.ended(invocation)).toMatchObject({
      outcome: "trap",
      reason: "link `nobody` not found for `wasi:keyvalue/store`; the project links it as: default, second",
      changes: 0,
    });
  });

  it("2.0.1 has an `error` interface that is not served: the card says why, and the rest runs", async () => {
    await using studio = await openTestStudio(await testProject({ components: { bridge: await busError() } }));
    expect((await invoke(studio, "bridge", "go")).value).toBe(3);
    const { detail, fix } = await studio.problem(/^component:bridge:build:import:wasmcloud:bus\/error/);
    expect(detail).toContain("wRPC");
    expect(fix).toContain("Leave this import out");
  });
});

describe("stubs of the project file", () => {
  it("answer with a value of the WIT type, with its error, or trap; and are heard when they change", async () => {
    const project = await testProject({ components: { front: await front(), asker: await asker() } });
    await using studio = await openTestStudio(project);
    await say(project, "front", {
      stubs: {
        "test:kv/ops#increment": { return: { tag: "ok", val: "18446744073709551615" } },
        "test:kv/ops@0.1.0#increment-then-trap": { trap: "not today" },
      },
    });
    await studio.until(async () => (await importOf(studio, "front", "test:kv")).note?.includes("(stubs)"));
    expect((await invoke(studio, "front", "increment", "hits", 1)).value).toBe("18446744073709551615");
    const { invocation } = await invoke(studio, "front", "calls#trap", "hits");
    expect((await studio.ended(invocation)).reason).toBe("test:kv/ops@0.1.0#increment-then-trap: not today");
    await say(project, "front", { stubs: { "test:kv/ops#increment": { return: { tag: "err", val: "closed" } } } });
    await studio.until(async () => (await studio.api.component("front")).reloads.length === 3);
    expect(await invoke(studio, "front", "increment", "hits", 1)).toMatchObject({ outcome: "error", error: "closed" });
  });

  it("that are no value of the type, or name no function of an import, are problems", async () => {
    const project = await testProject({
      components: { asker: await asker() },
      settings: {
        asker: { stubs: { "test:oracle/answer#answer": { return: -1 }, "test:oracle/answer#anwser": { return: 1 } } },
      },
    });
    await using studio = await openTestStudio(project);
    const wrong = await studio.problem(/^component:asker:build:stub:test:oracle\/answer#answer$/);
    expect(wrong.detail).toContain("Its value is not one of the function's result type");
    const unknown = await studio.problem(/^component:asker:build:stub:test:oracle\/answer#anwser$/);
    expect(unknown.detail).toContain("Did you mean test:oracle/answer#answer?");
  });
});

it("lists where every import leads, since when, and how often it was called", async () => {
  const project = await testProject({
    components: { chooser: await chooser(), kv: await guest("kv"), one: await oracle(1), asker: await asker("0.3.0") },
    settings: { chooser: { links: [{ ...linkTo("one"), label: "the oracle" }, linkTo("kv", "second")] } },
    manifest: { backends: { mine: { kind: "keyvalue" } } },
  });
  await using studio = await openTestStudio(project);
  await Promise.all(["chooser", "kv", "one", "asker"].map((name) => studio.ready(name)));
  await invoke(studio, "chooser", "ask", "default");
  const { invocation } = await invoke(studio, "kv", "increment", "hits", 1);
  await studio.ended(invocation);
  const short = ({ component, import: imported, name, target, since, calls, label, problem }: LinkView) => ({
    what: `${component} ${imported.replace(/@.*/, "")} ${name}${label === undefined ? "" : ` (${label})`}`,
    target: "name" in target ? `${target.kind} ${target.name}` : target.kind,
    since,
    calls,
    problem: problem !== undefined,
  });
  const rows = (await studio.api.links()).map(short);
  expect(rows).toEqual([
    {
      what: "chooser test:oracle/answer default (the oracle)",
      target: "component one",
      since: "file",
      calls: 1,
      problem: false,
    },
    { what: "chooser test:oracle/answer second", target: "component kv", since: "file", calls: 0, problem: true },
    { what: "chooser wasmcloud:bus/lattice default", target: "host", since: "default", calls: 2, problem: false },
    { what: "kv wasi:keyvalue/store default", target: "backend mine", since: "default", calls: 1, problem: false },
    { what: "kv wasi:keyvalue/atomics default", target: "backend mine", since: "default", calls: 1, problem: false },
    { what: "asker test:oracle/answer default", target: "missing", since: "default", calls: 0, problem: true },
  ]);
  expect((await studio.api.links("kv")).map(short)).toEqual(rows.filter(({ what }) => what.startsWith("kv ")));
  await expect(studio.api.links("nobody")).rejects.toMatchObject({ code: "component-not-found" });
});
