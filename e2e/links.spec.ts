import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "./fixtures/studio.ts";
import { wiringProject } from "./fixtures/wiring-project.ts";

test("shows where each import leads, under which name and how often, and what leads nowhere with the repair", async ({
  open,
  keep,
  picture,
}) => {
  const studio = await open(await keep(wiringProject()));
  const { window, api } = studio;
  const { links, activity } = window;
  await window.allReady();
  await window.go("Links");
  await expect(links.link("front", "test:kv/ops")).toContainText(/store.*found/);
  await expect(links.link("store", "wasi:keyvalue/store", "sessions")).toContainText(/sessions keyvalue.*project file/);
  await expect(links.link("odd", "acme:thing/api")).toContainText("nothing");
  await expect(links.table("odd").locator("pre")).toContainText('"links": [{ "import": "acme:thing/api"');
  await picture(studio, "links");
  await links.troubleButton.click();
  await expect(links.region.getByRole("table")).toHaveCount(1);
  await expect(links.table("odd")).toBeVisible();
  await links.troubleButton.click();

  const called = links.link("front", "test:kv/ops");
  await expect(links.calls(called)).toHaveText("0");
  const { invocation, outcome } = await api.invoke({ component: "front", target: "increment", args: ["a", 1] });
  expect(outcome).toBe("ok");
  await expect(links.calls(called)).toHaveText("1");
  await links.calls(called).getByRole("button").click();
  await expect(activity.rows(/increment/)).toHaveCount(1);

  await window.visit(`/activity?inv=${invocation}&call=2`);
  await activity.hostCall.getByRole("button", { name: /→ store$/ }).click();
  await expect(links.table("front").locator("tbody tr")).toHaveCount(1);
});

test("a link that is edited in the project file leads elsewhere at once, on screen and for the component", async ({
  open,
  keep,
}) => {
  const project = await keep(wiringProject());
  const { window, api } = await open(project);
  await window.allReady();
  await window.go("Links");
  const link = window.links.link("store", "wasi:keyvalue/store");
  await expect(link).toContainText("main");
  const path = join(project.path, "vitrine.jsonc");
  await writeFile(path, (await readFile(path, "utf8")).replace('"to": "main"', '"to": "sessions"'));
  await expect(link).toContainText("sessions");
  await window.allReady();
  await api.invoke({ component: "store", target: "increment", args: ["moved", 1] });
  expect((await api.buckets()).map(({ backend, keys }) => [backend, keys])).toEqual([["sessions", 1]]);
});
