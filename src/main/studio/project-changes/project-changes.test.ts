import { once } from "node:events";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { httpHello } from "../../../../test/guests/guests.ts";
import { TrustedFolders } from "../build/trusted-folders.ts";
import { courier } from "../egress/fixtures/courier.ts";
import { Servers } from "../egress/fixtures/servers.ts";
import { mirror } from "../fixtures/guests.ts";
import { userEnvironment } from "../project/user-folders.ts";
import { openTestStudio, testProject } from "../test-studio.ts";
import { answer, changed, edit, gone, valueOf } from "./testing/edit-project.ts";

describe("an edit of the project file", () => {
  it("that is broken changes nothing, is named with its place, and is forgotten when it is mended", async () => {
    const project = await testProject({ components: { hello: await httpHello({ text: "hello" }) } });
    await using studio = await openTestStudio(project);
    const { build } = await studio.ready("hello");
    const path = join(project.folder, "vitrine.jsonc");
    const good = await readFile(path, "utf8");
    await writeFile(path, '{\n  "version": 1\n  "components": {}\n}');
    expect(await studio.problem(/^project-file:refused$/)).toMatchObject({
      severity: "error",
      location: "vitrine.jsonc:3:3",
      detail: expect.stringContaining("a comma is expected") as string,
    });
    expect(await answer(studio.http)).toBe("hello");
    await writeFile(path, good.replace('"wasm"', '"wsam"'));
    await studio.until(async () =>
      (await studio.api.project()).problems.find(({ detail }) => detail.includes("components.hello.wasm is missing")),
    );
    await writeFile(path, good);
    await gone(studio, "project-file:refused");
    expect((await studio.api.component("hello")).build).toEqual(build);
  });

  it("that takes the file away is a problem, and the project runs on until it is back", async () => {
    const project = await testProject({ components: { hello: await httpHello({ text: "hello" }) } });
    await using studio = await openTestStudio(project);
    await studio.ready("hello");
    const path = join(project.folder, "vitrine.jsonc");
    const text = await readFile(path, "utf8");
    await rm(path);
    expect((await studio.problem(/^project-file:refused$/)).detail).toContain("it has no vitrine.jsonc");
    expect(await answer(studio.http)).toBe("hello");
    await writeFile(path, text);
    await gone(studio, "project-file:refused");
  });

  it("or of the local file over it is heard where there was none before", async () => {
    const project = await testProject({ components: { one: await mirror() } });
    await using studio = await openTestStudio(project);
    await studio.ready("one");
    const local = join(project.folder, "vitrine.local.jsonc");
    await writeFile(local, '{ "components": { "one": { "env": { "MINE": "1" } } } }');
    await changed(studio, "one", "env");
    expect(await valueOf(studio, "one", "environment")).toEqual([["MINE", "1"]]);
    await rm(local);
    await studio.until(async () => {
      const environment = await valueOf(studio, "one", "environment");
      return Array.isArray(environment) && environment.length === 0;
    });
  });

  it("adds components and takes others away, with their routes", async () => {
    const project = await testProject({
      components: { hello: await httpHello({ text: "hello" }), other: await httpHello({ text: "other" }) },
    });
    await edit(project, (file) => {
      delete file.components["other"];
    });
    await using studio = await openTestStudio(project);
    await studio.ready("hello");
    await edit(project, (file) => {
      file.components = { other: { wasm: "build/other.wasm" } };
    });
    await studio.until(async () => {
      const { components } = await studio.api.project();
      return components.length === 1 && components[0]?.name === "other" && components[0].state === "ready";
    });
    expect(await answer(studio.http)).toBe("other");
    await expect(studio.api.component("hello")).rejects.toMatchObject({ code: "component-not-found" });
  });

  it("gives routes anew at the same address, and listens at another one when it says so", async () => {
    const project = await testProject({
      components: { a: await httpHello({ text: "a" }), b: await httpHello({ text: "b" }) },
      manifest: { triggers: { http: [{ listen: "127.0.0.1:0", routes: [{ path: "/", component: "a" }] }] } },
    });
    await using studio = await openTestStudio(project);
    await Promise.all([studio.ready("a"), studio.ready("b")]);
    const first = studio.http;
    expect(await answer(first)).toBe("a");
    await edit(project, (file) => {
      file["triggers"] = { http: [{ listen: "127.0.0.1:0", routes: [{ path: "/", component: "b" }] }] };
    });
    await studio.until(async () => (await studio.api.project()).triggers[0]?.routes[0]?.component === "b");
    expect(studio.http).toBe(first);
    expect(await answer(first)).toBe("b");
    await edit(project, (file) => {
      file["triggers"] = { http: [{ listen: "localhost:0", routes: [{ path: "/", component: "a" }] }] };
    });
    const moved = await studio.until(async () => {
      const url = (await studio.api.project()).triggers[0]?.url;
      return url?.startsWith("http://localhost:") && url;
    });
    expect(await answer(moved)).toBe("a");
    expect(studio.http).toBe(moved);
    await expect(fetch(first)).rejects.toThrow();
  });

  it("to an address that is taken leaves HTTP where it was, and says why", async () => {
    await using taken = createServer();
    taken.listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const project = await testProject({ components: { hello: await httpHello({ text: "hello" }) } });
    await using studio = await openTestStudio(project);
    await studio.ready("hello");
    const before = studio.http;
    await edit(project, (file) => {
      file["triggers"] = { http: [{ listen: `127.0.0.1:${port}`, ifBusy: "fail" }] };
    });
    expect((await studio.problem(/^trigger:http:refused$/)).detail).toContain(`Until then it is at ${before}.`);
    expect(await answer(before)).toBe("hello");
    await edit(project, (file) => {
      file["triggers"] = { http: [{ listen: "127.0.0.1:0" }] };
    });
    await gone(studio, "trigger:http:refused");
    expect(await answer(studio.http)).toBe("hello");
  });

  it("allows hosts, and takes that back", async () => {
    await using servers = new Servers();
    const authority = await servers.http((_request, response) => void response.writeHead(204).end());
    const project = await testProject({ components: { courier: await courier() } });
    await using studio = await openTestStudio(project);
    const before = await studio.ready("courier");
    const get = async () =>
      (await studio.api.invoke({ component: "courier", target: "get", args: [false, authority, "/"] })).outcome;
    expect(await get()).toBe("error");
    const refused = await studio.problem(/^egress:courier:refused:/);
    await edit(project, ({ components }) => {
      components["courier"] = { ...components["courier"], egress: { allow: [`http://${authority}`] } };
    });
    await gone(studio, refused.id);
    expect(await get()).toBe("ok");
    await edit(project, ({ components }) => {
      delete components["courier"]?.["egress"];
      // What is told last is applied by then.
      components["more"] = { wasm: "build/more.wasm" };
    });
    await studio.until(async () => (await studio.api.project()).components.length === 2);
    expect(await get()).toBe("error");
    expect((await studio.api.component("courier")).build).toEqual(before.build);
  });

  it("of a build command builds with it, and what is not watched any more starts no build", async () => {
    const [one, two] = await Promise.all([httpHello({ text: "one" }), httpHello({ text: "two" })]);
    const copy = (name: string) => [process.execPath, "copy.mjs", name];
    const watch = { debounceMs: 0, include: ["src/**"] };
    const project = await testProject({
      components: { api: undefined },
      settings: { api: { build: { command: copy("one") }, watch } },
    });
    const path = (name: string) => join(project.folder, name);
    await writeFile(
      path("copy.mjs"),
      'import { copyFileSync, mkdirSync } from "node:fs";\ncopyFileSync(process.argv[2] + ".bytes", "build/api.wasm");\n',
    );
    await Promise.all([writeFile(path("one.bytes"), one), writeFile(path("two.bytes"), two), mkdir(path("src"))]);
    new TrustedFolders(userEnvironment()).trust(project.folder);
    await using studio = await openTestStudio(project);
    await studio.serving("api", one);
    await edit(project, ({ components }) => {
      components["api"] = { ...components["api"], build: { command: copy("two") } };
    });
    await studio.serving("api", two);
    await studio.until(async () => (await studio.api.builds())[0]?.state === "ok");
    expect((await studio.api.builds())[0]).toMatchObject({
      run: 2,
      cause: { kind: "artefact", why: "its build command is another one now" },
    });
    await studio.api.ignoreInBuild("api", "src/made/**");
    await mkdir(path("src/made"));
    await writeFile(path("src/made/a.txt"), "ignored");
    // In one step: a source that is there before what it holds would be two changes.
    await writeFile(path("b.txt"), "a source");
    await rename(path("b.txt"), path("src/b.txt"));
    await studio.until(async () => {
      const [view] = await studio.api.builds();
      return view?.run === 3 && view.state === "ok";
    });
    expect((await studio.api.builds())[0]?.cause).toEqual({ kind: "sources", files: ["src/b.txt"], count: 1 });
    await edit(project, ({ components }) => {
      delete components["api"]?.["build"];
    });
    await studio.until(async () => (await studio.api.builds()).length === 0);
    expect(await answer(studio.http)).toBe("two");
  });
});
