import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, it } from "vitest";

import { callerFolder } from "./caller.mjs";

it("is where npm run was typed, and nothing for a script that something else started", async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), "vitrine-caller-")));
  const below = join(root, "below", "here");
  await mkdir(below, { recursive: true });
  const script = `import { callerFolder } from ${JSON.stringify(import.meta.resolve("./caller.mjs"))}; console.log(callerFolder("say") ?? "");`;
  await writeFile(join(root, "say.mjs"), script);
  await writeFile(
    join(root, "package.json"),
    JSON.stringify({ scripts: { say: "node say.mjs", other: "node say.mjs" } }),
  );
  const npm = async (name: string) => {
    const { stdout } = await promisify(execFile)("npm", ["run", "-s", name], { cwd: below });
    return stdout.trim();
  };
  expect(await npm("say")).toBe(below);
  expect(await npm("other")).toBe("");
  expect(callerFolder("say", {})).toBeUndefined();
  await rm(root, { recursive: true });
});
