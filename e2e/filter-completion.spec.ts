import { copyOfGuestbook } from "./fixtures/project.ts";
import { expect, test } from "./fixtures/studio.ts";

test("a filter is written from what is offered, by keys and by the mouse", async ({ open, keep, picture }) => {
  const studio = await open(await keep(copyOfGuestbook()));
  const { api, window } = studio;
  const { activity, page } = window;
  for (const target of ["/health", "/nowhere"])
    await api.send({ component: "api", method: "GET", target, headers: [] });
  await expect(activity.rows()).toHaveCount(3);
  const offered = page.getByRole("listbox", { name: "Terms" }).getByRole("option");

  await activity.filter.focus();
  await page.keyboard.press("ArrowDown");
  await expect(offered.first()).toHaveText(/^component:.*name of the component/);
  await page.keyboard.press("Escape");
  await expect(offered).toHaveCount(0);

  await page.keyboard.type("comp");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(offered).toHaveText(["component:api", "component:worker"]);
  await picture(studio, "values");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Tab");
  await expect(activity.rows()).toHaveText([/guestbook\.ping/]);
  await expect(activity.filter).toBeFocused();

  await page.keyboard.press("Escape");
  await expect(activity.rows()).toHaveCount(3);
  await page.keyboard.type("fail");
  await offered.filter({ hasText: "outcome:failed" }).click();
  await expect(activity.rows()).toHaveText([/nowhere.*404/]);
});
