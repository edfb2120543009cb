import { once } from "node:events";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { expect, it } from "vitest";

import { guest, httpHello } from "../../../test/guests/guests.ts";
import { cat } from "../studio/fixtures/guests.ts";
import { openTestStudio, testProject } from "../studio/test-studio.ts";
import { startVitrine, vitrine } from "./fixtures/run-vitrine.ts";

it("serves until it is told to stop, printing one line of JSON; a second one is refused and names the first", async () => {
  const project = await testProject({ components: { hello: await httpHello({ text: "served" }) } });
  const child = startVitrine(["serve", project.folder, "--json"]);
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const { url, http, pid } = JSON.parse(String(line)) as { url: string; http: string; pid: number };
  expect(pid).toBe(child.pid);
  expect(await (await fetch(http)).text()).toBe("served 1\n");
  expect((await fetch(url)).status).toBe(200);

  const second = await vitrine(["serve", project.folder, "--json"]);
  expect({ code: second.code, stdout: second.stdout }).toEqual({ code: 3, stdout: "" });
  expect(second.stderr).toContain(`process id ${pid}`);
  const port = await vitrine(["serve", (await testProject({ components: {} })).folder, "--port", new URL(url).port]);
  expect({ code: port.code, stdout: port.stdout }).toEqual({ code: 2, stdout: "" });

  child.kill("SIGTERM");
  expect((await once(child, "close"))[0]).toBe(0);
  expect((await vitrine(["state", project.folder, "kv", "get", "default", "hits"])).stdout).toBe("1");
});

it("says on stderr and to windows that the port of the command line counts, not the one of the project file", async () => {
  const project = await testProject({
    components: { hello: await httpHello() },
    manifest: { triggers: { http: [{ listen: "127.0.0.1:8123" }] } },
  });
  const child = startVitrine(["serve", project.folder, "--http-port", "0", "--json"]);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const { http } = JSON.parse(String(line)) as { http: string };
  child.kill("SIGTERM");
  await once(child, "close");
  expect(said).toBe(
    `vitrine: HTTP is at ${http}, as --http-port says, not at 127.0.0.1:8123 as the project file says\n`,
  );

  await using studio = await openTestStudio(project, { httpPort: 0 });
  expect((await studio.api.project()).triggers).toMatchObject([{ url: studio.http, instead: "127.0.0.1:8123" }]);
  const taken = await vitrine([
    "serve",
    (await testProject({ components: { hello: await httpHello() } })).folder,
    "--http-port",
    new URL(studio.http).port,
  ]);
  expect(taken.code).toBe(3);
  expect(taken.stderr).toMatch(/is taken.* give another one with --http-port\.\n$/);
});

it("lets other commands work through the studio that hosts the project", async () => {
  const project = await testProject({ components: { kv: await guest("kv"), cat: await cat() } });
  await using studio = await openTestStudio(project);
  const told = await vitrine(["invoke", project.folder, "ops#increment", '["shared", 5]', "--json"]);
  expect([told.code, (JSON.parse(told.stdout) as { value: number }).value]).toEqual([0, 5]);
  const [newest] = await studio.api.invocations({ limit: 1 });
  expect(newest).toMatchObject({
    component: "kv",
    outcome: "ok",
    title: expect.stringContaining("increment") as string,
  });
  expect(await vitrine(["state", project.folder, "kv", "get", "default", "shared"])).toMatchObject({
    code: 0,
    stdout: "5",
  });
  await vitrine(["state", project.folder, "kv", "set", "default", "shared", "7"]);
  expect(await studio.api.invoke({ component: "kv", target: "increment", args: ["shared", 1] })).toMatchObject({
    value: 8,
  });
  expect(await vitrine(["run", project.folder], "through")).toMatchObject({ code: 0, stdout: "through" });
});

it("begins afresh when asked to, and says on stderr where the state so far is", async () => {
  const project = await testProject({ components: {}, manifest: { components: { none: { wasm: "none.wasm" } } } });
  await vitrine(["state", project.folder, "kv", "set", "default", "old", "1"]);
  const child = startVitrine(["serve", project.folder, "--fresh", "--json"]);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child.stdout, "data");
  expect(await vitrine(["state", project.folder, "kv", "ls"])).toMatchObject({ code: 0, stdout: "" });
  child.kill("SIGTERM");
  await once(child, "close");
  const [, aside = ""] = /set aside in (.+)\n/.exec(said) ?? [];
  expect(existsSync(join(aside, "state.sqlite"))).toBe(true);
});

it("says on stderr what is wrong, and what comes to be wrong while it serves", async () => {
  const components = { none: { wasm: "none.wasm" }, late: { wasm: "late.wasm" } };
  const project = await testProject({ components: {}, manifest: { components } });
  await writeFile(join(project.folder, "none.wasm"), "no component");
  const child = startVitrine(["serve", project.folder, "--json"]);
  const lines = createInterface(child.stderr)[Symbol.asyncIterator]();
  const first = [await lines.next(), await lines.next()].map(({ value }) => String(value));
  expect(first.toSorted()).toEqual([
    expect.stringMatching(/^vitrine: .*none\.wasm: none cannot be used\. .*not a WebAssembly component/) as string,
    expect.stringMatching(/^vitrine: late: There is no .*late\.wasm/) as string,
  ]);
  const file = join(project.folder, "vitrine.jsonc");
  await writeFile(file, '{ "version": 1,\n  "compnents": {} }');
  expect((await lines.next()).value).toMatch(/^vitrine: .*vitrine\.jsonc:\d+:\d+/);
  const listen = {
    version: 1,
    components: { none: { wasm: "none.wasm" } },
    triggers: { http: [{ listen: "localhost:0" }] },
  };
  await writeFile(file, JSON.stringify(listen));
  expect((await lines.next()).value).toMatch(/^vitrine: HTTP is now at http:\/\/localhost:\d+$/);
  child.kill("SIGTERM");
  expect((await once(child, "close"))[0]).toBe(0);
});
