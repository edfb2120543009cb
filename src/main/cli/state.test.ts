import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { text } from "node:stream/consumers";

import { afterAll, beforeAll, expect, it } from "vitest";

import { guest } from "../../../test/guests/guests.ts";
import { openTestStudio, testProject, type TestProject, type TestStudio } from "../studio/test-studio.ts";
import { startVitrine, VITRINE, vitrine } from "./fixtures/run-vitrine.ts";

/** Hosted here: commands attach, which is quicker than a studio for each. */
let project: TestProject;
let studio: TestStudio;
beforeAll(async () => {
  project = await testProject({ components: { flood: await guest("log-flood") } });
  studio = await openTestStudio(project);
  await studio.ready("flood");
});
afterAll(() => studio[Symbol.asyncDispose]());

const state = (...words: string[]) => vitrine(["state", project.folder, ...words]);

it("carries any bytes in and out through pipes", async () => {
  const bytes = randomBytes(700_000);
  const set = await vitrine(["state", project.folder, "kv", "set", "files", "a key/with spaces", "--json"], bytes);
  expect([set.code, JSON.parse(set.stdout)]).toEqual([0, { version: expect.any(Number) as number }]);
  const got = await state("kv", "get", "files", "a key/with spaces");
  expect([got.code, got.bytes.equals(bytes), got.stderr]).toEqual([0, true, ""]);
  const json = JSON.parse((await state("kv", "get", "files", "a key/with spaces", "--json")).stdout) as {
    base64: string;
  };
  expect(Buffer.from(json.base64, "base64").equals(bytes)).toBe(true);
});

it("lists buckets and keys, sets a value from the command line, and removes several", async () => {
  for (const key of ["b", "a", "c"]) expect((await state("kv", "set", "list", key, `value of ${key}`)).code).toBe(0);
  expect(await state("kv", "ls", "list")).toMatchObject({ code: 0, stdout: "a\nb\nc\n" });
  const buckets = JSON.parse((await state("kv", "ls", "--json")).stdout) as { name: string; keys: number }[];
  expect(buckets.find(({ name }) => name === "list")).toMatchObject({ backend: "keyvalue", keys: 3 });
  expect(await state("kv", "get", "list", "b")).toMatchObject({ code: 0, stdout: "value of b" });
  expect(await state("kv", "mv", "list", "b", "c")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/"c".*already/),
  });
  expect(await state("kv", "mv", "list", "b", "d")).toMatchObject({ code: 0, stdout: "renamed b to d\n" });
  expect(await state("kv", "get", "list", "d")).toMatchObject({ stdout: "value of b" });
  expect(await state("kv", "mv", "list", "d", "b")).toMatchObject({ code: 0 });
  expect(await state("kv", "rm", "list", "a", "b", "--json")).toMatchObject({ code: 0, stdout: '{"deleted":2}\n' });
  expect(await state("kv", "ls", "list")).toMatchObject({ stdout: "c\n" });
});

it("shows what components logged, oldest first, as many as asked for", async () => {
  await studio.api.invoke({ component: "flood", target: "run", args: [1500, 3] });
  const { code, stdout } = await state("log", "--json", "--limit", "1200");
  const lines = JSON.parse(stdout) as { id: number; text: string; component: string }[];
  expect([code, lines.length]).toEqual([0, 1200]);
  expect(lines.map(({ id }) => id)).toEqual(lines.map(({ id }) => id).toSorted((a, b) => a - b));
  expect(lines.at(-1)).toMatchObject({ component: "flood", text: "xxx", context: "flood" });
  expect((await state("log", "--limit", "2")).stdout).toMatch(/^(20\S+ \w+ +flood flood: xxx\n){2}$/);
});

it.each([
  [["kv", "get", "list", "nothing"], 2, /nothing/],
  [["kv", "get", "list"], 2, /Use: kv/],
  [["kv", "frobnicate", "list"], 2, /Use: kv/],
  [["kv", "mv", "list", "c"], 2, /Use: kv/],
  [["attic"], 2, /attic/],
  [["reset", "everything"], 2, /Use: reset \[--backend NAME\]/],
  [["reset", "--backend", "nowhere"], 2, /no backend "nowhere".+keyvalue/],
  [["undo"], 2, /Use: undo FIRST\.\.LAST/],
  [["undo", "yesterday"], 2, /not "yesterday"/],
  [["log", "--limit", "none"], 2, /--limit/],
])("says what is wrong: state PROJECT %j", async (words, code, says) => {
  const ended = await state(...words);
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: "" });
  expect(ended.stderr).toMatch(says);
});

it("resets one backend or all, prints what takes it back, and does that", async () => {
  for (const key of ["a", "b"]) await state("kv", "set", "reset me", key, `value of ${key}`);
  const reset = JSON.parse((await state("reset", "--backend", "keyvalue", "--json")).stdout) as {
    deleted: number;
    steps: readonly { first: number; last: number }[];
  };
  expect(reset).toMatchObject({ deleted: expect.any(Number) as number, seeded: 0, unseeded: [] });
  expect(await state("kv", "ls", "reset me")).toMatchObject({ code: 0, stdout: "" });
  const steps = reset.steps.map(({ first, last }) => `${first}..${last}`);
  expect(await state("undo", "--", ...steps)).toMatchObject({ code: 0, stdout: `put back ${reset.deleted}\n` });
  expect(await state("kv", "ls", "reset me")).toMatchObject({ stdout: "a\nb\n" });

  const told = await state("reset");
  expect(told.stdout).toMatch(/^deleted \d+, seeded 0; take it back with: undo -- \d+\.\.\d+\n$/);
  await state("kv", "set", "reset me", "a", "newer");
  const words = told.stdout.trim().split("undo ")[1]?.split(" ") ?? [];
  const undone = JSON.parse((await state("undo", "--json", ...words)).stdout) as object;
  expect(undone).toEqual({ restored: reset.deleted - 1, left: 1 });
});

it("refuses words it would have to drop, before anything is written", async () => {
  const { code, stderr } = await state("kv", "set", "list", "greeting", "hello", "world");
  expect(code).toBe(2);
  expect(stderr).toMatch(/"world" is too much for kv set.*quotes/);
  expect(await state("log", "everything")).toMatchObject({
    code: 2,
    stderr: "vitrine: Use: log [--limit N] [--json].\n",
  });
});

it("writes into no backend that the project does not have, nor into one of another kind", async () => {
  for (const [name, words] of [
    ["blobstore", ["kv", "set", "b", "k", "v"]],
    ["nowhere", ["kv", "ls"]],
    ["keyvalue", ["blob", "mk", "c"]],
    ["nowhere", ["messages", "publish", "s", "v"]],
  ] as const) {
    const { code, stdout, stderr } = await state(...words, "--backend", name);
    expect({ words, code, stdout }).toEqual({ words, code: 2, stdout: "" });
    expect(stderr).toMatch(
      new RegExp(`There is no (keyvalue|blobstore|messaging) backend "${name}"\\. There is: \\w+\\.`),
    );
  }
});

it("asks which of several backends is meant, and lists one alone", async () => {
  const two = await testProject({
    components: { flood: await guest("log-flood") },
    manifest: { backends: { carts: { kind: "keyvalue" }, users: { kind: "keyvalue" } } },
  });
  await using _hosting = await openTestStudio(two);
  const kv = (...words: string[]) => vitrine(["state", two.folder, "kv", ...words]);
  expect(await kv("set", "b", "k", "v")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Several backends could have a bucket "b".*--backend \(carts, users/) as string,
  });
  expect(await kv("get", "b", "k")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no bucket "b".') as string,
  });
  for (const backend of ["carts", "users"]) await kv("set", "b", "k", backend, "--backend", backend);
  expect(await kv("ls", "--backend", "users")).toMatchObject({ code: 0, stdout: "users\tb\t1 keys\t5 B\n" });
  expect(await kv("get", "b", "k")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/Several backends have a bucket "b"/) as string,
  });
});

it("says that a message is wrong, apart from one that nobody answers", async () => {
  expect(await state("messages", "publish", "not one", "hi")).toMatchObject({ code: 2 });
  expect(await state("messages", "request", "nobody.there", "hi")).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("no responders") as string,
  });
});

it("ends quietly when nobody reads a large value to its end, and says so when it cannot be written", async () => {
  await vitrine(["state", project.folder, "kv", "set", "list", "large"], randomBytes(3_000_000));
  const large = ["state", project.folder, "kv", "get", "list", "large"];
  const left = startVitrine(large);
  left.stdout.once("data", () => left.stdout.destroy());
  const [stderr, [code]] = await Promise.all([text(left.stderr), once(left, "close")]);
  expect({ code: code as number, stderr }).toEqual({ code: 0, stderr: "" });
  if (process.platform !== "linux") return;
  // A shell has the file for the command's standard output: Node's own pipes cannot be full.
  const lost = spawn("sh", ["-c", '"$@" > /dev/full', "sh", process.execPath, VITRINE, ...large], { stdio: "pipe" });
  const [said, [exit]] = await Promise.all([text(lost.stderr), once(lost, "close")]);
  expect(said).toMatch(/^vitrine: Standard output cannot be written: ENOSPC.*\n$/);
  expect(exit).toBe(3);
});
