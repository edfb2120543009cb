import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { run } from "./pinned-node.mjs";

const node = (code: string, options?: Parameters<typeof run>[2]) => run(process.execPath, ["-e", code], options);

test("the exit code is the program's, or tells of the signal that ended it, or that there is no such program", async () => {
  expect([
    await node("process.exit(3)"),
    await node("process.kill(process.pid, 'SIGKILL')"),
    await run("no-such-program-of-vitrine", []),
  ]).toEqual([3, 137, 127]);
});

test("a program that takes too long is ended", async () => {
  expect(await node("setInterval(() => {}, 1000)", { timeoutMs: 200 })).toBe(137);
});

test("tools of node_modules are found by name", async () => {
  const code = `process.exit(process.env.PATH.includes(require("node:path").join("node_modules", ".bin")) ? 0 : 1)`;
  expect(await node(code)).toBe(0);
});

test("what runs below npm ends with it", async () => {
  const root = await mkdtemp(join(tmpdir(), "vitrine-orphan-"));
  const lasting = `console.log("runs"); process.on("SIGTERM", () => process.exit()); setInterval(() => {}, 1000);`;
  const script = `import { run } from ${JSON.stringify(import.meta.resolve("./pinned-node.mjs"))}; await run(process.execPath, ["-e", ${JSON.stringify(lasting)}]);`;
  await writeFile(join(root, "last.mjs"), script);
  // `true` first, so that no shell replaces itself by the script.
  await writeFile(join(root, "package.json"), JSON.stringify({ scripts: { last: "node last.mjs; true" } }));
  const npm = spawn("npm", ["run", "-s", "last"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  await once(npm.stdout, "data");
  npm.kill("SIGTERM");
  // Whoever is left has it open.
  await once(npm.stdout, "close");
  await rm(root, { recursive: true });
});
