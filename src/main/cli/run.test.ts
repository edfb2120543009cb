import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { expect, it } from "vitest";

import { preview1Program } from "../../../test/guests/core-modules.ts";
import { guest } from "../../../test/guests/guests.ts";
import { cat } from "../studio/fixtures/guests.ts";
import { testFolder } from "../studio/test-studio.ts";
import { startVitrine, vitrine } from "./fixtures/run-vitrine.ts";

async function wasm(name: string, bytes: Uint8Array): Promise<string> {
  const file = join(await testFolder(), `${name}.wasm`);
  await writeFile(file, bytes);
  return file;
}

it("gives a component this terminal's output and arguments, and exits as it ended", async () => {
  const file = await wasm("cli", await guest("cli-run"));
  expect(await vitrine(["run", file, "--", "one", "--two"])).toMatchObject({
    code: 0,
    stdout: "main.wasm\none\n--two\n",
    stderr: "done\n",
  });
  expect((await vitrine(["run", file, "--", "fail"])).code).toBe(1);
});

it("runs a core module for WASI preview 1", async () => {
  const file = await wasm("program", await preview1Program("older"));
  expect(await vitrine(["run", file, "--", "one"])).toMatchObject({ code: 0, stdout: "older\nmain.wasm\none\n" });
});

it("pipes standard input through, byte by byte", async () => {
  const bytes = randomBytes(1_500_000);
  const { code, bytes: out } = await vitrine(["run", await wasm("cat", await cat())], bytes);
  expect([code, out.equals(bytes)]).toEqual([0, true]);
});

it("ends the run on an interrupt, and says so", async () => {
  const child = startVitrine(["run", await wasm("cat", await cat())]);
  child.stdin.write("echoed");
  await once(child.stdout, "data");
  child.kill("SIGINT");
  const told = once(child.stderr, "data");
  expect((await once(child, "close"))[0]).toBe(1);
  expect(String(await told)).toContain("killed: interrupted");
});

it("ends the run when nobody takes its output any more", async () => {
  const child = startVitrine(["run", await wasm("cat", await cat())]);
  child.stdin.write("echoed");
  await once(child.stdout, "data");
  child.stdout.destroy();
  child.stdin.on("error", () => undefined); // It ends before it has read everything.
  child.stdin.write("not taken");
  const [told, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect([code, told]).toEqual([1, expect.stringMatching(/^vitrine: killed: interrupted\n/)]);
});

it("exits with 2 when there is nothing to run", async () => {
  const { code, stderr } = await vitrine(["run", await wasm("typed", await guest("typed"))]);
  expect([code, /wasi:cli\/run/.test(stderr)]).toEqual([2, true]);
});
