import { rm, truncate } from "node:fs/promises";
import { join } from "node:path";

import { expect, it } from "vitest";

import { guest } from "../../../test/guests/guests.ts";
import { openTestStudio, testProject, type TestStudio } from "./test-studio.ts";

const set = ({ api }: TestStudio, key: string) =>
  api.invoke({ component: "kv", target: "ops#set", args: [key, { text: "1" }] });

it("a store that is damaged while it is open is a problem, and the studio goes on", async () => {
  const project = await testProject({ components: { kv: await guest("kv") } });
  await using studio = await openTestStudio(project);
  await set(studio, "a");
  for (const name of ["state.sqlite", "state.sqlite-wal"]) await truncate(join(project.folder, ".vitrine", name), 0);
  await set(studio, "b");
  expect(await studio.problem(/^state:unreadable$/)).toMatchObject({ severity: "error" });
  expect((await set(studio, "c")).outcome).toBeDefined();
});

it.skipIf(process.platform === "win32")("a state folder that is deleted while it is open is a problem", async () => {
  const project = await testProject({ components: { kv: await guest("kv") } });
  await using studio = await openTestStudio(project);
  await set(studio, "a");
  const folder = join(project.folder, ".vitrine");
  await rm(folder, { recursive: true });
  await set(studio, "b");
  const { detail } = await studio.problem(/^state:deleted$/);
  expect(detail).toContain(join(folder, "state.sqlite"));
});
