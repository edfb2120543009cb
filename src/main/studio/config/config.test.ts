import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import type { ConfigRow } from "../../../shared/model.ts";
import { openTestStudio, testFolder, testProject, type TestProject, type TestStudio } from "../test-studio.ts";
import { asker } from "./fixtures/asker.ts";

const VARIABLE = "VITRINE_TEST_CONFIG";

async function projectWith(settings: object, configs: object, more: object = {}): Promise<TestProject> {
  return testProject({
    components: { api: await asker() },
    settings: { api: { config: settings } },
    manifest: { configs, ...more },
  });
}

async function told(studio: TestStudio, key: string): Promise<unknown> {
  return (await studio.api.invoke({ component: "api", target: "get", args: [key] })).value;
}

async function rowsOf(studio: TestStudio): Promise<readonly ConfigRow[]> {
  const [view] = await studio.api.config("api");
  return view?.rows ?? [];
}

async function rowOf(studio: TestStudio, key: string): Promise<ConfigRow | undefined> {
  return (await rowsOf(studio)).find((row) => row.key === key);
}

it("takes values from the project file, sets in order, their files and variables, the local file and the command line, later ones first", async () => {
  const keys = ["inline", "first", "file", "env", "second", "local", "given"];
  const upTo = (last: string) => keys.slice(keys.indexOf(last));
  const say = (source: string) => Object.fromEntries(upTo(source).map((key) => [key, source]));
  const variables = Object.fromEntries(upTo("env").map((key) => [key, VARIABLE]));
  const project = await projectWith(
    { from: ["a", "b"], values: say("inline") },
    { b: { inline: say("second") }, a: { inline: say("first"), file: "config/a.env", fromEnv: variables } },
  );
  const lines = ["# of a", ...Object.entries(say("file")).map(([key, value]) => `export ${key}=${value}`)];
  await mkdir(join(project.folder, "config"));
  await writeFile(join(project.folder, "config", "a.env"), lines.join("\n"));
  const local = { components: { api: { config: { values: say("local") } } } };
  await writeFile(join(project.folder, "vitrine.local.jsonc"), JSON.stringify(local, null, 1));
  process.env[VARIABLE] = "env";
  try {
    await using studio = await openTestStudio(project, { config: [["given", "given"]] });
    await studio.ready("api");
    for (const key of keys) expect([key, await told(studio, key)]).toEqual([key, key]);
    const given = await rowOf(studio, "given");
    expect([given?.origin, ...(given?.shadowed.map(({ origin }) => origin) ?? [])]).toEqual([
      { kind: "command-line" },
      { kind: "local", file: "vitrine.local.jsonc", line: 7 },
      { kind: "set", set: "b", file: "vitrine.jsonc", line: expect.any(Number) as number },
      { kind: "env", set: "a", variable: VARIABLE },
      { kind: "set-file", set: "a", file: "config/a.env", line: 6 },
      { kind: "set", set: "a", file: "vitrine.jsonc", line: expect.any(Number) as number },
      { kind: "inline", file: "vitrine.jsonc", line: expect.any(Number) as number },
    ]);
    const text = (await readFile(join(project.folder, "vitrine.jsonc"), "utf8")).split("\n");
    const inline = await rowOf(studio, "inline");
    const line = inline?.origin.kind === "inline" ? (inline.origin.line ?? 0) : 0;
    expect(text[line - 1]).toContain('"inline": "inline"');
  } finally {
    delete process.env[VARIABLE];
  }
});

it("gives a call that runs a value that is written meanwhile, and links nothing again", async () => {
  const project = await projectWith({ from: ["shared"] }, { shared: { file: "shared.env" } });
  await writeFile(join(project.folder, "shared.env"), "other=1\n");
  await using studio = await openTestStudio(project);
  const { build } = await studio.ready("api");
  const waiting = studio.api.invoke({ component: "api", target: "await-value", args: ["go"] });
  await studio.invocation(({ title, calls }) => title.includes("await-value") && calls > 0);
  await writeFile(join(project.folder, "shared.env"), "other=1\ngo=now\n");
  expect((await waiting).value).toBe("now");
  // Every worker of the build knows it, also those that start from now on.
  expect(await Promise.all([1, 2, 3, 4].map(() => told(studio, "go")))).toEqual(["now", "now", "now", "now"]);
  const after = await studio.api.component("api");
  expect([after.build, after.reloads.length]).toEqual([build, 1]);
});

it("keeps the values it had while the file of a set is gone, and says where they should come from", async () => {
  const project = await projectWith({ from: ["shared"] }, { shared: { file: "shared.env" } });
  const path = join(project.folder, "shared.env");
  await writeFile(path, "greeting=hi\n");
  await using studio = await openTestStudio(project);
  await studio.ready("api");
  await rm(path);
  expect((await studio.problem(/^project-file:refused$/)).detail).toContain("shared.env");
  expect(await told(studio, "greeting")).toBe("hi");
  expect((await studio.api.config("api"))[0]?.error).toContain("shared.env");
});

it("leaves out what is declared as a secret", async () => {
  const project = await projectWith(
    { from: ["shared"] },
    { shared: { file: "dev.env", fromEnv: { open: VARIABLE, hidden: "VITRINE_TEST_HIDDEN" } } },
    { secrets: { db: { file: "dev.env", key: "DB_URL" }, hidden: { fromEnv: "VITRINE_TEST_HIDDEN" } } },
  );
  await writeFile(join(project.folder, "dev.env"), "greeting=hi\nDB_URL=postgres://secret\n", { mode: 0o600 });
  process.env[VARIABLE] = "open";
  process.env["VITRINE_TEST_HIDDEN"] = "hidden";
  try {
    await using studio = await openTestStudio(project);
    await studio.ready("api");
    expect((await rowsOf(studio)).map(({ key, value }) => [key, value])).toEqual([
      ["greeting", "hi"],
      ["open", "open"],
    ]);
    expect([await told(studio, "DB_URL"), await told(studio, "hidden")]).toEqual([null, null]);
  } finally {
    delete process.env[VARIABLE];
    delete process.env["VITRINE_TEST_HIDDEN"];
  }
});

it("names a variable that is not set, and gives no value for its key", async () => {
  const project = await projectWith({ from: ["shared"] }, { shared: { fromEnv: { level: "VITRINE_TEST_NOT_SET" } } });
  await using studio = await openTestStudio(project);
  await studio.ready("api");
  expect((await studio.problem(/^manifest:config:shared:level$/)).detail).toContain("VITRINE_TEST_NOT_SET");
  expect(await told(studio, "level")).toBeNull();
});

it("writes values into the project file and the local one, comments left as they are, and the component gets them", async () => {
  const project = await projectWith(
    { from: ["shared"], values: { greeting: "hi" } },
    { shared: { inline: { log: "all" } } },
  );
  const path = join(project.folder, "vitrine.jsonc");
  const text = (await readFile(path, "utf8")).replace('"config"', '// What it answers.\n      "config"');
  await writeFile(path, text);
  await using studio = await openTestStudio(project);
  await studio.ready("api");
  const set = (key: string, value: string | null, file: "project" | "local" = "project") =>
    studio.api.setConfig({ component: "api", key, value, file });
  await set("greeting", "hello");
  await set("a.b/c", "");
  expect(await readFile(path, "utf8")).toContain('// What it answers.\n      "config": {');
  expect([await told(studio, "greeting"), await told(studio, "a.b/c")]).toEqual(["hello", ""]);

  // A set goes before the project file; the local file, which comes to be by this, before the set.
  await set("log", "none");
  expect(await told(studio, "log")).toBe("all");
  await set("log", "mine", "local");
  expect(await told(studio, "log")).toBe("mine");
  expect((await rowOf(studio, "log"))?.shadowed.map(({ value }) => value)).toEqual(["all", "none"]);
  await set("log", null, "local");
  await set("greeting", null);
  expect([await told(studio, "log"), await told(studio, "greeting")]).toEqual(["all", null]);
  expect(await readFile(path, "utf8")).toContain("// What it answers.");
});

it("has no file to write to for a component alone, and shows what the command line gives", async () => {
  const file = join(await testFolder(), "api.wasm");
  await writeFile(file, await asker());
  await using studio = await openTestStudio(file, { config: [["greeting", "hi"]] });
  await studio.ready("api");
  expect(await told(studio, "greeting")).toBe("hi");
  expect(await studio.api.config()).toEqual([
    {
      component: "api",
      imported: true,
      from: [],
      editable: false,
      rows: [{ key: "greeting", value: "hi", origin: { kind: "command-line" }, shadowed: [] }],
    },
  ]);
  const input = { component: "api", key: "greeting", value: "hello", file: "project" } as const;
  await expect(studio.api.setConfig(input)).rejects.toMatchObject({ code: "request-invalid" });
});
