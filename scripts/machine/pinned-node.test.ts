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
