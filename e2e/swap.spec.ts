import { httpHello } from "../test/guests/guests.ts";
import { projectOf } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

test("a new build swaps in and goes on with the old count", async ({ open, keep, picture }) => {
  const project = await keep(projectOf("hello", await httpHello({ text: "first build" }), { http: true }));
  const studio = await open(project);
  const { activity, component, keyvalue } = studio.window;
  await studio.window.sendButton.click();
  await activity.openTab("Response");
  await expect(activity.detail).toContainText("first build 1");
  await studio.window.goToComponent("hello");
  await expect(component.card).toContainText("Ready");
  const before = await component.fact("Build").first().innerText();

  await project.build("hello", await httpHello({ text: "second build" }));

  await component.openTab("Reloads");
  await expect(component.reloads.filter({ hasText: "replaces" })).toHaveText([/Swapped in/]);
  await expect(component.card).toContainText("Ready");
  await expect(component.fact("Build").first()).not.toHaveText(before);
  await picture(studio, "swapped");

  await studio.window.go("Activity");
  await studio.window.sendButton.click();
  await expect(activity.rows()).toHaveCount(2);
  await activity.choose(activity.rows().last());
  await activity.openTab("Response");
  await expect(activity.detail).toContainText("second build 2");
  expect(await (await fetch(studio.http)).text()).toBe("second build 3\n");
  await studio.window.go("Key-value");
  await keyvalue.choose("hits");
  await keyvalue.openHistory();
  await expect(keyvalue.versions).toHaveCount(3);
  const writers = await keyvalue.versions.allInnerTexts();
  const builds = writers.map((text) => /build ([0-9a-f]+)/.exec(text)?.[1]);
  expect(builds[0]).toBe(builds[1]);
  expect(builds[1]).not.toBe(builds[2]);
});

test("while the newest build is broken the last good one serves, and the problem says so until it is mended", async ({
  open,
  keep,
  picture,
}) => {
  const good = await httpHello({ text: "good" });
  const project = await keep(projectOf("hello", good, { http: true }));
  const studio = await open(project);
  const { window, http } = studio;
  await expect(window.statusBar).toContainText("1 of 1 ready");

  await project.build("hello", good.subarray(0, good.length / 2));

  await expect(window.trouble("hello: newest build failed")).toBeVisible();
  expect(await (await fetch(http)).text()).toBe("good 1\n");
  await window.go("Problems");
  await expect(window.problems.items).toHaveCount(1);
  await expect(window.problems.items).toContainText("the last good one serves");
  await expect(window.problems.items).toContainText(project.artefact("hello"));
  await picture(studio, "broken");
  await window.problems.seeComponent("hello");
  await expect(window.component.card).toContainText("Serving the last good build");
  await window.component.openTab("Reloads");
  await expect(window.component.reloads.first()).toContainText("Failed");

  await project.build("hello", await httpHello({ text: "mended" }));

  await expect(window.component.reloads.first()).toContainText("Swapped in");
  await expect(window.component.card).toContainText("Ready");
  await window.go("Problems");
  await expect(window.problems.none).toBeVisible();
  expect(await (await fetch(http)).text()).toBe("mended 2\n");
});

test("a text file in the artefact's place is named as what it is, and the empty project waits for a component", async ({
  open,
  keep,
}) => {
  const project = await keep(projectOf("hello", new TextEncoder().encode("not a component\n"), { http: true }));
  const { window, http } = await open(project);
  await window.go("Problems");
  await expect(window.problems.items).toHaveCount(1);
  await expect(window.problems.items).toContainText("hello cannot be used");
  await expect(window.problems.items).toContainText(/not (a )?(wasm|WebAssembly)/i);
  expect((await fetch(http)).status).toBe(503);

  await project.build("hello", await httpHello({ text: "at last" }));

  await expect(window.problems.none).toBeVisible();
  expect(await (await fetch(http)).text()).toBe("at last 1\n");
});
