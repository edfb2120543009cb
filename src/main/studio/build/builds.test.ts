import { readFileSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { readManifest } from "../project/read-manifest.ts";
import { BuiltProject, WAIT_TO_GO_ON, WRITE_ARTEFACT } from "./testing/built-project.ts";

const SOURCE = { "src/main.js": "1" };

describe("a build", () => {
  test("runs when the artefact is missing, in the component's folder with its environment, and is told with output and exit", async () => {
    await using project = new BuiltProject(
      {
        api: {
          script: `${WRITE_ARTEFACT} process.stdout.write("\\u001B[32mgreen\\u001B[0m " + process.env.GREETING + " " + process.cwd())`,
          build: { env: { GREETING: "hello" } },
        },
      },
      { files: SOURCE },
    );
    await project.builds.start();
    const view = await project.ended("api", 1);
    expect(view).toMatchObject({
      state: "ok",
      folder: project.folder.root,
      run: 1,
      exitCode: 0,
      cause: { kind: "artefact", why: `there is no ${project.folder.path("out/api.wasm")} yet` },
      behind: false,
      tail: `green hello ${project.folder.root}`,
      watching: "events",
    });
    expect(view.durationMs).toBeGreaterThan(0);
    const output = `\u001B[32mgreen\u001B[0m hello ${project.folder.root}`;
    expect(Buffer.from(project.builds.output("api").bytes).toString()).toBe(output);
    expect(Buffer.concat(project.printed.map(({ bytes }) => bytes)).toString()).toBe(output);
  });

  test("does not run at the start when the artefact is newer than its sources", async () => {
    await using project = new BuiltProject({ api: {} }, { files: { ...SOURCE, "out/api.wasm": "x" } });
    utimesSync(project.folder.path("src/main.js"), 1, 1);
    utimesSync(project.folder.path("api.build.mjs"), 1, 1);
    await project.builds.start();
    expect(project.view("api")).toMatchObject({ state: "idle", run: 0, behind: false });
  });

  test("gets colors asked for, whatever the studio's own environment says of them", async () => {
    await using project = new BuiltProject(
      { api: { script: "console.log(process.env.FORCE_COLOR, process.env.TERM, process.env.NO_COLOR)" } },
      { user: { env: { ...process.env, NO_COLOR: "1" }, platform: process.platform, home: "/nowhere" } },
    );
    expect(await project.builds.build("api")).toMatchObject({ tail: "1 xterm-256color undefined" });
  });

  test("given as one text goes through the shell, as a list it does not", async () => {
    await using project = new BuiltProject({
      line: { build: { command: "echo a | tr a b && exit 3" } },
      list: { build: { command: ["echo", "a | tr a b"] } },
    });
    expect(await project.builds.build("line")).toMatchObject({ state: "failed", exitCode: 3, tail: "b" });
    expect(await project.builds.build("list")).toMatchObject({
      state: "ok",
      tail: "a | tr a b",
      command: "echo 'a | tr a b'",
    });
  });

  test("that fails leaves a problem with its last lines, and one that succeeds takes it away", async () => {
    const script = `import { existsSync } from "node:fs"; console.error("error[E0425]: no"); process.exitCode = existsSync("src/mended") ? 0 : 101;`;
    await using project = new BuiltProject({ api: { script } }, { files: SOURCE });
    const failed = await project.builds.build("api");
    expect(failed).toMatchObject({ state: "failed", exitCode: 101, why: "It ended with exit code 101." });
    expect(project.problem(/^build:api:run$/)).toMatchObject({ severity: "error", component: "api" });
    expect(project.problem(/^build:api:run$/)?.output).toContain("error[E0425]: no");
    await project.builds.start();
    project.folder.write("src/mended", "");
    await project.until(() => project.view("api").state === "ok");
    expect(project.problems.list()).toEqual([]);
  });

  test("whose program is not installed says so", async () => {
    await using project = new BuiltProject({ api: { build: { command: ["no-such-tool-of-anybody", "build"] } } });
    expect(await project.builds.build("api")).toMatchObject({
      state: "failed",
      why: "no-such-tool-of-anybody is not installed, or not on the PATH.",
    });
  });

  test("does not run on a save when the project says so, and tells that it is behind", async () => {
    await using project = new BuiltProject({ api: { build: { onSave: false } } }, { files: SOURCE });
    await project.builds.start();
    await project.builds.build("api");
    project.folder.write("src/main.js", "2");
    await project.until(() => project.view("api").behind);
    expect(project.view("api")).toMatchObject({ run: 1, state: "ok" });
  });
});

describe("a change of sources", () => {
  test("of one component builds that one alone; what lies in a nested root belongs to the nested component", async () => {
    await using project = new BuiltProject(
      {
        whole: { watch: { include: ["**/*.js"] } },
        nested: { root: "parts/nested", wasm: "out/nested.wasm" },
        other: { root: "parts/other", wasm: "out/other.wasm" },
      },
      {
        files: {
          "main.js": "1",
          "parts/nested/src/a.js": "1",
          "parts/other/src/a.js": "1",
          "out/whole.wasm": "",
          "parts/nested/out/nested.wasm": "",
          "parts/other/out/other.wasm": "",
        },
      },
    );
    await project.builds.start();
    project.folder.write("parts/nested/src/a.js", "2");
    expect(await project.ended("nested", 1)).toMatchObject({
      run: 1,
      cause: { kind: "sources", files: ["src/a.js"], count: 1 },
    });
    project.folder.write("main.js", "2");
    await project.ended("whole", 1);
    expect(project.builds.views().map(({ component, run }) => [component, run])).toEqual([
      ["whole", 1],
      ["nested", 1],
      ["other", 0],
    ]);
  });

  test("counts by content: a touch, the same text written again and a temporary file start nothing", async () => {
    await using project = new BuiltProject({ api: {} }, { files: { ...SOURCE, "out/api.wasm": "" } });
    await project.builds.start();
    const source = project.folder.path("src/main.js");
    utimesSync(source, new Date(), new Date());
    writeFileSync(source, "1");
    project.folder.write("src/main.js~", "backup");
    project.folder.write("src/.#main.js", "lock");
    project.folder.write("node_modules/x/src/a.js", "installed");
    project.folder.write("src/other.js", "2");
    expect(await project.ended("api", 1)).toMatchObject({
      run: 1,
      cause: { kind: "sources", files: ["src/other.js"], count: 1 },
    });
  });

  test("by an atomic save is one change", async () => {
    await using project = new BuiltProject({ api: {} }, { files: { ...SOURCE, "out/api.wasm": "" } });
    await project.builds.start();
    writeFileSync(project.folder.path("src/main.js.tmp123"), "2");
    renameSync(project.folder.path("src/main.js.tmp123"), project.folder.path("src/main.js"));
    expect(await project.ended("api", 1)).toMatchObject({ cause: { files: ["src/main.js"], count: 1 } });
  });

  test("in five hundred files at once is one run", async () => {
    await using project = new BuiltProject(
      { api: { watch: { debounceMs: 300 } } },
      { files: { ...SOURCE, "out/api.wasm": "" } },
    );
    await project.builds.start();
    for (let i = 0; i < 500; i++) project.folder.write(`src/deep/${i % 10}/${i}.js`, String(i));
    expect(await project.ended("api", 1)).toMatchObject({ run: 1, cause: { count: 500 }, behind: false });
  });

  test("during a run makes exactly one more run, with what changed as its cause", async () => {
    await using project = new BuiltProject(
      { api: { script: WAIT_TO_GO_ON } },
      { files: { ...SOURCE, "out/api.wasm": "" } },
    );
    await project.builds.start();
    project.folder.write("src/main.js", "2");
    await project.until(() => project.printed.length > 0);
    project.folder.write("src/main.js", "3");
    await project.until(() => project.view("api").behind);
    project.folder.write("src/main.js", "4");
    expect(project.view("api")).toMatchObject({ state: "running", run: 1 });
    project.folder.write("go-on", "");
    expect(await project.ended("api", 2)).toMatchObject({
      run: 2,
      state: "ok",
      cause: { kind: "sources", files: ["src/main.js"], count: 1 },
      behind: false,
    });
  });

  test("in a folder outside of the root counts when the project names it", async () => {
    await using project = new BuiltProject(
      { api: { root: "api", wasm: "out/api.wasm", watch: { include: ["../shared/**/*.wit"] } } },
      { files: { "shared/wit/a.wit": "1", "api/out/api.wasm": "" } },
    );
    await project.builds.start();
    project.folder.write("shared/wit/a.wit", "2");
    expect(await project.ended("api", 1)).toMatchObject({ cause: { files: ["../shared/wit/a.wit"] } });
  });
});

describe("a build that writes what it watches", () => {
  const COUNT_UP = `import { existsSync, readFileSync, writeFileSync } from "node:fs";
    const runs = existsSync("src/generated.js") ? Number(readFileSync("src/generated.js", "utf8")) + 1 : 1;
    writeFileSync("src/generated.js", String(runs));`;

  test("is named after it caused two runs in a row itself, and stops; a person's change still builds", async () => {
    await using project = new BuiltProject({ api: { script: COUNT_UP } }, { files: { ...SOURCE, "out/api.wasm": "" } });
    await project.builds.start();
    project.folder.write("src/main.js", "2");
    const problem = await project.until(() => project.problem(/^build:api:loop:/));
    await project.until(() => project.view("api").state === "ok");
    expect(project.read("src/generated.js")).toBe("3");
    expect(project.view("api")).toMatchObject({ run: 3, behind: false, ignored: ["src/generated.js"] });
    expect(problem).toMatchObject({
      id: "build:api:loop:src/generated.js",
      title: "api: the build writes src/generated.js, which it also watches",
    });
    expect(problem.fix).toBe('"watch": {"exclude":["wit/deps/**","src/generated.js"]}');
    project.folder.write("src/main.js", "3");
    expect(await project.ended("api", 4)).toMatchObject({ run: 4, cause: { files: ["src/main.js"] } });
    expect(project.read("src/generated.js")).toBe("4");
  });

  test("is mended for good by one edit of the project file", async () => {
    await using project = new BuiltProject({ api: { script: COUNT_UP } }, { files: { ...SOURCE, "out/api.wasm": "" } });
    await project.builds.start();
    project.folder.write("src/main.js", "2");
    await project.until(() => project.view("api").ignored.length > 0 && project.view("api").state === "ok");
    project.builds.ignore("api", "src/generated.js");
    expect(readManifest(project.folder.root).manifest.components[0]?.watch.exclude).toEqual([
      "wit/deps/**",
      "src/generated.js",
    ]);
    expect(project.problem(/loop/)).toBeUndefined();
  });

  test("under a new name each time is stopped, too, and named by its folder", async () => {
    const script = `import { mkdirSync, writeFileSync } from "node:fs";
      mkdirSync("src/gen", { recursive: true }); writeFileSync("src/gen/" + process.hrtime.bigint() + ".js", "x");`;
    await using project = new BuiltProject({ api: { script } }, { files: { ...SOURCE, "out/api.wasm": "" } });
    await project.builds.start();
    project.folder.write("src/main.js", "2");
    await project.until(() => project.problem(/^build:api:loop:/));
    await project.until(() => project.view("api").state === "ok");
    expect(project.view("api")).toMatchObject({ run: 4, ignored: ["src/gen/**"] });
  });

  test("and was one only by chance is watched again once a run leaves the file alone", async () => {
    const script = `${WAIT_TO_GO_ON} import { rmSync } from "node:fs"; rmSync("go-on");`;
    await using project = new BuiltProject({ api: { script } }, { files: { ...SOURCE, "out/api.wasm": "" } });
    await project.builds.start();
    project.folder.write("src/main.js", "2");
    // A person saves the same file during every run.
    for (const run of [1, 2, 3]) {
      await project.until(() => project.printed.some((printed) => printed.run === run));
      project.folder.write("src/main.js", `during ${run}`);
      project.folder.write("go-on", "");
    }
    await project.until(() => project.view("api").ignored.length > 0 && project.view("api").state === "ok");
    expect(project.view("api")).toMatchObject({ run: 3, ignored: ["src/main.js"] });
    const fourth = project.builds.build("api");
    project.folder.write("go-on", "");
    expect(await fourth).toMatchObject({ run: 4, ignored: [] });
    expect(project.problem(/loop/)).toBeUndefined();
  });
});

describe("a folder that nobody trusted", () => {
  test("has none of its commands run until it is trusted, and then is remembered", async () => {
    await using project = new BuiltProject({ api: { script: WRITE_ARTEFACT } }, { files: SOURCE, trusted: false });
    await project.builds.start();
    expect(project.view("api")).toMatchObject({ state: "waiting-for-trust", run: 0 });
    await expect(project.builds.build("api")).rejects.toMatchObject({ code: "folder-not-trusted" });
    project.folder.write("src/main.js", "2");
    project.builds.trust();
    expect(await project.ended("api", 1)).toMatchObject({ state: "ok", run: 1 });
    await using again = project.open({});
    expect(again.isTrusted).toBe(true);
    const list = join(project.folder.path("home"), "data/trusted-folders.json");
    expect([statSync(list).mode & 0o777, JSON.parse(readFileSync(list, "utf8"))]).toEqual([
      0o600,
      { folders: [project.folder.root] },
    ]);
  });
});
