import { rm } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { guest } from "../../../test/guests/guests.ts";
import { openTestStudio, type TestStudio, testProject } from "./test-studio.ts";

const set = async ({ api }: TestStudio, key: string) =>
  (await api.invoke({ component: "kv", target: "ops#set", args: [key, { text: "1" }] })).invocation;

const writerOf = async ({ api }: TestStudio, key: string) =>
  (await api.value({ backend: "keyvalue", bucket: "default", key })).writer;

test("no invocation gets the number that state gives a writer, when a new journal is begun", async () => {
  const project = await testProject({ components: { kv: await guest("kv") } });
  const first = await openTestStudio(project);
  await set(first, "a");
  const before = await set(first, "b");
  await first[Symbol.asyncDispose]();
  await rm(join(project.folder, ".vitrine", "journal.sqlite"));

  await using second = await openTestStudio(project);
  expect(await set(second, "c")).toBeGreaterThan(before);
  expect(await writerOf(second, "b")).toMatchObject({ kind: "invocation", invocation: before });
  await expect(second.api.invocation(before)).rejects.toThrow();
});
