import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

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
});
afterAll(() => studio[Symbol.asyncDispose]());

const blob = (...words: string[]) => vitrine(["state", project.folder, "blob", ...words]);

it("carries any bytes in and out, from a file and through pipes", async () => {
  const bytes = randomBytes(700_001);
  const file = join(project.folder, "picture.bin");
  await writeFile(file, bytes);
  expect(await blob("mk", "files")).toMatchObject({ code: 0, stdout: "created: files\n" });
  const put = await blob("put", "files", "a name/with spaces", file, "--json");
  expect([put.code, JSON.parse(put.stdout)]).toEqual([
    0,
    { version: expect.any(Number) as number, size: bytes.length },
  ]);
  const piped = await vitrine(["state", project.folder, "blob", "put", "files", "piped"], bytes);
  expect(piped).toMatchObject({ code: 0, stdout: "put piped (700001 B)\n" });
  for (const name of ["a name/with spaces", "piped"]) {
    const got = await blob("get", "files", name);
    expect([got.code, got.bytes.equals(bytes), got.stderr]).toEqual([0, true, ""]);
  }
  const json = JSON.parse((await blob("get", "files", "piped", "--json")).stdout) as { base64: string; size: number };
  expect([Buffer.from(json.base64, "base64").equals(bytes), json.size]).toEqual([true, bytes.length]);
});

it("lists, copies, moves, removes, and drops a container", async () => {
  await blob("mk", "list");
  for (const name of ["b", "a", "c"]) await vitrine(["state", project.folder, "blob", "put", "list", name], name);
  expect(await blob("ls", "list")).toMatchObject({ code: 0, stdout: "a\nb\nc\n" });
  expect(await blob("cp", "list", "a", "list", "z")).toMatchObject({ code: 0, stdout: "copied a to z\n" });
  expect(await blob("mv", "list", "b", "list", "y")).toMatchObject({ code: 0 });
  expect(await blob("rm", "list", "c", "never", "--json")).toMatchObject({ stdout: '{"deleted":1}\n' });
  expect(await blob("ls", "list")).toMatchObject({ stdout: "a\ny\nz\n" });
  const containers = JSON.parse((await blob("ls", "--json")).stdout) as { name: string; objects: number }[];
  expect(containers.find(({ name }) => name === "list")).toMatchObject({ backend: "blobstore", objects: 3, bytes: 3 });
  expect(await blob("drop", "list")).toMatchObject({ code: 0 });
  expect(await blob("ls", "list")).toMatchObject({ code: 2, stdout: "" });
});

it.each([
  [["get", "nowhere", "o"], 2, /no container "nowhere"/],
  [["put", "nowhere", "o"], 2, /no container "nowhere"/],
  [["put", "files", "o", "/no/such/file"], 2, /The file \/no\/such\/file cannot be read \(ENOENT\)/],
  [["put", "files", "o", "/"], 2, /\/ is a folder/],
  [["get", "files"], 2, /Use: blob/],
  [["frobnicate", "files", "o"], 2, /Use: blob/],
  [["cp", "files", "o", "files"], 2, /Use: blob/],
  [[], 2, /Use: blob/],
])("says what is wrong: blob %j", async (words, code, says) => {
  const ended = await blob(...words);
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: "" });
  expect(ended.stderr).toMatch(says);
});
