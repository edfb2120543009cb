import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { guest } from "../../../../test/guests/guests.ts";
import { counter, mirror } from "../fixtures/guests.ts";
import { openTestStudio, testProject } from "../test-studio.ts";
import { changed, edit, gone, valueOf } from "./testing/edit-project.ts";

describe("an edit of the project file", () => {
  it("links a component again for its environment, arguments and limits, gives it its configuration, and no other", async () => {
    const bytes = await mirror();
    const project = await testProject({ components: { one: bytes, two: bytes } });
    await using studio = await openTestStudio(project);
    await studio.ready("one");
    const before = await studio.ready("two");
    await edit(project, ({ components }) => {
      components["one"] = {
        ...components["one"],
        env: { LEVEL: "debug" },
        args: ["--fast"],
        config: { values: { greeting: "hi" } },
        limits: { memoryMiB: 64, poolSize: 3, depth: 5, guestTimeMs: 1_234, instances: "reuse" },
      };
    });
    const limits = ["guestTimeMs", "memoryMiB", "instances", "poolSize", "depth"].map((key) => `limits.${key}`);
    const one = await changed(studio, "one", ...limits, "env", "args");
    expect(one.limits).toEqual({
      guestTimeMs: 1_234,
      memoryMiB: 64,
      instances: "reuse",
      poolSize: 3,
      depth: 5,
      requestDepth: 5,
    });
    expect(await valueOf(studio, "one", "environment")).toEqual([["LEVEL", "debug"]]);
    expect(await valueOf(studio, "one", "program")).toEqual(["main.wasm", "--fast"]);
    expect(await valueOf(studio, "one", "config")).toEqual([["greeting", "hi"]]);
    expect((await studio.api.component("two")).build).toEqual(before.build);
  });

  it("leads a component to another backend, and one that is thrown away keeps nothing in the project", async () => {
    const project = await testProject({ components: { kv: await guest("kv") } });
    await using studio = await openTestStudio(project);
    await studio.ready("kv");
    const increment = async () =>
      (await studio.api.invoke({ component: "kv", target: "increment", args: ["hits", 1] })).value;
    await increment();
    expect(await increment()).toBe(2);
    await edit(project, (file) => {
      file["backends"] = { keyvalue: { kind: "keyvalue", persist: false } };
    });
    await changed(studio, "kv", "links");
    expect(await increment()).toBe(1);
    expect((await studio.api.buckets()).map(({ keys }) => keys)).toEqual([1, 1]);
    await edit(project, (file) => {
      delete file["backends"];
    });
    await studio.until(async () => (await studio.api.component("kv")).reloads.length === 3);
    expect(await increment()).toBe(3);
  });

  it("that a component cannot be linked with leaves it serving as before, and says why", async () => {
    const project = await testProject({ components: { odd: await guest("unknown-import") } });
    await using studio = await openTestStudio(project);
    const { build } = await studio.ready("odd");
    await edit(project, (file) => {
      file["host"] = { unknownImports: "refuse" };
    });
    const stale = await studio.component("odd", "stale");
    expect(stale.build).toEqual(build);
    expect(await studio.problem(/^component:odd:link:/)).toMatchObject({
      title: "odd: what the project says of it now cannot be used (host.unknownImports), it serves as before",
      detail: expect.stringContaining("host.unknownImports") as string,
    });
    await edit(project, (file) => {
      delete file["host"];
    });
    await studio.ready("odd");
    await gone(studio, "component:odd:link:");
  });
});

describe("a file that configuration comes from", () => {
  it("gives its new values to the components that take them, and to no other", async () => {
    const bytes = await mirror();
    const project = await testProject({
      components: { takes: bytes, leaves: bytes },
      settings: { takes: { config: { from: ["shared"] } } },
      manifest: { configs: { shared: { file: "shared.env" } } },
    });
    const path = join(project.folder, "shared.env");
    await writeFile(path, "greeting=hi\n");
    await using studio = await openTestStudio(project);
    const other = await studio.ready("leaves");
    await studio.ready("takes");
    expect(await valueOf(studio, "takes", "config")).toEqual([["greeting", "hi"]]);
    await writeFile(path, "greeting=hello\nlog=all\n");
    await studio.until(async () => {
      const values = await valueOf(studio, "takes", "config");
      return Array.isArray(values) && values.length === 2;
    });
    expect(await valueOf(studio, "takes", "config")).toEqual([
      ["greeting", "hello"],
      ["log", "all"],
    ]);
    await rm(path);
    expect((await studio.problem(/^project-file:refused$/)).detail).toContain("shared.env");
    expect(await valueOf(studio, "takes", "config")).toHaveLength(2);
    await writeFile(path, "greeting=hello\nlog=all\n");
    await gone(studio, "project-file:refused");
    expect((await studio.api.component("leaves")).build).toEqual(other.build);
  });
});

describe("limits.poolSize", () => {
  it("is how many workers a component has at most: with one that is used again, one instance answers all", async () => {
    const project = await testProject({
      components: { counts: await counter() },
      settings: { counts: { limits: { instances: "reuse", poolSize: 1 } } },
    });
    await using studio = await openTestStudio(project);
    await studio.ready("counts");
    const all = await Promise.all(Array.from({ length: 12 }, () => valueOf(studio, "counts", "count")));
    expect(all.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });
});
