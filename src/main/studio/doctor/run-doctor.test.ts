import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { delimiter, join } from "node:path";

import { describe, expect, test } from "vitest";

import type { DoctorProgress, DoctorReport, DoctorRow } from "../../../shared/model.ts";
import { TempProject } from "../project/testing/temp-project.ts";
import type { UserEnvironment } from "../project/user-folders.ts";
import { sourceEntries } from "../source-entries.ts";
import { openTestStudio, testProject } from "../test-studio.ts";
import { displayRow, electronRow, runtimeRow } from "./machine-rows.ts";
import { runDoctor } from "./run-doctor.ts";
import { cacheFolderRow, clockRow, diskRow, spaceRow, stateFolderRow } from "./storage-rows.ts";
import { askTool } from "./tool-version.ts";
import { watchingRow, watchLimitRow } from "./watch-rows.ts";

const installation = new URL("../", sourceEntries().resources);

/** Somebody with a home of their own and no tools but these. */
function userWith(folder: TempProject, tools: Readonly<Record<string, string>> = {}): UserEnvironment {
  for (const [name, script] of Object.entries(tools))
    chmodSync(folder.write(`bin/${name}`, `#!/bin/sh\n${script}\n`), 0o755);
  return {
    env: { PATH: [folder.path("bin"), "/nowhere"].join(delimiter) },
    platform: process.platform,
    home: folder.path("home"),
  };
}

function row({ rows }: DoctorReport, name: string): DoctorRow | undefined {
  return rows.find((each) => each.name === name);
}

/** A program that listens on any port and prints which. */
const LISTEN = `const server = require("node:net").createServer();
server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;

describe("the doctor", () => {
  test("finds this machine fit, and leaves nothing in the project", async () => {
    using folder = new TempProject({
      "vitrine.jsonc":
        '{ "version": 1, "components": { "a": { "wasm": "a.wasm" } }, "triggers": { "http": [{ "listen": "127.0.0.1:0" }] } }',
    });
    const report = await runDoctor({ installation, path: folder.root, user: userWith(folder) });
    expect(report.rows.filter(({ status }) => status === "problem")).toEqual([]);
    expect(report.rows.slice(0, 3).map(({ name }) => name)).toEqual(["Node", "Electron", "display and browser"]);
    expect(row(report, "file watching")).toEqual({
      name: "file watching",
      status: "ok",
      found: "a written file was noticed",
    });
    expect(row(report, "state folder")?.found).toBe(folder.path(".vitrine"));
    expect(existsSync(folder.path(".vitrine"))).toBe(false);
    expect(report.rows.some(({ name }) => name.startsWith("port"))).toBe(false);
    for (const { status, fix } of report.rows) if (status !== "ok") expect(fix).toBeTruthy();
  });

  test("looks at a folder of another tool, and at a project whose file became wrong, as they run", async () => {
    using folder = new TempProject({ "wasmcloud.toml": 'name = "shop"\nlanguage = "rust"\ntype = "component"\n' });
    const report = await runDoctor({ installation, path: folder.root, user: userWith(folder) });
    expect(row(report, "state folder")?.found).toBe(folder.path(".vitrine"));

    const project = await testProject({ components: { a: undefined } });
    await using studio = await openTestStudio(project);
    await writeFile(join(project.folder, "vitrine.jsonc"), "{");
    const { rows } = await studio.api.doctor();
    expect(rows.find(({ name }) => name === "state folder")?.found).toBe(join(project.folder, ".vitrine"));
  });

  test("asks tools for their versions, and tells those that are broken", async () => {
    using folder = new TempProject();
    const user = userWith(folder, {
      wash: "echo 'wash v9.9.9'; echo more",
      "wasm-tools": "echo 'no such library' >&2; exit 127",
      cargo: "exit 101",
    });
    const report = await runDoctor({ installation, user });
    expect(row(report, "wash")).toEqual({ name: "wash", status: "ok", found: "wash v9.9.9" });
    expect(row(report, "wasm-tools")).toMatchObject({
      status: "warning",
      found: expect.stringContaining("broken: no such library"),
    });
    expect(row(report, "go")).toMatchObject({ status: "ok", found: "not installed (for components in Go)" });
  });

  test("makes a problem of what the project's build commands need and the machine does not have", async () => {
    const build = (command: unknown) => ({ wasm: "a.wasm", build: { command } });
    using folder = new TempProject({
      "vitrine.jsonc": JSON.stringify({
        version: 1,
        components: {
          a: build(["wash", "build"]),
          b: build("go generate ./... && tinygo build -o a.wasm ."),
          c: build(["cargo", "component", "build"]),
        },
        triggers: { http: [] },
      }),
      "Cargo.toml": "",
    });
    const report = await runDoctor({ installation, path: folder.root, user: userWith(folder) });
    const names = report.rows.filter(({ status }) => status === "problem").map(({ name }) => name);
    expect(names).toEqual(["cargo", "cargo-component", "go", "tinygo", "wash"]);
    expect(row(report, "rustc")).toMatchObject({
      status: "warning",
      found: "not installed",
      fix: expect.stringContaining("rustup"),
    });
  });

  test("sees a missing Rust target of a project in Rust", async () => {
    using folder = new TempProject({
      "vitrine.jsonc":
        '{ "version": 1, "components": { "a": { "wasm": "a.wasm", "build": { "command": ["cargo", "build"] } } }, "triggers": { "http": [] } }',
      "Cargo.toml": "",
    });
    const user = userWith(folder, {
      cargo: "echo cargo 1",
      rustc: `[ "$1" = --print ] && echo "${folder.path("sysroot")}" || echo rustc 1`,
    });
    const target = "Rust target wasm32-wasip2";
    expect(row(await runDoctor({ installation, path: folder.root, user }), target)).toMatchObject({
      status: "problem",
      fix: "rustup target add wasm32-wasip2",
    });
    folder.write("sysroot/lib/rustlib/wasm32-wasip2/lib/x", "");
    expect(row(await runDoctor({ installation, path: folder.root, user }), target)).toEqual({
      name: target,
      status: "ok",
      found: "installed",
    });
  });

  test("tells who holds a port of the project, and that its own studio is no trouble", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const other = spawn(process.execPath, ["-e", LISTEN], { stdio: ["ignore", "pipe", "inherit"] });
    const [said] = (await once(other.stdout, "data")) as [Buffer];
    const taken = Number(said.toString());
    using folder = new TempProject({
      "vitrine.jsonc": `{ "version": 1, "components": { "a": { "wasm": "a.wasm" } }, "triggers": { "http": [{ "listen": "127.0.0.1:${port}" }, { "listen": "127.0.0.1:${taken}" }] } }`,
    });
    const report = await runDoctor({ installation, path: folder.root, user: userWith(folder) });
    server.close();
    other.kill();
    const named = process.platform === "linux";
    const byAnother = named ? new RegExp(`^taken by .+ \\(process ${other.pid}\\)$`) : /^taken$/;
    expect(row(report, `port ${taken}`)).toMatchObject({
      status: "warning",
      found: expect.stringMatching(byAnother) as string,
    });
    expect(row(report, `port ${port}`)).toMatchObject(
      named ? { status: "ok", found: "this studio answers there" } : { status: "warning", found: "taken" },
    );
  });

  test("refuses a project that cannot be read", async () => {
    using folder = new TempProject();
    await expect(runDoctor({ installation, path: folder.root, user: userWith(folder) })).rejects.toMatchObject({
      code: "project-not-found",
    });
  });
});

describe("an examination", () => {
  test("tells how far it is, up to its end", async () => {
    using folder = new TempProject();
    const told: DoctorProgress[] = [];
    await runDoctor({ installation, user: userWith(folder), onProgress: (progress) => told.push(progress) });
    expect(told.map(({ checked }) => checked)).toEqual(told.map((_, at) => at + 1));
    expect(told.at(-1)?.checked).toBe(told.at(-1)?.of);
  });

  test("that is cancelled ends the tools it waits for and has no report", async () => {
    using folder = new TempProject();
    const user = userWith(folder, { wash: "exec sleep 600" });
    const cancelled = new AbortController();
    const env = { ...user.env, PATH: `${user.env["PATH"]}${delimiter}${process.env["PATH"]}` };
    const report = runDoctor({
      installation,
      user: { ...user, env },
      signal: cancelled.signal,
      onProgress: ({ checked, of }) => {
        if (checked === of - 1) cancelled.abort();
      },
    });
    await expect(report).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("a tool", () => {
  test("that does not answer is given up and ended", async () => {
    using folder = new TempProject();
    const { env } = userWith(folder, { slow: "exec sleep 600" });
    expect(await askTool(["slow"], { ...env, PATH: `${env["PATH"]}${delimiter}${process.env["PATH"]}` }, 50)).toEqual({
      kind: "broken",
      why: "it did not answer within 0.05 s",
    });
  });

  test("is ended when nobody waits for its answer any more", async () => {
    using folder = new TempProject();
    const { env } = userWith(folder, { slow: "exec sleep 600" });
    const path = `${env["PATH"]}${delimiter}${process.env["PATH"]}`;
    expect(await askTool(["slow"], { ...env, PATH: path }, 600_000, AbortSignal.abort())).toMatchObject({
      kind: "broken",
    });
  });

  test("that is not there is missing", async () => {
    expect(await askTool(["no-such-tool-of-anybody"], {})).toEqual({ kind: "missing" });
  });

  test("that only shares its name with a folder is missing, and one that may not be run is broken", async () => {
    using folder = new TempProject({ "cargo/readme": "", rustc: "no program" });
    expect(await askTool(["cargo"], { PATH: folder.root })).toEqual({ kind: "missing" });
    if (process.platform !== "win32")
      expect(await askTool(["rustc"], { PATH: folder.root })).toMatchObject({ kind: "broken" });
  });
});

describe("each check fails where it should", () => {
  test("Electron that is not there, not downloaded, and there", () => {
    using folder = new TempProject();
    const at = new URL(`file://${folder.root}/`);
    const versions = { node: "24.0.0" } as unknown as NodeJS.ProcessVersions;
    expect(electronRow(at, versions)).toMatchObject({ status: "warning", found: "not installed" });
    folder.write("node_modules/electron/package.json", '{ "version": "45.0.0" }');
    expect(electronRow(at, versions)).toMatchObject({ status: "warning", found: "45.0.0 is not downloaded yet" });
    folder.write("node_modules/electron/path.txt", "electron");
    folder.write("node_modules/electron/dist/electron", "");
    expect(electronRow(at, versions)).toEqual({ name: "Electron", status: "ok", found: "45.0.0" });
    expect(electronRow(at, { ...versions, electron: "45.1.0" })).toEqual({
      name: "Electron",
      status: "ok",
      found: "45.1.0, running",
    });
  });

  test("the engine this runs on can run transpiled components", () => {
    expect(runtimeRow()).toEqual({ name: "Node", status: "ok", found: `Node ${process.versions.node}` });
  });

  test("a machine without display or browser", () => {
    using folder = new TempProject({ firefox: "" });
    expect(displayRow({ PATH: folder.root }, "linux")).toMatchObject({
      status: "warning",
      found: "no display, but firefox",
    });
    expect(displayRow({ PATH: folder.root, DISPLAY: ":0" }, "linux")).toMatchObject({
      status: "ok",
      found: "a display, firefox",
    });
    expect(displayRow({ PATH: "/nowhere", WAYLAND_DISPLAY: "w" }, "linux")).toMatchObject({
      status: "warning",
      found: "a display, no browser",
    });
  });

  test("low inotify limits name the command that raises them; where there are none there is no row", async () => {
    using folder = new TempProject({ max_user_watches: "8192\n", max_user_instances: "128\n" });
    expect(await watchLimitRow(folder.root)).toMatchObject({
      status: "warning",
      found: "8192 watches, 128 instances: large projects may run into them",
      fix: expect.stringContaining("fs.inotify.max_user_watches=524288"),
    });
    expect(await watchLimitRow(folder.path("nowhere"))).toBeUndefined();
  });

  test("a folder on a local disk is watched", async () => {
    using folder = new TempProject();
    expect(await watchingRow(folder.root)).toMatchObject({ status: "ok" });
  });

  test("state and cache folders that cannot be used", async () => {
    using folder = new TempProject({ file: "" });
    expect(await stateFolderRow(folder.path("file"))).toMatchObject({
      status: "problem",
      found: expect.stringContaining("cannot be written"),
    });
    expect(await cacheFolderRow(folder.path("file"))).toMatchObject({
      status: "problem",
      fix: expect.stringContaining("VITRINE_CACHE_HOME"),
    });
    expect(await stateFolderRow(folder.root)).toEqual({ name: "state folder", status: "ok", found: folder.root });
  });

  test("a full disk", async () => {
    const MIB = 1024 * 1024;
    expect(spaceRow(50 * MIB, "/x")).toMatchObject({ status: "problem", found: "50 MiB free" });
    expect(spaceRow(500 * MIB, "/x")).toMatchObject({ status: "warning", found: "500 MiB free" });
    expect(spaceRow(5000 * MIB, "/x")).toEqual({ name: "disk space", status: "ok", found: "5 GiB free" });
    using folder = new TempProject();
    expect((await diskRow(folder.root)).found).toMatch(/^\d+ [GM]iB free$/);
  });

  test("a clock that is long past, and one that differs from that of the files", async () => {
    expect(await clockRow(() => 0)).toMatchObject({ status: "problem", found: expect.stringContaining("1970") });
    expect(await clockRow(() => Date.now() + 3_600_000)).toMatchObject({
      status: "warning",
      found: expect.stringContaining("3600 s away"),
    });
    expect(await clockRow(Date.now)).toMatchObject({ status: "ok" });
  });
});
