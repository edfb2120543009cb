import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, type Studio } from "./fixtures/studio.ts";
import { wiringTest as test } from "./fixtures/wiring-test.ts";

async function told({ api }: Studio, key: string): Promise<unknown> {
  return (await api.invoke({ component: "asker", target: "get", args: [key] })).value;
}

test("each value says where it comes from and what it hides, and the span that asked for it leads there", async ({
  studio,
  picture,
}) => {
  const { window, api } = studio;
  const { config, activity } = window;
  await window.go("Config");
  await expect(config.rows("asker")).toHaveText([
    /^REGION\s*north\s*set shared, shared\.env:2/,
    /^greeting\s*hi\s*vitrine\.jsonc:\d+/,
    /^log\s*all\s*set shared, vitrine\.jsonc:\d+/,
    /none\s*vitrine\.jsonc:\d+/,
  ]);
  await picture(studio, "values");
  const { invocation } = await api.invoke({ component: "asker", target: "get", args: ["greeting"] });
  await window.visit(`/activity?inv=${invocation}&call=2`);
  await activity.hostCall.getByRole("button", { name: "greeting", exact: true }).click();
  await expect(config.value("asker", "greeting")).toHaveAttribute("data-chosen", "true");
});

test("a value that a person adds ends the wait of a call that runs", async ({ studio, project }) => {
  const { window, api } = studio;
  const { config } = window;
  await window.go("Config");
  const waiting = api.invoke({ component: "asker", target: "await-value", args: ["go"] });
  await config.add("asker", "go", "now");
  await expect(config.value("asker", "go")).toContainText("now");
  expect((await waiting).value).toBe("now");
  expect(await readFile(join(project.path, "vitrine.jsonc"), "utf8")).toContain('"go": "now"');
});

test("an edit goes where it counts, removing shows what was hidden, and both can be undone", async ({
  studio,
  project,
}) => {
  const { window } = studio;
  const { config, page } = window;
  await window.go("Config");
  await config.value("asker", "log").getByRole("button", { name: "Edit log" }).click();
  const form = config.editForm("asker", "log");
  // A set says it, so that the project file would lose.
  await expect(form.getByLabel("Write into")).toHaveValue("local");
  await form.getByLabel("Write into").selectOption("project");
  await expect(form).toContainText("It will not count: set shared");
  await form.getByLabel("Write into").selectOption("local");
  await form.getByLabel("Value").fill("mine");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(config.value("asker", "log")).toContainText(/mine\s*vitrine\.local\.jsonc:\d+/);
  expect(await told(studio, "log")).toBe("mine");
  expect(await readFile(join(project.path, "vitrine.local.jsonc"), "utf8")).toContain('"log": "mine"');

  await config.value("asker", "log").getByRole("button", { name: "Take log out of vitrine.local.jsonc" }).click();
  await expect(config.value("asker", "log")).toContainText(/all\s*set shared/);
  expect(await told(studio, "log")).toBe("all");
  await window.undo("Took log of asker out of vitrine.local.jsonc.");
  await expect(config.value("asker", "log")).toContainText(/mine/);

  await config.value("asker", "greeting").getByRole("button", { name: "Take greeting out of vitrine.jsonc" }).click();
  await expect(config.value("asker", "greeting")).toHaveCount(0);
  expect(await told(studio, "greeting")).toBeNull();
});
