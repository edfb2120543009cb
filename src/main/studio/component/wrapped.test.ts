import { expect, it } from "vitest";

import { moduleWithWit, preview1Program } from "../../../../test/guests/core-modules.ts";
import { openTestStudio, testProject } from "../test-studio.ts";
import { digestOf } from "./settle.ts";

it("a program for WASI preview 1 runs as the component it becomes, under the digest of its file", async () => {
  const bytes = await preview1Program("first");
  const project = await testProject({ components: { program: bytes } });
  await using studio = await openTestStudio(project);
  const { build, exports, imports } = await studio.serving("program", bytes);
  expect(build).toMatchObject({ digest: digestOf(bytes), size: bytes.length, wrapped: "command" });
  expect(exports.map(({ kind }) => kind)).toEqual(["run"]);
  expect(imports.filter(({ status }) => status !== "offered")).toEqual([]);

  const running = studio.api.run({ run: "one", component: "program", args: ["x", "fail"], via: "window" });
  const printed = studio.printed("one");
  const ended = await running;
  expect(printed.stdout).toBe("first\nmain.wasm\nx\nfail\n");
  expect(await studio.ended(ended.invocation)).toMatchObject({
    build: digestOf(bytes),
    outcome: "error",
    // The adapter knows success and failure only.
    reason: "exited with code 1",
  });
});

it("a new build of a core module takes over, and a component takes over from it", async () => {
  const project = await testProject({ components: { doubler: await moduleWithWit({ preview1: false }) } });
  await using studio = await openTestStudio(project);
  const double = async () => (await studio.api.invoke({ component: "doubler", target: "double", args: [21] })).value;
  expect((await studio.ready("doubler")).build?.wrapped).toBe("plain");
  expect(await double()).toBe(42);

  const printing = await moduleWithWit({ preview1: true });
  await project.replace("doubler", printing);
  expect((await studio.serving("doubler", printing)).build?.wrapped).toBe("reactor");
  expect(await double()).toBe(42);
  expect((await studio.api.logs({ limit: 10 })).map(({ text }) => text)).toEqual(["."]);
});
