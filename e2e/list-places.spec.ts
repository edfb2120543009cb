import type { Locator } from "@playwright/test";

import { copyOfGuestbook } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

const top = (list: Locator) => list.evaluate((element) => element.scrollTop);

test("whoever comes back to a list reads on where it was left", async ({ open, keep }) => {
  const { api, window } = await open(await keep(copyOfGuestbook()));
  const { activity, logs, page } = window;
  for (let sent = 0; sent < 50; sent += 1) {
    await api.send({ component: "api", method: "GET", target: `/nowhere/${sent}`, headers: [] });
  }
  await window.go("Logs");
  await expect(logs.lines).toContainText("/nowhere/49");
  await logs.lines.hover();
  await page.mouse.wheel(0, -300);
  await expect(page.getByRole("button", { name: "Live" })).toHaveAttribute("aria-pressed", "false");
  const left = await top(logs.lines);
  await logs.lines
    .getByRole("button", { name: /^Open invocation/ })
    .nth(20)
    .click();
  await expect(activity.title).toContainText("/nowhere/");
  await page.goBack();
  await expect(logs.lines).toBeVisible();
  await expect.poll(() => top(logs.lines)).toBe(left);

  await window.go("Activity");
  await activity.grid.focus();
  await page.keyboard.press("End");
  await expect(activity.title).toContainText("/nowhere/49");
  await activity.grid.hover();
  await page.mouse.wheel(0, -400);
  await expect(activity.rows(/nowhere\/25/)).toBeVisible();
  const read = await top(activity.grid);
  await window.go("Secrets");
  await window.go("Activity");
  await expect.poll(() => top(activity.grid)).toBe(read);
});
