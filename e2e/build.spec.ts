import { expect, test } from "./fixtures/studio.ts";
import { wasmcloudProject } from "./fixtures/wasmcloud-project.ts";

const FIRST_STEP = 'say(green("Compiling"), SOURCE);';

test("a build that writes what it watches is named once, and ignored for good by one press", async ({
  open,
  keep,
  picture,
}) => {
  const project = await keep(wasmcloudProject());
  await project.edit("build.mjs", FIRST_STEP, `${FIRST_STEP}\nawait writeFile("src/stamp.txt", String(Date.now()));`);
  const studio = await open(project);
  const { api, window } = studio;
  await api.acceptImport();
  await window.trust();
  await window.panel.open("Build output");
  await expect(window.panel.loopNotice).toContainText("The build of visits writes src/stamp.txt");
  await picture(studio, "loop");
  await window.panel.ignoreLoop();
  await expect(window.notification("src/stamp.txt was written into the project file")).toBeVisible();
  await expect(window.panel.loopNotice).toHaveCount(0);
  expect(await project.read("vitrine.jsonc")).toContain('"src/stamp.txt"');
  await window.go("Problems");
  await expect(window.problems.none).toBeVisible();
});

test("a build that never ends is cancelled from its output, and the next one is made of the mended source", async ({
  open,
  keep,
}) => {
  const project = await keep(wasmcloudProject());
  const hang = `${FIRST_STEP}\nawait new Promise(() => setInterval(() => undefined, 1000));`;
  await project.edit("build.mjs", FIRST_STEP, hang);
  const { window } = await open(project);
  await window.trust();
  await window.panel.open("Build output");
  await expect(window.panel.lines).toContainText("Compiling src/handler.wat");
  await expect(window.statusBar.getByRole("button", { name: "1 building" })).toBeVisible();
  await window.panel.cancelButton.click();
  await expect(window.panel.verdict).toHaveText(/^Cancelled after/);
  await project.edit("build.mjs", hang, FIRST_STEP);
  await expect(window.panel.verdict).toHaveText(/^Built in /);
  await window.allReady();
});

test("a request is sent again, and copied as a command that does the same", async ({ open, keep }) => {
  const project = await keep(wasmcloudProject());
  const { api, http, window } = await open(project);
  const { activity } = window;
  await api.trustFolder();
  await window.allReady();
  expect(await (await fetch(`${http}/?first=1`)).text()).toBe("Welcome, visitor 1\n");
  await activity.choose(activity.rows("GET /?first=1"));
  await activity.copy("Copy as cURL");
  await expect.poll(() => activity.pasted()).toContain(`${http}/?first=1`);
  await activity.sendAgain();
  await expect(activity.rows("GET /?first=1")).toHaveCount(2);
  await activity.choose(activity.rows("GET /?first=1").last());
  await activity.openTab("Response");
  await expect(activity.detail).toContainText("Welcome, visitor 2");
});
