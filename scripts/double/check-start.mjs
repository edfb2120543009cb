// The page without a project, over the double: the real desk process reads and makes projects, and the window opens them.
import assert from "node:assert/strict";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** `page`, `menuItem`: of the window as it is now; `openPort`: a connection of that page to its studio. */
export async function checkStart({ electron, folder, project, page, called, until, menuItem, openPort }) {
  const { app, dialog } = electron;
  app.emit("second-instance", {}, [], "/", { project: join(folder, "absent") });
  await until("the notice", () => page().getURL() === "app://vitrine/notice");
  menuItem("New project…").click();
  await until("the start page", () => page().getURL() === "app://vitrine/index.html?start&new");
  const { desk, openPath } = page().window.vitrine;
  const { recentProjects, place } = await desk.start();
  assert.deepEqual([recentProjects.includes(project), place], [true, folder]);

  const templates = await desk.templates();
  assert.deepEqual([templates.ok, templates.value.map(({ id }) => id)], [true, ["function", "http-counter"]]);
  const report = await desk.check(project);
  assert.deepEqual([report.ok, report.value.components.map(({ name }) => name)], [true, ["counter"]]);
  assert.ok(report.value.components[0].imports.length > 0);
  const refused = await desk.check(join(folder, "absent"));
  assert.deepEqual([refused.ok, refused.error.code], [false, "project-not-found"]);
  for (const path of ["relative", "", "/a\0b", 5, undefined])
    await assert.rejects(desk.check(path), /no absolute path/);
  await assert.rejects(openPath("relative"), /no absolute path/);
  await assert.rejects(desk.createProject({ template: "function", name: "x", place: "." }), /no absolute path/);

  dialog.answer = { canceled: true, filePaths: [] };
  assert.equal(await desk.choosePlace(folder), null);
  dialog.answer = { canceled: false, filePaths: [folder] };
  assert.equal(await desk.choosePlace(folder), folder);
  assert.deepEqual(called("showOpenDialog").at(-1)[1].properties, ["openDirectory", "createDirectory"]);

  const wanted = { template: "function", name: "My Shop", place: folder };
  const made = await desk.createProject(wanted);
  assert.deepEqual(made, { ok: true, value: join(folder, "my-shop") });
  assert.ok(existsSync(join(folder, "my-shop/vitrine.jsonc")));
  await until("the new project", () => page().getURL() === "app://vitrine/index.html");
  const opened = await (await openPort()).call("project");
  assert.deepEqual([opened.value.name, dirname(opened.value.path)], ["my-shop", realpathSync(folder)]);

  // The window shows a project now: the form comes over it, and what is refused leaves it alone.
  const asked = new Promise((done) => page().window.vitrine.desk.onNewProject(done));
  menuItem("New project…").click();
  await asked;
  const again = await page().window.vitrine.desk.createProject(wanted);
  assert.deepEqual([again.ok, again.error.code], [false, "manifest-exists"]);
  assert.equal((await (await openPort()).call("project")).value.name, "my-shop");
  await page().window.vitrine.openPath(project);
  assert.equal((await (await openPort()).call("project")).value.path, realpathSync(project));
}
