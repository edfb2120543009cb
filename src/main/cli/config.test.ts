import { beforeAll, expect, it } from "vitest";

import { asker } from "../studio/config/fixtures/asker.ts";
import { openTestStudio, testProject, type TestProject } from "../studio/test-studio.ts";
import { vitrine } from "./fixtures/run-vitrine.ts";

let project: TestProject;
beforeAll(async () => {
  project = await testProject({
    components: { asker: await asker() },
    settings: { asker: { config: { values: { greeting: "hi" } } } },
  });
});

it("gives components values over those of the project's files; the first = parts key and value", async () => {
  const flags = ["--config", "greeting=hello=you", "--config", "other="];
  const asked = async (key: string) =>
    (await vitrine(["invoke", ...flags, project.folder, "get", `["${key}"]`])).stdout;
  expect(await asked("greeting")).toBe('"hello=you"\n');
  expect(await asked("other")).toBe('""\n');
});

it("says how a value is given, and that one has no effect where another studio hosts the project", async () => {
  const wrong = await vitrine(["invoke", "--config", "greeting", project.folder, "get", '["greeting"]']);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("KEY=VALUE") as string]);
  await using _studio = await openTestStudio(project);
  const { stdout, stderr } = await vitrine([
    "invoke",
    "--config",
    "greeting=hello",
    project.folder,
    "get",
    '["greeting"]',
  ]);
  expect([stdout, stderr]).toEqual(['"hi"\n', expect.stringContaining("--config has no effect") as string]);
});
