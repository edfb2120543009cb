import { existsSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { guest } from "../../../../test/guests/guests.ts";
import { TempProject } from "../project/testing/temp-project.ts";
import { seldomWrapping } from "../link/open-transpiler.ts";
import { sourceEntries } from "../source-entries.ts";
import { reportOfBytes } from "./contract-report.ts";
import { openDesk } from "./desk.ts";

const desk = openDesk(sourceEntries());

describe("a new project", () => {
  test("gets a folder called as it is in WIT", async () => {
    using folder = new TempProject();
    const made = await desk.createProject({ template: "function", name: "My Shop", place: folder.root });
    expect(made).toBe(folder.path("my-shop"));
    expect(readFileSync(folder.path("my-shop/vitrine.jsonc"), "utf8")).toContain('"name": "my-shop"');
    await expect(
      desk.createProject({ template: "function", name: "my shop", place: folder.root }),
    ).rejects.toMatchObject({ code: "manifest-exists" });
  });

  test("is refused without a name or an absolute place, and nothing is made", async () => {
    using folder = new TempProject();
    const refused = { code: "usage" };
    await expect(
      desk.createProject({ template: "function", name: "!", place: folder.path("new") }),
    ).rejects.toMatchObject(refused);
    await expect(desk.createProject({ template: "function", name: "x", place: "." })).rejects.toMatchObject(refused);
    expect([existsSync(folder.path("new")), existsSync("x")]).toEqual([false, false]);
  });
});

describe("the check before something is opened", () => {
  test("of an artefact names what it asks for, and writes nothing", async () => {
    using folder = new TempProject({ "api.wasm": await guest("kv") });
    const report = await desk.check(folder.path("api.wasm"));
    expect(report).toMatchObject({
      kind: "artefact",
      path: folder.path("api.wasm"),
      hostProfile: "wasmcloud-1",
      commands: [],
    });
    const [component] = report.components;
    expect(component?.imports.map(({ status }) => status)).toContain("offered");
    expect(component?.exports.length).toBeGreaterThan(0);
    expect(existsSync(folder.path(".vitrine"))).toBe(false);
  });

  test("of a folder shows every component, also those that cannot be read, and the commands it would run", async () => {
    using folder = new TempProject({
      "vitrine.jsonc": JSON.stringify({
        version: 1,
        name: "shop",
        components: {
          good: { wasm: "good.wasm" },
          broken: { wasm: "broken.wasm" },
          unbuilt: { wasm: "unbuilt.wasm", build: { command: ["make", "it now"] } },
        },
      }),
      "good.wasm": await guest("kv"),
      "broken.wasm": "no wasm",
    });
    const { name, kind, components, commands } = await desk.check(folder.root);
    expect({ name, kind, commands }).toEqual({ name: "shop", kind: "folder", commands: ["make 'it now'"] });
    const errors = Object.fromEntries(components.map((each) => [each.name, each.error]));
    expect(errors).toEqual({
      good: undefined,
      broken: expect.stringMatching(/./),
      unbuilt: "It is not built yet; its build command makes it: make 'it now'",
    });
    expect(existsSync(folder.path(".vitrine"))).toBe(false);
  });

  test("of what is no project says what would be one", async () => {
    using folder = new TempProject({ "notes.txt": "x" });
    await expect(desk.check(folder.path("notes.txt"))).rejects.toMatchObject({ code: "project-not-found" });
    await expect(desk.check(folder.path("absent"))).rejects.toMatchObject({ code: "project-not-found" });
    await expect(desk.check(folder.root)).rejects.toMatchObject({ code: "project-not-found" });
  });

  test("of bytes without a path never fails for what they are", async () => {
    const options = { profile: "wasmcloud-1", transpiler: seldomWrapping(sourceEntries()) } as const;
    const good = await reportOfBytes("/tmp/../api.wasm", await guest("kv"), options);
    expect(good).toMatchObject({ name: "api.wasm", path: "api.wasm", components: [{ name: "api" }] });
    expect(good.components[0]?.error).toBeUndefined();
    const bad = await reportOfBytes("x.wasm", new Uint8Array(3), options);
    expect(bad.components[0]).toMatchObject({ imports: [], exports: [], error: expect.any(String) as string });
  });
});
