import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { guest, httpHello } from "../test/guests/guests.ts";
import { graveFaults } from "./fixtures/grave-faults.ts";
import { projectOf, temporaryFolder } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

test("a component that is dropped on the window is read and reported, and nothing of it runs", async ({
  open,
  keep,
  picture,
}) => {
  const project = await keep(projectOf("hello", await httpHello()));
  const studio = await open(project);
  const { window, api } = studio;
  const { page, desk } = window;
  await window.allReady();
  const stranger = join(project.path, "stranger.wasm");
  await writeFile(stranger, await guest("unknown-import"));

  await desk.dragOver(stranger);
  await expect(desk.dropLayer).toContainText("Nothing of it is run.");
  await desk.leave();
  await expect(desk.dropLayer).toHaveCount(0);
  await desk.drop(stranger);
  await expect(desk.sheet).toContainText("1 import to look at of 1");
  await expect(desk.imports).toContainText([/Linkable.*acme:thing\/api@1\.0\.0/]);
  await expect(desk.sheet).toContainText("vitrine serve stranger.wasm");
  await picture(studio, "dropped");
  expect([...(await graveFaults(page, "light"))]).toEqual([]);
  await page.setViewportSize({ width: 900, height: 600 });
  await expect(desk.sheet).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Escape");
  await expect(desk.sheet).toHaveCount(0);
  expect((await api.project()).components.map(({ name }) => name)).toEqual(["hello"]);
  expect(await api.invocations({ limit: 10 })).toEqual([]);
});

test("what is dropped and is no component, or is a folder, says so and what to do", async ({ open, keep }) => {
  const project = await keep(projectOf("hello", await httpHello()));
  const { window } = await open(project);
  const { page, desk } = window;
  await window.allReady();
  const text = join(project.path, "notes.txt");
  await writeFile(text, "no component at all");
  await desk.drop(text);
  await expect(desk.sheet).toContainText("notes.txt");
  await expect(desk.sheet).toContainText(/not a .*component|no component/i);
  await desk.sheet.getByRole("button", { name: "Close" }).click();
  await expect(desk.sheet).toHaveCount(0);

  const folder = await temporaryFolder();
  await desk.drop(folder);
  await expect(desk.sheet).toContainText("A browser does not tell a page where a folder is.");
  await expect(desk.sheet).toContainText(/vitrine serve vitrine-e2e-/);
  await page.keyboard.press("Escape");
  await expect(desk.sheet).toHaveCount(0);
});
