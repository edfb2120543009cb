import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { guest, httpHello } from "../../../test/guests/guests.ts";
import { coreModule } from "../../../test/guests/not-components.ts";
import { openTestStudio, testFolder, testProject, type TestProject, type TestStudio } from "../studio/test-studio.ts";
import { vitrine } from "./fixtures/run-vitrine.ts";

/** Hosted here: most commands attach, which is quicker than a studio for each. */
let project: TestProject;
let studio: TestStudio;
beforeAll(async () => {
  const typed = await guest("typed");
  project = await testProject({
    components: { typed, twin: typed, kv: await guest("kv"), loop: await guest("loop") },
    settings: { loop: { limits: { guestTimeMs: 300 } } },
  });
  studio = await openTestStudio(project);
});
afterAll(() => studio[Symbol.asyncDispose]());

it("prints the result of a bare component's function", async () => {
  const file = join(await testFolder(), "typed.wasm");
  await writeFile(file, await guest("typed"));
  expect(await vitrine(["invoke", file, "double", "[21]"])).toMatchObject({ code: 0, stdout: "42\n", stderr: "" });
  expect(await vitrine(["invoke", file, "test:typed/values@0.1.0#nothing"])).toMatchObject({ code: 0, stdout: "" });
});

it("is on record as made from the command line", async () => {
  expect(await vitrine(["invoke", project.folder, "ops#get", '["recorded"]'])).toMatchObject({ code: 0 });
  const { cause } = await studio.invocation(({ title, outcome }) => title.endsWith("#get") && outcome !== undefined);
  expect(cause).toEqual({ kind: "person", via: "command-line" });
});

it("prints outcome, value and host calls as JSON", async () => {
  const args = ["invoke", project.folder, "ops#increment", '["told", 2]', "--json"];
  for (const value of [2, 4]) {
    const { code, stdout } = await vitrine(args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      outcome: "ok",
      value,
      error: null,
      durationMs: expect.any(Number) as number,
      calls: [
        {
          interface: "wasi:keyvalue/store@0.2.0-draft",
          function: "open",
          link: "default",
          args: ["default"],
          result: { resource: "bucket", id: expect.any(Number) as number, label: "default" },
          error: null,
          durationMs: expect.any(Number) as number,
        },
        {
          interface: "wasi:keyvalue/atomics@0.2.0-draft",
          function: "increment",
          link: "default",
          args: [{ resource: "bucket", id: expect.any(Number) as number, label: "default" }, "told", 2],
          result: value,
          error: null,
          durationMs: expect.any(Number) as number,
        },
      ],
    });
  }
});

it.each([
  ["error", ["echo-result", '[{"tag":"err","val":"no"}]', "--component", "typed"], { value: null, error: "no" }],
  ["trap", ["ops#increment-then-trap", '["t", 1]'], { value: null, error: "unreachable executed" }],
  ["timeout", ["run", "[1]"], { value: null, error: expect.stringContaining("limits.guestTimeMs") as string }],
])("exits with 1 when the invocation ends in %s, and says why", async (outcome, args, expected) => {
  const json = await vitrine(["invoke", project.folder, ...args, "--json"]);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.stdout)).toMatchObject({ outcome, ...expected });
});

it("says on standard error why an invocation did not end well", async () => {
  const { code, stdout, stderr } = await vitrine(["invoke", project.folder, "ops#increment-then-trap", '["t", 1]']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  const [head = "", frame, ...rest] = stderr.split("\n");
  expect(head).toBe("vitrine: trap: unreachable executed");
  expect(frame).toMatch(/^ {4}at test:kv\/ops@0\.1\.0#increment-then-trap \(wasm-function\[\d+\]:0x[0-9a-f]+\)$/);
  expect(rest.join("\n")).toMatch(/Unreachable is what a panic/);
  expect(rest.join("\n")).toMatch(
    /Last host calls:\n {4}wasi:keyvalue\/store#open\("default"\) → ok\n {4}wasi:keyvalue\/atomics#increment\(.*"t", 1\) → ok\n/,
  );
});

it.each([
  [["ops#increment", "[1"], /not JSON/],
  [["ops#increment", '{"a": 1}'], /array/],
  [["ops#increment", '["k", -1]'], /u64/],
  [["double", "[1]"], /--component \(typed, twin\)/],
  [["double", "[1]", "--component", "nobody"], /nobody.*typed, twin, kv, loop/],
  [["make-thing", "[]", "--component", "typed"], /thing/],
])("exits with 2 for wrong input: invoke PROJECT %j", async (args, says) => {
  const { code, stdout, stderr } = await vitrine(["invoke", project.folder, ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(says);
});

it("exits with 2 for a project or a component that cannot be used", async () => {
  const folder = await testFolder();
  await writeFile(join(folder, "module.wasm"), await coreModule());
  await writeFile(join(folder, "vitrine.jsonc"), '{ "version": 1, "components": 3 }');
  for (const [path, says] of [
    [join(folder, "module.wasm"), /core module/],
    [folder, /vitrine\.jsonc:1:/],
    [join(folder, "nothing"), /nothing is there/],
  ] as const) {
    const { code, stdout, stderr } = await vitrine(["invoke", path, "run"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(says);
  }
});

it("exits with 3 when the studio itself cannot work", async () => {
  const own = await testProject({ components: { hello: await httpHello() } });
  await (await openTestStudio(own))[Symbol.asyncDispose]();
  await writeFile(join(own.folder, ".vitrine", "state.sqlite"), "no database, and longer than nothing");
  const { code, stdout, stderr } = await vitrine(["state", own.folder, "kv", "ls"]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toMatch(/state\.sqlite/);
});
