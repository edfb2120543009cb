import { randomBytes } from "node:crypto";

import { afterAll, beforeAll, expect, it } from "vitest";

import { guest } from "../../../test/guests/guests.ts";
import { openTestStudio, testProject, type TestProject, type TestStudio } from "../studio/test-studio.ts";
import { vitrine } from "./fixtures/run-vitrine.ts";

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
  [["attic"], 2, /attic/],
  [["log", "--limit", "none"], 2, /--limit/],
])("says what is wrong: state PROJECT %j", async (words, code, says) => {
  const ended = await state(...words);
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: "" });
  expect(ended.stderr).toMatch(says);
});
