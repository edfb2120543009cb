import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { guest, httpHello } from "../../../test/guests/guests.ts";
import { counter, mirror } from "./fixtures/guests.ts";
import { openTestStudio, testFolder, testProject } from "./test-studio.ts";

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe("a project file", () => {
  it("that is wrong keeps the project from opening, names line and column, and leaves no trace", async () => {
    const folder = await testFolder();
    await writeFile(join(folder, "vitrine.jsonc"), '{\n  "version": 1,\n  "components": { "a": { "wasm": 7 } },\n}\n');
    const failure = openTestStudio(folder);
    await expect(failure).rejects.toMatchObject({
      code: "manifest-invalid",
      message: expect.stringMatching(/vitrine\.jsonc:3:34.*components\.a\.wasm.*must be a text/) as string,
    });
    await writeFile(
      join(folder, "vitrine.jsonc"),
      '{ "version": 1, "components": { "a": { "wasm": "a.wasm" } }, "triggers": {} }',
    );
    await using studio = await openTestStudio(folder);
    expect((await studio.api.project()).components).toMatchObject([{ name: "a", state: "waiting" }]);
  });

  it("that does not parse is named with the place", async () => {
    const folder = await testFolder();
    await writeFile(join(folder, "vitrine.jsonc"), '{\n  "version": 1\n  "components": {}\n}');
    await expect(openTestStudio(folder)).rejects.toMatchObject({
      code: "manifest-invalid",
      message: expect.stringMatching(/vitrine\.jsonc:3:3/) as string,
    });
  });

  it("with keys nobody knows is opened, and they are problems with a suggestion", async () => {
    const project = await testProject({
      components: { a: undefined },
      settings: { a: { limts: { memoryMiB: 1 } } },
    });
    await using studio = await openTestStudio(project);
    expect((await studio.api.project()).problems).toMatchObject([
      { severity: "warning", detail: expect.stringContaining('"limits"') as string },
    ]);
  });

  it("gives each component its environment, arguments and configuration", async () => {
    const bytes = await mirror();
    const project = await testProject({
      components: { one: bytes, two: bytes },
      settings: {
        one: {
          env: { LEVEL: "debug", EMPTY: "" },
          args: ["--fast"],
          config: { from: ["shared"], values: { greeting: "hi" } },
        },
      },
      manifest: { configs: { shared: { inline: { greeting: "hello", log: "all" }, file: "defaults.env" } } },
    });
    await writeFile(join(project.folder, "defaults.env"), "log=some\n");
    await using studio = await openTestStudio(project);
    await Promise.all([studio.ready("one"), studio.ready("two")]);
    const told = async (component: string) => {
      const values = [];
      for (const target of ["environment", "program", "config"]) {
        values.push((await studio.api.invoke({ component, target, args: [] })).value);
      }
      return values;
    };
    expect(await told("one")).toEqual([
      [
        ["LEVEL", "debug"],
        ["EMPTY", ""],
      ],
      ["main.wasm", "--fast"],
      [
        ["greeting", "hello"],
        ["log", "some"],
      ],
    ]);
    expect(await told("two")).toEqual([[], ["main.wasm"], []]);
  });

  it("decides whether an instance is used again", async () => {
    const bytes = await counter();
    const project = await testProject({
      components: { fresh: bytes, reused: bytes },
      settings: { reused: { limits: { instances: "reuse" } } },
    });
    await using studio = await openTestStudio(project);
    await Promise.all([studio.ready("fresh"), studio.ready("reused")]);
    const counts = async (component: string) => {
      const values = [];
      for (let i = 0; i < 3; i++)
        values.push((await studio.api.invoke({ component, target: "count", args: [] })).value);
      return values;
    };
    expect([await counts("fresh"), await counts("reused")]).toEqual([
      [1, 1, 1],
      [1, 2, 3],
    ]);
  });

  it("sends requests to components by their path", async () => {
    const project = await testProject({
      components: { web: await httpHello({ text: "web" }), api: await httpHello({ text: "api" }) },
      manifest: {
        triggers: {
          http: [
            {
              listen: "127.0.0.1:0",
              routes: [
                { path: "/", component: "web" },
                { path: "/api", component: "api" },
              ],
            },
          ],
        },
      },
    });
    await using studio = await openTestStudio(project);
    await Promise.all([studio.ready("web"), studio.ready("api")]);
    const said = async (path: string) => (await (await fetch(`${studio.http}${path}`)).text()).split(" ")[0];
    expect([await said("/"), await said("/api/x"), await said("/apix")]).toEqual(["web", "api", "web"]);
  });

  it("that says nothing of HTTP serves the first component that answers it", async () => {
    const project = await testProject({
      components: { typed: await guest("typed"), hello: await httpHello() },
      manifest: { triggers: undefined },
    });
    await using studio = await openTestStudio(project, { httpPort: 0 });
    await Promise.all([studio.ready("typed"), studio.ready("hello")]);
    expect(await (await fetch(studio.http)).text()).toBe("hello 1\n");
  });

  it("that says nothing of HTTP opens no server when no component could answer", async () => {
    const project = await testProject({
      components: { typed: await guest("typed") },
      manifest: { triggers: undefined },
    });
    await using studio = await openTestStudio(project, { httpPort: 0 });
    expect((await studio.api.project()).triggers).toEqual([]);
  });
});

describe("the backends of a project", () => {
  it("are chosen by links, for each interface, with buckets under other names", async () => {
    const project = await testProject({
      components: { kv: await guest("kv") },
      settings: {
        kv: {
          links: [
            { import: "wasi:keyvalue", interfaces: ["store"], to: "cache" },
            { import: "wasi:keyvalue/atomics", to: "cache" },
          ],
        },
      },
      manifest: {
        backends: { cache: { kind: "keyvalue", buckets: { default: "shop" } }, other: { kind: "keyvalue" } },
      },
    });
    await using studio = await openTestStudio(project);
    await studio.ready("kv");
    const reply = await studio.api.invoke({ component: "kv", target: "increment", args: ["n", 3] });
    expect(reply).toMatchObject({ outcome: "ok", value: 3 });
    const calls = await studio.hostCalls(reply.invocation);
    expect(calls.map(({ link, backend }) => [link, backend])).toEqual(Array(calls.length).fill(["default", "cache"]));
    expect(await studio.api.buckets()).toMatchObject([{ backend: "cache", name: "shop", keys: 1 }]);
  });

  it("are not guessed: without a default a call traps and says what there is", async () => {
    const project = await testProject({
      components: { kv: await guest("kv") },
      manifest: { backends: { a: { kind: "keyvalue" }, b: { kind: "keyvalue" } } },
    });
    await using studio = await openTestStudio(project);
    await studio.ready("kv");
    const reply = await studio.api.invoke({ component: "kv", target: "increment", args: ["n", 1] });
    expect(reply.outcome).toBe("trap");
    expect((await studio.ended(reply.invocation)).reason).toMatch(
      /link `default` not found for `wasi:keyvalue\/atomics`; the project links it as: nothing/,
    );
  });

  it("that do not persist begin empty each time, beside one that does", async () => {
    const bytes = await guest("kv");
    const link = (to: string) => ({ links: [{ import: "wasi:keyvalue", to }] });
    const project = await testProject({
      components: { kept: bytes, gone: bytes },
      settings: { kept: link("disk"), gone: link("heap") },
      manifest: { backends: { disk: { kind: "keyvalue" }, heap: { kind: "keyvalue", persist: false } } },
    });
    for (const round of [1, 2]) {
      await using studio = await openTestStudio(project);
      await Promise.all([studio.ready("kept"), studio.ready("gone")]);
      const [kept, gone] = await Promise.all(
        ["kept", "gone"].map((component) => studio.api.invoke({ component, target: "increment", args: ["n", 1] })),
      );
      expect([kept?.value, gone?.value]).toEqual([round, 1]);
      const { changed } = await studio.ended(gone?.invocation ?? 0);
      expect(changed).toMatchObject([{ backend: "heap", key: "n" }]);
      expect(changed[0]?.version).toBeLessThan(0);
      const ref = { backend: "heap", bucket: "default", key: "n" };
      expect(text((await studio.api.value(ref)).bytes)).toBe("1");
      await studio.api.setValue({ ...ref, value: new TextEncoder().encode("41"), expected: changed[0]?.version ?? 0 });
      expect(await studio.api.invoke({ component: "gone", target: "increment", args: ["n", 1] })).toMatchObject({
        value: 42,
      });
      expect((await studio.api.keyHistory(ref, 10)).map(({ writer }) => writer.kind)).toEqual([
        "invocation",
        "person",
        "invocation",
      ]);
    }
  });
});

it("keeps the state of a bare artefact out of its folder, and finds it again", async () => {
  const folder = await testFolder();
  await mkdir(join(folder, "target"));
  const file = join(folder, "target", "my hello.wasm");
  for (const round of [1, 2]) {
    await writeFile(file, await httpHello({ text: "bare" }));
    await using studio = await openTestStudio(file);
    const { kind, components, statePath } = await studio.api.project();
    expect([kind, components.map(({ name }) => name)]).toEqual(["artefact", ["my-hello"]]);
    expect(statePath.startsWith(folder)).toBe(false);
    await studio.ready("my-hello");
    expect(await (await fetch(studio.http)).text()).toBe(`bare ${round}\n`);
  }
});

it("tells git to leave its state alone", async () => {
  const project = await testProject({ components: { a: undefined } });
  await using studio = await openTestStudio(project);
  const { statePath } = await studio.api.project();
  expect(await readFile(join(statePath, ".gitignore"), "utf8")).toBe("*\n");
});
