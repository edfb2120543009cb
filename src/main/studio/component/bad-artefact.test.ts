import { writeFile } from "node:fs/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { guest, httpHello } from "../../../../test/guests/guests.ts";
import {
  coreModule,
  jcoPanics,
  jcoRefuses,
  text,
  truncatedComponent,
  witPackage,
} from "../../../../test/guests/not-components.ts";
import { openTestStudio, testFolder, type TestProject, testProject, type TestStudio } from "../test-studio.ts";
import { join } from "node:path";

/** What a person may save in place of a component, and what the studio says about it. */
const BAD: readonly (readonly [what: string, make: () => Promise<Uint8Array>, says: RegExp])[] = [
  ["a text", () => Promise.resolve(text()), /not a WebAssembly component but text/],
  ["an empty file", () => Promise.resolve(new Uint8Array()), /empty/],
  ["a core module", coreModule, /core module/],
  ["a WIT package", witPackage, /WIT package/],
  ["a truncated component", truncatedComponent, /cut off/],
  ["a component that makes jco panic", jcoPanics, /jco/],
  ["a component that jco refuses", jcoRefuses, /cannot be transpiled/],
];

describe("an artefact that cannot be used", () => {
  let project: TestProject;
  let studio: TestStudio;
  beforeAll(async () => {
    const components = { bad: undefined, good: await httpHello({ text: "still" }) };
    const triggers = { http: [{ listen: "127.0.0.1:0", routes: [{ path: "/", component: "good" }] }] };
    project = await testProject({ components, manifest: { triggers } });
    studio = await openTestStudio(project);
    await studio.ready("good");
  });
  afterAll(() => studio[Symbol.asyncDispose]());

  it("is waited for while there is none, and the studio says which file", async () => {
    const waiting = await studio.component("bad", "waiting");
    expect(waiting.why).toContain(project.wasm("bad"));
    await expect(studio.api.invoke({ component: "bad", target: "run", args: [] })).rejects.toMatchObject({
      code: "component-not-ready",
      message: expect.stringContaining(project.wasm("bad")) as string,
    });
  });

  it.each(BAD)("is named when it is %s; the other component answers on", async (_what, make, says) => {
    const bytes = await make();
    await project.replace("bad", bytes);
    const failed = await studio.until(async () => {
      const component = await studio.api.component("bad");
      return component.state === "failed" && says.test(component.why ?? "") && component;
    });
    expect(failed.why).toMatch(/^\P{Cc}+\.$/u);
    expect(failed.build).toBeUndefined();
    expect(failed.reloads[0]).toMatchObject({ outcome: "failed", error: failed.why });
    const { problems } = await studio.api.project();
    expect(problems.filter(({ component }) => component === "bad")).toMatchObject([
      { severity: "error", detail: failed.why, location: project.wasm("bad") },
    ]);
    await expect(studio.api.invoke({ component: "bad", target: "run", args: [] })).rejects.toMatchObject({
      code: "component-not-ready",
      message: expect.stringContaining(failed.why ?? "-") as string,
    });
    expect((await fetch(studio.http)).status).toBe(200);
  });

  it("is forgotten once it is mended", async () => {
    await project.replace("bad", await guest("typed"));
    await studio.until(async () => (await studio.api.component("bad")).state === "ready");
    expect((await studio.api.project()).problems).toEqual([]);
    expect(await studio.api.invoke({ component: "bad", target: "double", args: [21] })).toMatchObject({ value: 42 });
  });
});

it("is told the same way when a bare artefact is opened", async () => {
  const file = join(await testFolder(), "module.wasm");
  await writeFile(file, await coreModule());
  await using studio = await openTestStudio(file);
  const failed = await studio.component("module", "failed");
  expect(failed.why).toMatch(/core module/);
  const answer = await fetch(studio.http);
  expect({ status: answer.status, text: await answer.text() }).toEqual({
    status: 503,
    text: expect.stringContaining("core module") as string,
  });
});

describe("an import that nobody offers", () => {
  it("is a problem from the start and traps with its name when it is called", async () => {
    const project = await testProject({ components: { odd: await guest("unknown-import") } });
    await using studio = await openTestStudio(project);
    await studio.ready("odd");
    const { problems } = await studio.api.project();
    expect(problems).toMatchObject([
      { severity: "warning", component: "odd", title: expect.stringContaining("acme:thing/api@1.0.0") as string },
    ]);
    expect(await studio.api.invoke({ component: "odd", target: "answer", args: [] })).toMatchObject({
      outcome: "ok",
      value: 7,
    });
    const called = await studio.api.invoke({ component: "odd", target: "run", args: [] });
    expect(called.outcome).toBe("trap");
    expect(await studio.ended(called.invocation)).toMatchObject({
      outcome: "trap",
      reason: expect.stringContaining("acme:thing/api@1.0.0#measure") as string,
    });
    expect(await studio.hostCalls(called.invocation)).toMatchObject([{ function: "measure", outcome: "trap" }]);
  });

  it("keeps the component from being used where the project refuses it", async () => {
    const components = { odd: await guest("unknown-import") };
    const project = await testProject({ components, manifest: { host: { unknownImports: "refuse" } } });
    await using studio = await openTestStudio(project);
    const failed = await studio.component("odd", "failed");
    expect(failed.why).toContain("acme:thing/api@1.0.0");
    expect(failed.why).toContain("unknownImports");
  });
});
