import { expect, test } from "vitest";

import { BuildProcess } from "./build-process.ts";
import { descendantsOf, type ProcessId, stillRunning } from "./process-tree.ts";
import { MAX_KEPT_BYTES } from "./build-output.ts";
import { BuiltProject } from "./testing/built-project.ts";

/** Starts a Node script and gives what it printed once it printed something. */
async function started(script: string): Promise<{ readonly build: BuildProcess; readonly printed: string }> {
  const printed = Promise.withResolvers<string>();
  const build = new BuildProcess({
    command: [process.execPath, "--input-type=module", "-e", script],
    cwd: process.cwd(),
    env: process.env,
    timeoutMs: 60_000,
    onOutput: (bytes) => printed.resolve(Buffer.from(bytes).toString()),
  });
  return { build, printed: await printed.promise };
}

/** Starts a child in a group of its own, which starts another; none of them ends when it is asked to. */
const STUBBORN_TREE = `
  import { spawn } from "node:child_process";
  process.on("SIGTERM", () => undefined);
  const [depth] = process.argv.slice(-1);
  const left = /^[0-9]$/.test(depth) ? Number(depth) : 2;
  if (left > 0) {
    spawn(process.execPath, [...process.execArgv, process.env.SCRIPT, String(left - 1)], { detached: true, stdio: "inherit" });
  } else console.log("all are there");
  setInterval(() => undefined, 1000);`;

async function treeOf(): Promise<readonly ProcessId[]> {
  return descendantsOf(process.pid);
}

test("a cancelled build ends with every process it started, also those in groups of their own that do not want to", async () => {
  await using project = new BuiltProject({ api: { script: STUBBORN_TREE } });
  const before = new Set((await treeOf()).map(({ pid }) => pid));
  await using builds = project.open({
    trusted: true,
    user: { ...project.user, env: { ...process.env, SCRIPT: project.folder.path("api.build.mjs") } },
  });
  const run = builds.build("api");
  await project.until(() => project.printed.length > 0);
  const tree = (await treeOf()).filter(({ pid }) => !before.has(pid));
  // And the guard, which ends them all when this process dies.
  expect(tree).toHaveLength(4);
  await builds.cancel("api");
  expect(await run).toMatchObject({ state: "cancelled", why: "It was cancelled." });
  // The guard alone is told only then, and goes by itself.
  const left = await stillRunning(tree);
  expect(left.length).toBeLessThanOrEqual(1);
  while ((await stillRunning(left)).length > 0);
  expect(project.problems.list()).toEqual([]);
});

test("a build that is cancelled before its command began does not begin", async () => {
  await using project = new BuiltProject(
    { api: { script: "console.log(1)" } },
    { files: { "src/a.js": "", "out/api.wasm": "" } },
  );
  await project.builds.start();
  const run = project.builds.build("api");
  await project.builds.cancel("api");
  expect(await run).toMatchObject({ state: "idle", run: 0 });
  expect(await project.builds.build("api")).toMatchObject({ state: "ok", run: 1 });
});

test("closing the project ends a build under way", async () => {
  const project = new BuiltProject({
    api: { script: `console.log(process.pid); setInterval(() => undefined, 1000);` },
  });
  const run = project.builds.build("api");
  await project.until(() => project.printed.length > 0);
  const pid = Number(project.view("api").tail);
  await project[Symbol.asyncDispose]();
  expect((await run).state).toBe("cancelled");
  expect(() => process.kill(pid, 0)).toThrow();
});

test("a build that never ends is ended by its time limit, and says how to raise it", async () => {
  await using project = new BuiltProject({
    // A shell prints within the limit wherever a Node may take longer to start.
    api: { build: { command: ["sh", "-c", "echo working; exec sleep 3600"], timeoutSec: 1 } },
  });
  const view = await project.builds.build("api");
  expect(view).toMatchObject({ state: "timed-out", tail: "working" });
  expect(view.why).toBe(
    "It was still running after 1 s and was ended. Set build.timeoutSec in the project file if it needs longer.",
  );
  expect(project.problem(/^build:api:run$/)?.title).toContain("took too long");
});

test("a build that prints 100 MB is survived: its end is kept, all is counted, windows get no more than they can take", async () => {
  const script = `
    import { writeSync } from "node:fs";
    const lines = Buffer.alloc(1024 * 1024, "x".repeat(127) + "\\n");
    for (let i = 0; i < 100; i++) for (let at = 0; at < lines.length; ) {
      try { at += writeSync(1, lines, at); } catch (error) { if (error.code !== "EAGAIN") throw error; }
    }
    console.log("the end");`;
  await using project = new BuiltProject({ api: { script } });
  const view = await project.builds.build("api");
  const total = 100 * 1024 * 1024 + "the end\n".length;
  expect(view).toMatchObject({ state: "ok", outputBytes: total });
  expect(view.tail.endsWith("x\nthe end")).toBe(true);
  const { bytes, dropped } = project.builds.output("api");
  expect(bytes.length).toBeLessThanOrEqual(MAX_KEPT_BYTES);
  expect(bytes.length).toBeGreaterThan(MAX_KEPT_BYTES / 2);
  expect([bytes.length + dropped, bytes[0]]).toEqual([total, "x".codePointAt(0)]);
  const passed = project.printed.map((printed) => printed.bytes.length);
  expect(Math.max(...passed)).toBeLessThanOrEqual(256 * 1024);
  const skipped = project.printed.reduce((sum, printed) => sum + printed.skipped, 0);
  expect(passed.reduce((sum, length) => sum + length, 0) + skipped).toBe(total);
});

test("a build is over when its command is, even if something in the background holds its output open", async () => {
  const background = `setInterval(() => undefined, 1000)`;
  const { build, printed } = await started(`
    import { spawn } from "node:child_process";
    const child = spawn(process.execPath, ["-e", ${JSON.stringify(background)}], { detached: true, stdio: "inherit" });
    child.unref();
    console.log(child.pid);
    process.exit(4);`);
  expect(await build.ended).toEqual({ kind: "exited", exitCode: 4 });
  process.kill(Number(printed));
});

test("a command that ends by a signal says which", async () => {
  const { build } = await started(
    `console.log(1); process.kill(process.pid, "SIGKILL"); setInterval(() => undefined, 1000);`,
  );
  expect(await build.ended).toEqual({ kind: "signalled", signal: "SIGKILL" });
});

test("a command that cannot even be passed on is not started, and nothing is thrown", async () => {
  const build = new BuildProcess({
    command: ["node", "a\0b"],
    cwd: "/",
    env: {},
    timeoutMs: 1000,
    onOutput: () => undefined,
  });
  expect(await build.ended).toMatchObject({ kind: "not-started", reason: expect.stringContaining("null bytes") });
});

test("a program that is there is not called missing when the folder is", async () => {
  const build = new BuildProcess({
    command: [process.execPath, "-v"],
    cwd: "/no/such/folder",
    env: process.env,
    timeoutMs: 1000,
    onOutput: () => undefined,
  });
  expect(await build.ended).toMatchObject({
    kind: "not-started",
    reason: `${process.execPath} cannot be started in /no/such/folder: the program or that folder does not exist`,
  });
});
